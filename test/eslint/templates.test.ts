import js from "@eslint/js";
import json from "@eslint/json";
import type { Linter } from "eslint";
import yml from "eslint-plugin-yml";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { handlerRules } from "../../rules/handlers/index.ts";
import { allRules } from "../../rules/index.ts";
import plugin from "../../src/eslint-plugin/index.ts";
import { lintProject, VERSIONS, withProject } from "./lint-texts.ts";

const YAML = `Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: users
      ProtocolType: HTTP
      CorsConfiguration:
        AllowOrigins:
          - https://app.example.com/
        AllowMethods: [GET]
`;
const FOUND = "9:36-9:37 cors-lint/trailing-slash-origin";
const FIXED = YAML.replace(".com/", ".com");

const JSON_TEXT = `{
  "Resources": {
    "Api": {
      "Type": "AWS::ApiGatewayV2::Api",
      "Properties": {
        "Name": "users",
        "ProtocolType": "HTTP",
        "CorsConfiguration": {
          "AllowOrigins": ["https://app.example.com/"],
          "AllowMethods": ["GET"]
        }
      }
    }
  }
}
`;
const FOUND_JSON = "9:52-9:53 cors-lint/trailing-slash-origin";

const own = plugin.configs.templates;
const rulesOnly = plugin.configs["templates-rules"];
const ymlConfig = yml.configs.recommended as Linter.Config[];
const jsonConfig: Linter.Config[] = [{ ...(json.configs.recommended as Linter.Config), files: ["**/*.json"], language: "json/json", plugins: { json: json as never } }];

describe.each(VERSIONS)("templates in ESLint $version", ({ ESLint }) => {
  it("finds the same in our language, and beside eslint-plugin-yml and @eslint/json", async () => {
    const files = { "template.yaml": YAML, "users.template.json": JSON_TEXT };
    const expected = [`template.yaml:${FOUND}`, `users.template.json:${FOUND_JSON}`];
    expect((await lintProject(ESLint, files, own)).found).toEqual(expected);
    expect((await lintProject(ESLint, files, [...ymlConfig, ...jsonConfig, ...rulesOnly])).found).toEqual(expected);
  });

  it.each([
    ["our language", own],
    ["eslint-plugin-yml", [...ymlConfig, ...rulesOnly]],
  ])("fixes with --fix in %s, and keeps what it does not change", async (_, config) => {
    const text = `\uFEFF# Ünïcödé 😀\n${YAML}`.replaceAll("\n", "\r\n");
    const { found, results } = await lintProject(ESLint, { "template.yaml": text }, config, { fix: true });
    expect(found).toEqual([]);
    expect(results[0]?.output?.replace("\uFEFF", "")).toBe(`# Ünïcödé 😀\n${FIXED}`.replaceAll("\n", "\r\n"));
  });

  it("fixes JSON beside @eslint/json", async () => {
    const { results } = await lintProject(ESLint, { "users.template.json": JSON_TEXT }, [...jsonConfig, ...rulesOnly], { fix: true });
    expect(results[0]?.output).toBe(JSON_TEXT.replace(".com/", ".com"));
  });

  it.each([
    ["our language", own],
    ["eslint-plugin-yml", [...ymlConfig, ...rulesOnly]],
  ])("obeys comments in %s", async (_, config) => {
    const line = "          - https://app.example.com/";
    const commented = (before: string, behind = "", after = ""): string => YAML.replace(line, `${before}${line}${behind}${after}`);
    const texts = [
      commented("          # eslint-disable-next-line cors-lint/trailing-slash-origin -- a proxy strips it\n"),
      commented("", " # eslint-disable-line cors-lint/trailing-slash-origin"),
      commented("          # eslint-disable\n", "", "\n          # eslint-enable"),
      `# eslint-disable cors-lint/trailing-slash-origin -- all of it\n${YAML}`,
    ];
    for (const text of texts) expect((await lintProject(ESLint, { "template.yaml": text }, config)).found).toEqual([]);
  });

  it("reads severities from comments, and says which it cannot read", async () => {
    const set = await lintProject(ESLint, { "template.yaml": `# eslint cors-lint/trailing-slash-origin: "warn"\n${YAML}` }, own);
    expect(set.results[0]?.messages.map(({ severity }) => severity)).toEqual([1]);
    const off = await lintProject(ESLint, { "template.yaml": `# eslint cors-lint/trailing-slash-origin: off, cors-lint/parse-error: 1 -- why\n${YAML}` }, own);
    expect(off.found).toEqual([]);
    const wrong = await lintProject(ESLint, { "template.yaml": `# eslint cors-lint/trailing-slash-origin: loud\n${YAML}` }, own);
    expect(wrong.results[0]?.messages.map(({ message }) => message)[0]).toMatch(/Failed to read the severities/u);
  });

  it("reports disable comments without use, and removes only the comment", async () => {
    const text = `${FIXED}# eslint-disable-next-line cors-lint/parse-error\n`;
    const { found } = await lintProject(ESLint, { "template.yaml": text }, [...own, { linterOptions: { reportUnusedDisableDirectives: "error" } }]);
    expect(found).toHaveLength(1);
    const { results } = await lintProject(ESLint, { "template.yaml": text }, [...own, { linterOptions: { reportUnusedDisableDirectives: "error" } }], { fix: true });
    expect(results[0]?.output?.trimEnd()).toBe(FIXED.trimEnd());
  });

  it("obeys the project's own configuration", async () => {
    const config = "rules:\n  trailing-slash-origin: off\n";
    expect((await lintProject(ESLint, { ".git/HEAD": "", "cors-lint.config.yaml": config, "template.yaml": YAML }, own)).found).toEqual([]);
    await expect(lintProject(ESLint, { ".git/HEAD": "", "cors-lint.config.yaml": "rulez: {}\n", "template.yaml": YAML }, own)).rejects.toThrow(/cors-lint\.config\.yaml:1:1: .*rulez/u);
  });

  it("takes values of parameters from the settings", async () => {
    const text = `Parameters:\n  Origin:\n    Type: String\n${YAML.replace("https://app.example.com/", "!Ref Origin")}`;
    const given: Linter.Config = { settings: { "cors-lint": { parameters: { Origin: "https://app.example.com/" } } } };
    expect((await lintProject(ESLint, { "template.yaml": text }, own)).found).toEqual([]);
    expect((await lintProject(ESLint, { "template.yaml": text }, [...own, given])).found).toEqual(["template.yaml:12:13-12:24 cors-lint/trailing-slash-origin"]);
    await expect(lintProject(ESLint, { "template.yaml": text }, [...own, { settings: { "cors-lint": { parameter: {} } } }])).rejects.toThrow(/has no parameter/u);
  });

  it("says that a template cannot be read, as a finding like any other", async () => {
    const { found } = await lintProject(ESLint, { "template.yaml": `${YAML}  Api: [\n` }, own);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((line) => line.endsWith("cors-lint/parse-error"))).toBe(true);
  });
});

/** ESLint's side of things that broke other language plugins. */
describe.each(VERSIONS)("pitfalls in ESLint $version", ({ ESLint }) => {
  it("1: rules for JavaScript that are on for all files do no harm", async () => {
    const { found } = await lintProject(ESLint, { "template.yaml": YAML }, [js.configs.recommended, { languageOptions: { ecmaVersion: 2022, globals: { window: "readonly" } } }, ...own]);
    expect(found).toEqual([`template.yaml:${FOUND}`]);
  });

  it("2: beside @eslint/json our language takes the files that are kept from it", async () => {
    const kept = jsonConfig.map((config) => ({ ...config, ignores: ["**/*.template.json"] }));
    const { found } = await lintProject(ESLint, { "users.template.json": JSON_TEXT, "data.json": "{}" }, [...kept, ...own]);
    expect(found).toEqual([`users.template.json:${FOUND_JSON}`]);
  });

  it("3: rules that are on for all files speak once a template, and never of anything else", async () => {
    const everywhere: Linter.Config = { plugins: { "cors-lint": plugin }, rules: { "cors-lint/trailing-slash-origin": "error" } };
    const script = `export const template = ${JSON.stringify(YAML)};\n/* Resources: AWSTemplateFormatVersion */\n`;
    const { found } = await lintProject(ESLint, { "template.yaml": YAML, "a.template.json": JSON_TEXT, "template.js": script, "data.json": `{ "a": 1 }` }, [...ymlConfig, ...jsonConfig, everywhere]);
    expect(found).toEqual([`a.template.json:${FOUND_JSON}`, `template.yaml:${FOUND}`]);
  });

  it("4: what metadata silences is silent, and --fix removes no resource", async () => {
    const text = YAML.replace("    Properties:", "    Metadata:\n      cors-lint:\n        disable:\n          trailing-slash-origin: a proxy strips it\n    Properties:");
    const { found, results } = await lintProject(ESLint, { "template.yaml": text }, [...own, { linterOptions: { reportUnusedDisableDirectives: "error" } }], { fix: true });
    expect([found, results[0]?.output]).toEqual([[], undefined]);
  });

  it.each([
    ["a Helm chart", "{{- if .Values.enabled }}\nkind: Deployment\n{{- end }}\n"],
    ["several documents", "a: 1\n---\nb: 2\n"],
    ["nothing", ""],
    ["a workflow", "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n"],
  ])("5: %s is no template, and no error", async (_, text) => {
    expect((await lintProject(ESLint, { "values.yaml": text }, own)).found).toEqual([]);
  });

  it("6: what sam build copied is left alone", async () => {
    const { found } = await lintProject(ESLint, { ".aws-sam/build/template.yaml": YAML, "template.yaml": FIXED }, own);
    expect(found).toEqual([]);
  });

  it("7: what stands in an included file is shown where the template names it", async () => {
    const body = `openapi: 3.0.1\ninfo: { title: users, version: "1" }\npaths:\n  /users:\n    get:\n      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: "https://users.example.com", payloadFormatVersion: "1.0" }\nx-amazon-apigateway-cors:\n  allowOrigins: ["https://app.example.com/"]\n`;
    const text = `Resources:\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties:\n      Body:\n        Fn::Transform:\n          Name: AWS::Include\n          Parameters:\n            Location: ./openapi.yaml\n`;
    const { found, results } = await lintProject(ESLint, { "infra/template.yaml": text, "infra/openapi.yaml": body }, own);
    expect(found).toContain("infra/template.yaml:9:23-9:37 cors-lint/trailing-slash-origin");
    const [message] = results.flatMap(({ messages }) => messages).filter(({ ruleId }) => ruleId === "cors-lint/trailing-slash-origin");
    expect(message?.message).toMatch(/^In infra\/openapi\.yaml:8:\d+: /u);
    expect(message?.fix).toBeUndefined();
  });

  it("8: nothing is remembered from one run to the next, so that a changed include counts", async () => {
    const config = (slash: string): string => `x-amazon-apigateway-cors:\n  allowOrigins: ["https://app.example.com${slash}"]\nopenapi: 3.0.1\ninfo: { title: users, version: "1" }\npaths: {}\n`;
    const text = `Resources:\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties:\n      Body:\n        Fn::Transform: { Name: AWS::Include, Parameters: { Location: openapi.yaml } }\n`;
    await withProject({ "template.yaml": text, "openapi.yaml": config("/") }, async (cwd) => {
      const eslint = new ESLint({ cwd, overrideConfigFile: true, overrideConfig: own });
      const count = async (): Promise<number> => (await eslint.lintFiles(["template.yaml"])).flatMap(({ messages }) => messages).filter(({ ruleId }) => ruleId === "cors-lint/trailing-slash-origin").length;
      expect(await count()).toBe(1);
      writeFileSync(join(cwd, "openapi.yaml"), config(""));
      expect(await count()).toBe(0);
    });
  });
});

describe("the rules of the plugin", () => {
  const ids = (rules: readonly { readonly id: string }[]): string[] => [...new Set(rules.map(({ id }) => id))].toSorted();
  const isHandlerRule = (id: string): boolean => handlerRules.some((rule) => rule.id === id);
  const all = [...handlerRules, ...allRules];

  it("are all rules of the catalogue, each with what ESLint's tools ask for", () => {
    expect(Object.keys(plugin.rules ?? {}).toSorted()).toEqual(ids(all));
    for (const [id, rule] of Object.entries(plugin.rules ?? {})) {
      if (!("meta" in rule)) throw new TypeError(id);
      expect(rule.meta?.docs?.url).toMatch(new RegExp(`/docs/rules/${id}\\.md$`, "u"));
      expect(rule.meta?.docs?.description).not.toBe("");
      expect([rule.meta?.type, rule.meta?.schema]).toEqual(["problem", []]);
    }
  });

  it("are on in the configurations as the catalogue says", () => {
    const on = (name: keyof typeof plugin.configs): string[] => plugin.configs[name].flatMap(({ rules }) => Object.keys(rules ?? {})).map((id) => id.replace("cors-lint/", "")).toSorted();
    const recommended = all.filter(({ meta }) => meta.set === "recommended");
    expect(on("recommended")).toEqual(ids(recommended.filter(({ id }) => isHandlerRule(id))));
    expect(on("strict")).toEqual(ids(handlerRules));
    expect(on("templates")).toEqual(ids(recommended.filter(({ id }) => !isHandlerRule(id))));
    expect(on("templates-strict")).toEqual(ids(all.filter(({ id }) => !isHandlerRule(id))));
    expect(on("templates-rules")).toEqual(on("templates"));
  });
});
