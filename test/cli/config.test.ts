import { describe, expect, it } from "vitest";
import { BROKEN, CLEAN, run } from "./run.ts";

const rulesIn = (out: string): readonly string[] => JSON.parse(out).findings.map(({ rule }: { rule: string }) => rule);

async function lint(config: string, template = BROKEN, argv: readonly string[] = []) {
  return run(["a.yaml", "--format", "json", ...argv], { files: { "a.yaml": template, "cors-lint.config.yaml": config } });
}

describe("a configuration", () => {
  it.each<[string, Readonly<Record<string, string>>, string, readonly string[], boolean]>([
    ["is found in the working directory", { "cors-lint.config.yaml": "rules: { trailing-slash-origin: off }" }, "/project", [], true],
    ["as JSON", { "cors-lint.config.json": '{ "rules": { "trailing-slash-origin": "off" } }' }, "/project", [], true],
    ["is found above, up to the root of the repository", { "/project/.git/HEAD": "", "/project/cors-lint.config.yaml": "rules: { trailing-slash-origin: off }" }, "/project/packages/shop", [], true],
    ["is not looked for above the repository", { "/project/shop/.git/HEAD": "", "/project/cors-lint.config.yaml": "rules: { trailing-slash-origin: off }" }, "/project/shop", [], false],
    ["is not looked for above where there is no repository", { "/project/cors-lint.config.yaml": "rules: { trailing-slash-origin: off }" }, "/project/shop", [], false],
    ["the nearest one counts", { "/project/.git/HEAD": "", "/project/cors-lint.config.yaml": "rules: { trailing-slash-origin: off }", "/project/shop/cors-lint.config.yaml": "{}" }, "/project/shop", [], false],
    ["the one that is named counts", { "cors-lint.config.yaml": "{}", "strict.yaml": "rules: { trailing-slash-origin: off }" }, "/project", ["--config", "strict.yaml"], true],
    ["none counts with --no-config", { "cors-lint.config.yaml": "rules: { trailing-slash-origin: off }" }, "/project", ["--no-config"], false],
    ["the command line outweighs it", { "cors-lint.config.yaml": "rules: { trailing-slash-origin: off }" }, "/project", ["--rule", "trailing-slash-origin=warning"], false],
  ])("%s", async (_, files, cwd, argv, silenced) => {
    const { out } = await run(["a.yaml", "--format", "json", ...argv], { files: { [`${cwd}/a.yaml`]: BROKEN, ...files }, cwd });
    expect(!rulesIn(out).includes("trailing-slash-origin")).toBe(silenced);
  });

  it.each<[string, string]>([
    ["rules:\n  trailing-slash: off", "2:3: there is no rule trailing-slash; did you mean trailing-slash-origin?"],
    ["rules:\n  trailing-slash-origin: fatal", '2:26: the severity of trailing-slash-origin is one of off, info, warning, error, not "fatal"'],
    ["rule: {}", "1:1: the configuration has no rule; did you mean rules?"],
    ["strict: sometimes", '1:9: strict is true or false, not "sometimes"'],
    ["apis:\n  Users:\n    client: service", "3:5: Users has no client; did you mean clients?"],
    ["apis:\n  Users:\n    clients: services", '3:14: clients is one of browser, service, not "services"; did you mean service?'],
    ["origins:\n  - https://app.example.com/", '2:5: "https://app.example.com/" is no origin as browsers send it; did you mean https://app.example.com?'],
    ["origins: ['*']", '1:11: "*" is no page\'s origin'],
    ["origins: [app.example.com]", '1:11: "app.example.com" is no origin as browsers send it; did you mean https://app.example.com?'],
    ["origins: { prod: [] }", '1:12: "prod" is no scenario'],
    ["requestHeaders: [a b]", '1:18: "a b" is no name of a header'],
    ["- a", "1:1: the configuration is a map, not a list"],
    ["rules: [", "it cannot be read: "],
  ])("%j: %s", async (config, message) => {
    const { code, err } = await lint(config);
    expect(err).toContain(`cors-lint: cors-lint.config.yaml:`);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  it("says every mistake", async () => {
    expect((await lint("rules: { a: off }\nstrict: 1\n")).err.split("\n").filter((line) => line.startsWith("cors-lint: "))).toHaveLength(2);
  });

  it("is refused where there are two", async () => {
    const { code, err } = await run(["a.yaml"], { files: { "a.yaml": CLEAN, "cors-lint.config.yaml": "{}", "cors-lint.config.json": "{}" } });
    expect(err).toContain("there are two configurations, cors-lint.config.json and cors-lint.config.yaml");
    expect(code).toBe(2);
  });

  it("is refused where it is not there", async () => {
    expect(await run(["a.yaml", "--config", "b.yaml"], { files: { "a.yaml": CLEAN } })).toMatchObject({ code: 2 });
  });

  it("turns strict rules on", async () => {
    const stricter = await lint("strict: true", CLEAN);
    expect(stricter.code).toBe(0);
    expect((await lint("{}", CLEAN)).out).not.toContain('"rule": "insecure-origin"');
  });

  it.each<[string, readonly string[]]>([
    ["exclude: [old/]", ["a.yaml", "src/b.yaml"]],
    ["exclude: ['*.yaml']", []],
    ["exclude: ['src/**', '!a.yaml']", ["a.yaml", "old/c.yaml"]],
    ["exclude: [/a.yaml]", ["old/c.yaml", "src/b.yaml"]],
  ])("%s", async (config, expected) => {
    const { out } = await run([".", "--format", "json"], { files: { "a.yaml": CLEAN, "src/b.yaml": CLEAN, "old/c.yaml": CLEAN, "cors-lint.config.yaml": config } });
    expect(JSON.parse(out).files).toEqual(expected);
  });

  it("excludes a file that is named, and says so", async () => {
    const { out } = await lint("exclude: [a.yaml]");
    expect(JSON.parse(out).skipped).toEqual([{ file: "a.yaml", reason: "cors-lint.config.yaml excludes it" }]);
  });

  it("gives values to parameters, which the command line outweighs", async () => {
    const template = `Parameters:\n  Origin: { Type: String, Default: "https://app.example.com" }\n${CLEAN.replace('"https://app.example.com"', "!Ref Origin")}`;
    expect(rulesIn((await lint("parameters: { Origin: https://app.example.com/ }", template)).out)).toContain("trailing-slash-origin");
    expect(rulesIn((await lint("parameters: { Origin: https://app.example.com/ }", template, ["-p", "Origin=https://app.example.com"])).out)).toEqual([]);
  });

  it("says which of its APIs there is none of", async () => {
    expect((await lint("apis: { Usrs: { clients: service }, Users: { clients: browser }, /users: {}, /carts: {} }", CLEAN)).err).toBe(
      "cors-lint: cors-lint.config.yaml:1:9: no API and no path is called Usrs; there is Users\ncors-lint: cors-lint.config.yaml:1:78: no API and no path is called /carts; there is Users\n",
    );
  });
});

describe("declared clients", () => {
  // Nothing here says whom it is for.
  const bare = CLEAN.replace("GET /users", "PUT /users").replace(/ {6}CorsConfiguration:[\s\S]*?AllowMethods: \[GET\]\n/u, "");

  it.each<[string, string, readonly string[]]>([
    ["nobody knows: one warning", "{}", ["warning missing-cors-configuration"]],
    ["browsers, by logical id", "apis: { Users: { clients: browser } }", ["error missing-cors-configuration"]],
    ["browsers, by name", "apis: { users: { clients: browser } }", ["error missing-cors-configuration"]],
    ["browsers, all of them", "clients: browser", ["error missing-cors-configuration"]],
    ["services, by logical id", "apis: { Users: { clients: service } }", []],
    ["services, by path", "apis: { '/users': { clients: service } }", []],
    ["services, by pattern", "apis: { '/us*': { clients: service } }", []],
    ["services, but for one path", "clients: service\napis: { '/users': { clients: browser } }", ["error missing-cors-configuration"]],
    ["pages are named", "apis: { Users: { origins: ['https://app.example.com'] } }", ["error missing-cors-configuration"]],
  ])("%s", async (_, config, expected) => {
    const { out } = await lint(config, bare);
    expect(JSON.parse(out).findings.map(({ rule, severity }: { rule: string; severity: string }) => `${severity} ${rule}`)).toEqual(expected);
  });

  it("the metadata of an API outweigh what is said of all", async () => {
    const said = bare.replace("    Type: AWS::ApiGatewayV2::Api\n", "    Type: AWS::ApiGatewayV2::Api\n    Metadata: { cors-lint: { clients: service } }\n");
    expect(rulesIn((await lint("clients: browser", said)).out)).toEqual([]);
  });

  it("are shown as evidence", async () => {
    const { out } = await lint("clients: browser", bare);
    expect(JSON.parse(out).findings[0].related).toMatchObject([{ file: "cors-lint.config.yaml", start: { line: 1, column: 10 }, message: "the configuration says that browsers call it" }]);
  });
});

describe("declared pages", () => {
  const two = CLEAN.replace('"https://app.example.com"', '"https://app.example.com", "https://www.example.com"');

  it.each<[string, string, string, readonly string[]]>([
    ["all are allowed", "origins: ['https://app.example.com', 'https://www.example.com']", two, []],
    ["one is shut out", "origins: ['https://app.example.com', 'https://www.example.com']", CLEAN, ["undeclared-frontend-origin"]],
    ["one is misspelled in the template", "origins: ['https://app.example.com']", BROKEN, ["trailing-slash-origin"]],
    ["of another scenario", "origins: { 'Stage=prod': ['https://www.example.com'] }", CLEAN, []],
    ["with credentials, and nobody else is let in", "origins: ['https://app.example.com']\ncredentials: true", CLEAN.replace("AllowMethods: [GET]", "AllowMethods: [GET]\n        AllowCredentials: true"), []],
    ["with credentials that the API does not allow", "origins: ['https://app.example.com']\ncredentials: true", CLEAN, ["request-blocked"]],
    ["with a header that the API does not allow", "origins: ['https://app.example.com']\nrequestHeaders: [X-Request-Id]", CLEAN, ["missing-allow-header"]],
    ["with a header that the API allows", "origins: ['https://app.example.com']\nrequestHeaders: [X-Request-Id]", CLEAN.replace("AllowMethods: [GET]", "AllowMethods: [GET]\n        AllowHeaders: [x-request-id]"), []],
  ])("%s", async (_, config, template, expected) => {
    expect(rulesIn((await lint(config, template)).out)).toEqual(expected);
  });

  it("are those of the scenario", async () => {
    const byStage = `Parameters:\n  Stage: { Type: String, AllowedValues: [dev, prod] }\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]\n${CLEAN.replace('"https://app.example.com"', '!If [IsProd, "https://app.example.com", "https://dev.example.com"]')}`;
    expect(rulesIn((await lint("origins: { 'Stage=prod': ['https://app.example.com'], 'Stage=dev': ['https://dev.example.com'] }", byStage)).out)).toEqual([]);
    const { findings } = JSON.parse((await lint("origins: { default: ['https://app.example.com'] }", byStage)).out);
    expect(findings).toMatchObject([{ rule: "undeclared-frontend-origin", scenarios: ["Stage=dev"] }]);
  });
});

describe("other commands", () => {
  const files = { "a.yaml": CLEAN, "cors-lint.config.yaml": "clients: service\norigins: ['https://www.example.com']" };

  it("routes shows what is declared", async () => {
    const declared = { ...files, "cors-lint.config.yaml": "apis: { Users: { clients: service, origins: ['https://www.example.com'] } }" };
    const [route] = JSON.parse((await run(["routes", "a.yaml", "--format", "json"], { files: declared })).out).routes;
    expect(route).toMatchObject({ intent: "service", requests: [{ origin: "https://www.example.com" }] });
    const [plain] = JSON.parse((await run(["routes", "a.yaml", "--format", "json", "--no-config"], { files: declared })).out).routes;
    expect(plain).toMatchObject({ intent: "browser", requests: [{ origin: "https://app.example.com" }] });
  });

  it("simulate takes the parameters", async () => {
    const template = `Parameters:\n  Origin: { Type: String }\n${CLEAN.replace('"https://app.example.com"', "!Ref Origin")}`;
    const simulate = (config: string) => run(["simulate", "a.yaml", "--origin", "https://app.example.com", "--path", "/users"], { files: { "a.yaml": template, "cors-lint.config.yaml": config } });
    expect((await simulate("parameters: { Origin: https://www.example.com }")).code).toBe(1);
    expect((await simulate("parameters: { Origin: https://app.example.com }")).code).toBe(0);
  });
});
