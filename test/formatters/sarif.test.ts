import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import { defineRule } from "../../src/linter/define-rule.ts";
import { formatSarif } from "../../src/formatters/sarif.ts";
import { sarifUri } from "../../src/formatters/sarif-uri.ts";
import { fileOf, finding, options, placeIn, result, TEMPLATE } from "./findings.ts";

const template = fileOf("stacks/my api.yaml", TEMPLATE);
const post = placeIn(template, "POST");
const schema: object = JSON.parse(readFileSync(join(import.meta.dirname, "../../fixtures/schemas/sarif-2.1.0.json"), "utf8"));
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

const full = finding(post, {
  scenarios: ["Stage=prod"],
  browserMessage: "Access to fetch at 'https://api.example.net/users' …",
  related: [{ place: placeIn(template, "Api:", "Api"), note: "OPTIONS is answered here" }],
});

const run = (findings = [full], more = {}) => JSON.parse(formatSarif(result(findings), { ...options, ...more })).runs[0];

describe("the SARIF format", () => {
  it.each([
    ["findings", result([full, finding(post, { severity: "info", message: "[not a link](1)" })])],
    ["none", result([])],
    ["no template", result([], { files: [] })],
  ])("is valid SARIF 2.1.0 with %s", (_, given) => {
    const valid = validate(JSON.parse(formatSarif(given, options)));
    expect(validate.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it("fails the schema when something is amiss (the schema is in force)", () => {
    expect(validate({ version: "2.0.0", runs: [{ tool: {} }] })).toBe(false);
  });

  it("gives GitHub what it requires of each rule", () => {
    for (const rule of run().tool.driver.rules) {
      expect(rule).toMatchObject({ id: expect.any(String), shortDescription: { text: expect.stringMatching(/^.{1,1024}$/su) }, fullDescription: { text: expect.any(String) }, help: { text: expect.any(String), markdown: expect.any(String) } });
      expect(rule.properties.tags.length).toBeLessThanOrEqual(10);
    }
  });

  it("scores only rules about security", () => {
    const meta = { description: "Demand something", severity: "error", set: "recommended", category: "credentials", reference: "https://fetch.spec.whatwg.org/", failureModes: [], messages: { said: "x" }, help: "Do it." } as const;
    const rules = [defineRule({ id: "open", meta: { ...meta, security: { severity: 7, cwe: 942 } } }), defineRule({ id: "broken", meta })];
    const [open, broken] = run([], { rules }).tool.driver.rules;
    expect(open.properties).toMatchObject({ "security-severity": "7.0", tags: ["cors", "credentials", "security", "external/cwe/cwe-942"] });
    expect(broken.properties).not.toHaveProperty("security-severity");
    expect(broken.properties.tags).not.toContain("security");
  });

  it("reports the narrow place, relative to the repository, and links what is related", () => {
    expect(run([full], { uriPrefix: "packages/shop", rules: allRules.filter(({ id }) => id === full.rule) }).results[0]).toMatchInlineSnapshot(`
      {
        "level": "error",
        "locations": [
          {
            "physicalLocation": {
              "artifactLocation": {
                "uri": "packages/shop/stacks/my%20api.yaml",
                "uriBaseId": "%SRCROOT%",
              },
              "region": {
                "endColumn": 23,
                "endLine": 9,
                "startColumn": 19,
                "startLine": 9,
              },
            },
          },
        ],
        "message": {
          "text": "No method answers OPTIONS /users, so browsers never send POST /users.
      Browser: Access to fetch at 'https://api.example.net/users' …
      Only with Stage=prod.
      [Line 2](1): OPTIONS is answered here
      Add an OPTIONS method with a MOCK integration.",
        },
        "partialFingerprints": {
          "corsLint/v1": "638439c9573de83c54bf3de46fb6e98d",
        },
        "relatedLocations": [
          {
            "id": 1,
            "message": {
              "text": "OPTIONS is answered here",
            },
            "physicalLocation": {
              "artifactLocation": {
                "uri": "packages/shop/stacks/my%20api.yaml",
                "uriBaseId": "%SRCROOT%",
              },
              "region": {
                "endColumn": 6,
                "endLine": 2,
                "startColumn": 3,
                "startLine": 2,
              },
            },
          },
        ],
        "ruleId": "missing-options-method",
        "ruleIndex": 0,
      }
    `);
  });

  it("keeps a longer place on its first line: an alert shows only where all its lines are in the diff", () => {
    const long = finding(placeIn(template, "Integration:", "app.example.com'\""));
    expect(run([long]).results[0].locations[0].physicalLocation.region).toEqual({ startLine: 10, startColumn: 7, endLine: 10, endColumn: 19 });
  });

  it("points each result at its rule", () => {
    const { results, tool } = run();
    expect(tool.driver.rules[results[0].ruleIndex].id).toBe(results[0].ruleId);
  });

  it("has no suppressions: GitHub would open them as alerts", () => {
    expect(JSON.stringify(run().results)).not.toContain("suppressions");
  });

  it("takes text in brackets for text", () => {
    expect(run([finding(post, { message: "[see](1) this" })]).results[0].message.text).toMatch(/^\\\[see\\\]\(1\) this/u);
  });
});

describe("the URI of a file", () => {
  it.each([
    ["template.yaml", "", "template.yaml"],
    ["a b/ü.yaml", "", "a%20b/%C3%BC.yaml"],
    ["template.yaml", "packages/shop", "packages/shop/template.yaml"],
    ["../other/template.yaml", "packages/shop", "packages/other/template.yaml"],
    ["a:b/c#d?.yaml", "", "a%3Ab/c%23d%3F.yaml"],
    ["/tmp/x y.yaml", "packages/shop", "file:///tmp/x%20y.yaml"],
    ["C:\\x\\y.yaml", "", "file:///C:/x/y.yaml"],
    ["\ud800.yaml", "", "%EF%BF%BD.yaml"],
  ])("%s in %s is %s", (name, prefix, uri) => {
    expect(sarifUri(name, prefix).uri).toBe(uri);
  });
});
