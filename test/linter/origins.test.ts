import { describe, expect, it } from "vitest";
import { isWildcard, originDefect, type OriginDefect } from "../../src/linter/origins.ts";
import { concat, known, oneOf, unknown, type Value } from "../../src/source/index.ts";

const hole = unknown("the parameter Domain has no default");

/** `https://${…}/`: a hole between known texts. */
function around(before: string, after: string): Value {
  return concat([known(before), hole, known(after)]);
}

function kindOf(value: Value, wildcards: "none" | "scheme" | "subdomain" = "none"): OriginDefect["kind"] | undefined {
  return originDefect(value, wildcards)?.kind;
}

function correctionOf(value: Value): string | undefined {
  const defect = originDefect(value, "none");
  return defect && "correct" in defect ? defect.correct : undefined;
}

describe("HTML, ASCII serialization of an origin: scheme, ://, host, and the port if there is one", () => {
  it.each<readonly [string, string, OriginDefect["kind"] | undefined, string | undefined]>([
    ["an origin as browsers write it", "https://app.example.com", undefined, undefined],
    ["a port that is not the scheme's own", "http://localhost:3000", undefined, undefined],
    ["an address", "http://127.0.0.1:8080", undefined, undefined],
    ["a scheme of an app", "capacitor://localhost", undefined, undefined],
    ["a scheme of an extension", "chrome-extension://abcdefghijklmnop", undefined, undefined],
    ["Punycode", "https://xn--mnchen-3ya.example.com", undefined, undefined],
    ["the wildcard is a value of its own", "*", undefined, undefined],
    ["so is null", "null", undefined, undefined],
    ["and the empty text", "", undefined, undefined],
    ["quotes are the matter of another rule", "'https://app.example.com'", undefined, undefined],
    ["no path, not even /", "https://app.example.com/", "trailing-slash", "https://app.example.com"],
    ["nor several of them", "https://app.example.com//", "trailing-slash", "https://app.example.com"],
    ["no path", "https://app.example.com/users", "path", "https://app.example.com"],
    ["no query", "https://app.example.com?x=1", "path", "https://app.example.com"],
    ["no fragment", "https://app.example.com#top", "path", "https://app.example.com"],
    ["the slash behind a port", "http://localhost:3000/", "trailing-slash", "http://localhost:3000"],
    ["a scheme is needed", "app.example.com", "no-scheme", "https://app.example.com"],
    ["development servers speak HTTP", "localhost:3000", "no-scheme", "http://localhost:3000"],
    ["a word is no host that anyone knows", "origins", "no-scheme", undefined],
    ["what has a path as well is not guessed at", "app.example.com/users", "no-scheme", undefined],
    ["no default port of https", "https://app.example.com:443", "default-port", "https://app.example.com"],
    ["no default port of http", "http://app.example.com:80", "default-port", "http://app.example.com"],
    ["the port of the other scheme stays", "https://app.example.com:80", undefined, undefined],
    ["the host in lower case", "https://App.example.com", "upper-case", "https://app.example.com"],
    ["the scheme, too", "HTTPS://app.example.com", "upper-case", "https://app.example.com"],
    ["nothing around it", " https://app.example.com", "blank", "https://app.example.com"],
    ["no other letters", "https://münchen.example.com", "not-ascii", "https://xn--mnchen-3ya.example.com"],
    ["one origin, with commas", "https://a.example.com,https://b.example.com", "several", undefined],
    ["one origin, with blanks", "https://a.example.com https://b.example.com", "several", undefined],
    ["no star inside", "https://*.example.com", "wildcard", undefined],
    ["nor without a scheme", "*.example.com", "wildcard", undefined],
    ["no placeholder", "https://<your domain>", "placeholder", undefined],
    ["nor what only Fn::Sub fills in", "https://${Domain}", "placeholder", undefined],
    ["nor that without a scheme", "${CorsOrigin}", "placeholder", undefined],
    ["nor a word to replace", "https://YOUR_DOMAIN", "placeholder", undefined],
    ["whose letters could all be those of a host", "https://your-domain.example.com", undefined, undefined],
    ["`__proto__` is a word like any other", "__proto__", "no-scheme", undefined],
  ])("%s: %s → %s", (_sentence, text, kind, correct) => {
    expect(kindOf(known(text))).toBe(kind);
    expect(correctionOf(known(text))).toBe(correct);
  });
});

describe("wildcards that a service knows", () => {
  it.each<readonly [string, string, "none" | "scheme" | "subdomain", OriginDefect["kind"] | undefined]>([
    ["a header knows none", "https://*", "none", "wildcard"],
    ["HTTP APIs know those of a scheme (H4)", "https://*", "scheme", undefined],
    ["HTTP APIs know those of a scheme (H4)", "http://*", "scheme", undefined],
    ["and none inside a host (H4)", "https://*.example.com", "scheme", "wildcard"],
    ["buckets know one inside", "https://*.example.com", "subdomain", undefined],
  ])("%s: %s, %s", (_sentence, text, wildcards, kind) => expect(kindOf(known(text), wildcards)).toBe(kind));

  it.each([["*", true], ["https://*", false], ["'*'", false], ["", false]])("the lone star: %s → %s", (text, is) => expect(isWildcard(known(text))).toBe(is));
});

describe("what is not known is not wrong", () => {
  it.each<readonly [string, Value, OriginDefect["kind"] | undefined]>([
    ["nothing is known", hole, undefined],
    ["a well-formed origin whatever the domain is", around("https://", ""), undefined],
    ["and whatever the subdomain is", around("https://", ".example.com"), undefined],
    ["a slash follows the domain, whatever it is", around("https://", "/"), "trailing-slash"],
    ["a path follows it", around("https://", "/users"), "path"],
    ["two origins, whatever the domain is", around("https://", ",https://b.example.com"), "several"],
    ["the hole can hold the scheme", around("", ".example.com"), undefined],
    ["the hole can hold the scheme, the slash stays", around("", "/"), "trailing-slash"],
    ["no scheme can stand behind a host's first label", around("app.", ".example.com"), "no-scheme"],
    ["both possibilities are wrong in the same way", oneOf([known("https://a.example.com/"), known("https://b.example.com/")]), "trailing-slash"],
    ["one possibility is right", oneOf([known("https://a.example.com/"), known("https://b.example.com")]), undefined],
    ["wrong in two ways: no rule speaks for both", oneOf([known("https://a.example.com/"), known("b.example.com")]), undefined],
  ])("%s", (_sentence, value, kind) => expect(kindOf(value)).toBe(kind));

  it("offers no correction where there are several possibilities", () => {
    expect(originDefect(oneOf([known("https://a.example.com/"), known("https://b.example.com/")]), "none")).toEqual({ kind: "trailing-slash", correct: undefined });
  });

  it("reads a hostile text in linear time", () => {
    const started = performance.now();
    kindOf(known(`https://${"a-".repeat(200_000)}`));
    kindOf(known("a.".repeat(200_000)));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
