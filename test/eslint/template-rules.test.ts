import json from "@eslint/json";
import type { Rule } from "eslint";
import yml from "eslint-plugin-yml";
import { describe } from "vitest";
import "../../src/eslint-plugin/template-engine.ts";
import plugin from "../../src/eslint-plugin/index.ts";
import { RuleTester } from "./rule-tester.ts";

/** A template with these origins, as YAML and as JSON. */
const yaml = (origins: string): string => `Resources:\n  UsersApi:\n    Type: AWS::ApiGatewayV2::Api\n    Properties:\n      Name: users\n      ProtocolType: HTTP\n      CorsConfiguration:\n        AllowOrigins: [${origins}]\n`;
const asJson = (origins: string): string => `{ "Resources": { "UsersApi": { "Type": "AWS::ApiGatewayV2::Api", "Properties": { "Name": "users", "ProtocolType": "HTTP", "CorsConfiguration": { "AllowOrigins": [${origins}] } } } } }`;

const LANGUAGES = [
  { language: "cors-lint/template", filename: "template.yaml", write: yaml },
  { language: "cors-lint/template", filename: "users.template.json", write: asJson },
  { language: "yml/yaml", filename: "template.yaml", write: yaml },
  { language: "json/json", filename: "users.template.json", write: asJson },
] as const;

const GOOD = `"https://app.example.com"`;

describe.each(LANGUAGES)("$filename in $language", ({ language, filename, write }) => {
  // RuleTester's types know rules and languages of JavaScript only.
  const tester = new RuleTester({ plugins: { "cors-lint": plugin, yml, json }, language } as unknown as ConstructorParameters<typeof RuleTester>[0]);

  tester.run("trailing-slash-origin", ruleNamed("trailing-slash-origin"), {
    valid: [
      { name: "an origin", filename, code: write(GOOD) },
      { name: "no template", filename, code: write(`"https://app.example.com/"`).replace("Resources", "Things") },
    ],
    invalid: [{ name: "a slash at its end", filename, code: write(`"https://app.example.com/"`), output: write(GOOD), errors: [{ messageId: "finding" }] }],
  });

  tester.run("insecure-origin", ruleNamed("insecure-origin"), {
    valid: [{ name: "https", filename, code: write(GOOD) }],
    invalid: [
      {
        name: "http: a person has to want the change",
        filename,
        code: write(`"http://app.example.com"`),
        errors: [{ messageId: "finding", suggestions: [{ messageId: "suggestion", output: write(GOOD) }] }],
      },
    ],
  });
});

function ruleNamed(id: string): Rule.RuleModule {
  const rule = plugin.rules?.[id];
  if (rule === undefined) throw new TypeError(`no rule ${id}`);
  // The plugin's rules are typed for any language; RuleTester wants one for JavaScript.
  return rule as Rule.RuleModule;
}
