import type { ESLint, Linter } from "eslint";
import { defineConfig } from "eslint/config";
import { describe, expect, it } from "vitest";
import plugin from "../../src/eslint-plugin/index.ts";
import { lintProject, VERSIONS } from "./lint-texts.ts";

// As a project writes them; the build checks the types.
const typed: ESLint.Plugin = plugin;
const listed = defineConfig([plugin.configs.recommended, plugin.configs.strict, plugin.configs.templates, plugin.configs["templates-strict"], plugin.configs["templates-rules"]]);
const spread: Linter.Config[] = [...plugin.configs.recommended, ...plugin.configs.templates];
const named = defineConfig([{ plugins: { "cors-lint": plugin }, extends: ["cors-lint/recommended", "cors-lint/templates"] }]);
/** ESLint rewrites the names of rules and of the language to the name that the project gives the plugin. */
const renamed = defineConfig([{ plugins: { aws: plugin }, extends: ["aws/recommended", "aws/templates"] }]);

const FILES = {
  "template.yaml": `Resources:\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties: { Name: users, ProtocolType: HTTP, CorsConfiguration: { AllowOrigins: ["https://app.example.com/"] } }\n`,
  "users.js": `export const handler = async (event) => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "https://app.example.com/" }, body: event.path });\n`,
};

describe.each(VERSIONS)("ways to use the plugin, in ESLint $version", ({ ESLint: Version }) => {
  it.each([
    ["configurations in a list", listed, "cors-lint"],
    ["configurations, spread", spread, "cors-lint"],
    ["configurations by name", named, "cors-lint"],
    ["another name", renamed, "aws"],
  ])("%s", async (_, config, name) => {
    const rules = (await lintProject(Version, FILES, config)).results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
    expect(rules.toSorted()).toEqual([`${name}/handler-malformed-origin`, `${name}/trailing-slash-origin`]);
  });

  it("says of itself what ESLint's cache and --print-config need", () => {
    expect(typed.meta).toEqual({ name: "eslint-plugin-cors-lint", version: expect.stringMatching(/^\d+\.\d+\.\d+/u), namespace: "cors-lint" });
  });
});
