import { describe, expect, it } from "vitest";
import {
  corsUnsafeRequestHeaderNames, getDecodeAndSplit, invalidReason, isCorsNonWildcardRequestHeaderName, isCorsSafelistedMethod, isCorsSafelistedRequestHeader,
  isForbiddenMethod, isForbiddenRequestHeader, isNullBodyStatus, isOkStatus, isRedirectStatus, isRedirectTainted, isSerializedOrigin, normalizeMethod, parseOrigin,
  serializeOrigin, type FetchRequest, type HeaderPair,
} from "../../src/fetch/index.ts";
import { Profile } from "../../src/fetch/profile.ts";
import { requestHeaderList } from "../../src/fetch/request-headers.ts";
import { concat, known, oneOf, unknown } from "../../src/source/index.ts";

describe("methods", () => {
  it.each([
    ["Fetch, normalize: six methods are upper-cased", "put", "PUT"],
    ["Fetch, normalize: six methods are upper-cased", "Options", "OPTIONS"],
    ["Fetch, normalize: all others stay as written", "patch", "patch"],
    ["Fetch, normalize: all others stay as written", "Query", "Query"],
    ["Fetch, normalize: only ASCII letters match", "poſt", "poſt"],
  ])("%s: %s → %s", (_step, method, normalized) => expect(normalizeMethod(method)).toBe(normalized));

  it.each([
    ["GET", true], ["HEAD", true], ["POST", true], ["PUT", false], ["get", false], ["OPTIONS", false],
  ])("Fetch, CORS-safelisted method: %s → %s", (method, is) => expect(isCorsSafelistedMethod(method)).toBe(is));

  it.each([["TRACE", true], ["track", true], ["Connect", true], ["PATCH", false]])("Fetch, forbidden method: %s → %s", (method, is) =>
    expect(isForbiddenMethod(method)).toBe(is));
});

describe("CORS-safelisted request-header", () => {
  const long = (length: number): string => "a".repeat(length);
  it.each<[step: string, name: string, value: string, is: boolean]>([
    ["1. a value of at most 128 bytes", "Accept", long(128), true],
    ["1. a value of more than 128 bytes", "Accept", long(129), false],
    ["accept: any but a CORS-unsafe byte", "accept", "text/html,application/xml;q=0.9", true],
    ["accept: a CORS-unsafe byte", "ACCEPT", 'a"b', false],
    ["accept: tab is no CORS-unsafe byte", "accept", "a\tb", true],
    ["accept: DEL is one", "accept", "a\x7fb", false],
    ["accept-language: letters, digits and * , - . ; =", "Accept-Language", "en-US,en;q=0.9, *", true],
    ["accept-language: nothing else", "Accept-Language", "en_US", false],
    ["content-language: nothing else", "Content-Language", "en/US", false],
    ["content-type: text/plain", "Content-Type", "Text/Plain; charset=utf-8", true],
    ["content-type: application/x-www-form-urlencoded", "Content-Type", "application/x-www-form-urlencoded", true],
    ["content-type: multipart/form-data", "Content-Type", "multipart/form-data; boundary=x", true],
    ["content-type: another essence", "Content-Type", "application/json", false],
    ["content-type: failure to parse", "Content-Type", "text", false],
    ["content-type: a list is no MIME type", "Content-Type", "text/plain, application/json", false],
    ["content-type: a CORS-unsafe byte in a parameter", "Content-Type", "multipart/form-data; boundary=a:b", false],
    ["range: first and last", "Range", "bytes=0-499", true],
    ["range: first alone", "Range", "bytes=5-", true],
    ["range: no first byte", "Range", "bytes=-5", false],
    ["range: first beyond last", "Range", "bytes=500-400", false],
    ["range: no blanks", "Range", "bytes= 0-1", false],
    ["range: one range", "Range", "bytes=0-1,5-6", false],
    ["range: the unit's case counts", "Range", "Bytes=0-1", false],
    ["range: numbers have no limit", "Range", "bytes=1-99999999999999999999", true],
    ["otherwise false", "Authorization", "x", false],
    ["otherwise false", "X-Custom", "1", false],
    ["otherwise false", "User-Agent", "x", false],
  ])("%s: %s: %s", (_step, name, value, is) => expect(isCorsSafelistedRequestHeader(name, value)).toBe(is));
});

describe("where engines read request headers in another way", () => {
  it.each<[engine: "chromium" | "firefox" | "webkit", name: string, value: string, is: boolean]>([
    ["chromium", "DPR", "1.25", true], ["chromium", "DPR", ".1", false], ["chromium", "Width", "1.5", false], ["chromium", "ECT", "4g", true], ["chromium", "ECT", "1", false],
    ["chromium", "Save-Data", "ON", true], ["chromium", "Save-Data", "off", false], ["chromium", "Range", "bytes=0-9223372036854775808", false], ["firefox", "Range", "bytes=0-9223372036854775808", true],
    ["firefox", "Range", "bytes=0-18446744073709551616", false], ["webkit", "Range", "Bytes=0-1", true], ["webkit", "Range", "bytes=+1-2", true], ["webkit", "Range", "bytes= 0-1", false],
    ["firefox", "Accept", "\xe9", false], ["firefox", "Content-Type", "text/plain; a, b", false], ["chromium", "Content-Type", "text/plain; a, b", true], ["firefox", "DPR", "1", false],
  ])("%s: %s: %s → %s", (engine, name, value, is) => expect(isCorsSafelistedRequestHeader(name, value, new Profile(engine))).toBe(is));
});

describe("CORS-unsafe request-header names", () => {
  it.each<[step: string, headers: HeaderPair[], names: string[]]>([
    ["2. not safelisted: unsafe", [["X-B", "1"], ["X-A", "1"]], ["x-a", "x-b"]],
    ["sorted-lowercase set: each once", [["X-A", "1"], ["x-a", "2"]], ["x-a"]],
    ["safelisted: not unsafe", [["Accept", "*/*"]], []],
    ["3. more than 1024 bytes in all: the safelisted too", Array.from({ length: 9 }, (): HeaderPair => ["Accept", "a".repeat(126)]), ["accept"]],
    ["3. 1024 bytes: not yet", Array.from({ length: 8 }, (): HeaderPair => ["Accept", "a".repeat(128)]), []],
  ])("%s", (_step, headers, names) => expect(corsUnsafeRequestHeaderNames(headers)).toEqual(names));

  it("has one name that * does not cover", () => {
    expect(isCorsNonWildcardRequestHeaderName("AUTHORIZATION")).toBe(true);
    expect(isCorsNonWildcardRequestHeaderName("X-Api-Key")).toBe(false);
  });
});

describe("the header list of a request", () => {
  it.each<[step: string, name: string, value: string, is: boolean]>([
    ["1. a forbidden name", "Cookie", "a=b", true],
    ["1. a forbidden name", "origin", "x", true],
    ["2. starts with proxy-", "Proxy-X", "1", true],
    ["2. starts with sec-", "Sec-Fetch-Mode", "1", true],
    ["3. a method override to a forbidden method", "X-HTTP-Method-Override", "GET, trace", true],
    ["3. a method override to another", "X-HTTP-Method-Override", "PUT", false],
    ["3. a quoted string is no method", "X-Method-Override", '"TRACE"', false],
    ["4. otherwise", "X-Api-Key", "1", false],
  ])("Fetch, forbidden request-header, %s: %s: %s", (_step, name, value, is) => expect(isForbiddenRequestHeader(name, value)).toBe(is));

  it.each([
    ["commas", "a, b ,\tc", ["a", "b", "c"]],
    ["quoted strings keep theirs", 'a, "b,c", d', ["a", '"b,c"', "d"]],
    ["an escaped quote does not end one", '"a\\",b", c', ['"a\\",b"', "c"]],
    ["an empty value is one empty item", "", [""]],
  ])("Fetch, get, decode, and split: %s", (_step, value, items) => expect(getDecodeAndSplit(value)).toEqual(items));

  it("leaves forbidden headers out, normalizes values, and adds what the body implies", () => {
    expect(requestHeaderList([["Cookie", "a"], ["X-A", " 1 "]], "text/plain;charset=UTF-8")).toEqual([["X-A", "1"], ["Content-Type", "text/plain;charset=UTF-8"]]);
    expect(requestHeaderList([["content-type", "application/json"]], "text/plain")).toEqual([["content-type", "application/json"]]);
  });
});

describe("origins", () => {
  it.each([
    ["scheme and host in lower case", "HTTPS://App.Example.com", "https://app.example.com"],
    ["no default port", "https://app.example.com:443/x", "https://app.example.com"],
    ["another port stays", "http://localhost:3000/", "http://localhost:3000"],
    ["Punycode", "https://bücher.example", "https://xn--bcher-kva.example"],
    ["opaque", "file:///index.html", "null"],
    ["no URL", "app.example.com", undefined],
  ])("HTML, serialization of an origin: %s", (_step, url, origin) => expect(serializeOrigin(url)).toBe(origin));

  it.each([
    ["https://app.example.com", true], ["null", true], ["https://app.example.com/", false], ["https://app.example.com:443", false], ["https://APP.example.com", false],
    ["https://*.example.com", false], ["https://bücher.example", false], ["capacitor://localhost", true], ["chrome-extension://abcdef", true], ["capacitor://localhost/", false], ["file://", false], ["*", false], ["", false],
  ])("what a browser can send as Origin: %s → %s", (text, is) => expect(isSerializedOrigin(text)).toBe(is));

  it("is of one mind about letters beyond ASCII, however often it is asked", () => {
    const answers = new Set(Array.from({ length: 20_000 }, () => `${isSerializedOrigin("https://b\u00FCcher.example")} ${parseOrigin("https://b\u00FCcher.example")}`));
    expect([...answers]).toEqual(["false undefined"]);
  });

  it("takes origins apart", () => {
    expect(parseOrigin("http://localhost:3000")).toEqual({ scheme: "http", host: "localhost", port: "3000" });
    expect(parseOrigin("https://app.example.com/")).toBeUndefined();
  });

  const urls = (...list: string[]): URL[] => list.map((url) => new URL(url));
  it.each([
    ["one URL", urls("https://api.example.net"), false],
    ["within one origin", urls("https://api.example.net/a", "https://api.example.net/b"), false],
    ["from a foreign origin to another", urls("https://api.example.net", "https://api2.example.org"), true],
    ["from a foreign origin back home", urls("https://api.example.net", "https://app.example.com"), true],
    ["from home to a foreign origin", urls("https://app.example.com", "https://api.example.net"), false],
  ])("Fetch, redirect-taint: %s", (_step, list, is) => expect(isRedirectTainted("https://app.example.com", list)).toBe(is));
});

describe("statuses", () => {
  it.each([
    ["200", known("200"), "yes", "no"],
    ["299", known("299"), "yes", "no"],
    ["300 is neither", known("300"), "no", "no"],
    ["304 is no redirect", known("304"), "no", "no"],
    ["308", known("308"), "no", "yes"],
    ["2xx with unknown digits may be", concat([known("2"), unknown("x")]), "maybe", "no"],
    ["4xx with unknown digits is neither", concat([known("4"), unknown("x")]), "no", "no"],
    ["one of several that are all ok", oneOf([known("200"), known("204")]), "yes", "no"],
    ["one of several", oneOf([known("200"), known("500")]), "maybe", "no"],
    ["unknown", unknown("x"), "maybe", "maybe"],
  ])("%s", (_name, status, ok, redirect) => {
    expect(isOkStatus(status)).toBe(ok);
    expect(isRedirectStatus(status)).toBe(redirect);
  });

  it("knows those without a body", () => expect(["204", "304", "200"].map(isNullBodyStatus)).toEqual([true, true, false]));
});

describe("calls that throw before anything is sent", () => {
  const good: FetchRequest = { origin: "https://app.example.com", target: "https://api.example.net", method: "GET", path: "/users", headers: [], credentials: "same-origin" };
  it.each<[step: string, change: Partial<FetchRequest>, reason: RegExp | undefined]>([
    ["a good one", {}, undefined],
    ["Fetch, new Request: a method that is no token", { method: "A B" }, /not a valid HTTP method/u],
    ["Fetch, new Request: an empty method", { method: "" }, /not a valid HTTP method/u],
    ["Fetch, new Request: a forbidden method", { method: "trace" }, /forbidden/u],
    ["Fetch, validate a header: the name", { headers: [["a b", "1"]] }, /header name/u],
    ["Fetch, validate a header: the value", { headers: [["X-A", "a\nb"]] }, /not valid/u],
    ["Web IDL, ByteString", { headers: [["X-A", "€"]] }, /not valid/u],
    ["Fetch, new Request: GET with a body", { body: {} }, /cannot have a body/u],
    ["no origin that a browser has", { origin: "https://app.example.com/" }, /not an origin/u],
    ["no origin of an API", { target: "api.example.net" }, /origin of an API/u],
    ["no path", { path: "users" }, /not a path/u],
  ])("%s", (_step, change, reason) => {
    const found = invalidReason({ ...good, ...change });
    if (reason) expect(found).toMatch(reason);
    else expect(found).toBeUndefined();
  });
});
