import { type IPolicyValidationPlugin, type IPolicyValidationPluginBeta1, Validations } from "aws-cdk-lib";
import { describe, expect, it } from "vitest";
import { CorsLintPlugin, type CorsLintPluginOptions } from "../../src/cdk/index.ts";

// As an app writes them; the build checks the types.
const current: IPolicyValidationPlugin = new CorsLintPlugin();
const older: IPolicyValidationPluginBeta1 = new CorsLintPlugin({ failOn: "warning" });
const all: Required<CorsLintPluginOptions> = { failOn: "never", config: false, strict: true, rules: { "trailing-slash-origin": "off" }, parameters: { "Users:Origin": "https://app.example.com" }, handlers: false };

describe("the plugin", () => {
  it("is one of both interfaces of aws-cdk-lib", () => {
    expect([current, older, new CorsLintPlugin(all)].map(({ name, version }) => `${name} ${version}`)).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^cors-lint \d+\.\d+\.\d+/u)));
  });

  it("knows the key under which CDK keeps what is acknowledged", () => {
    expect(Validations.ACKNOWLEDGED_RULES_METADATA_KEY).toBe("aws:cdk:acknowledged-rules");
  });
});
