import { describe, expect, it } from "vitest";
import { jsonResult } from "./project-files.ts";
import { run } from "./run.ts";

/** Clean only with an origin that has no slash at its end; by default it has one. */
const TEMPLATE = `Transform: AWS::Serverless-2016-10-31
Parameters:
  Origin: {Type: String, Default: "https://default.example.com/"}
Resources:
  Users:
    Type: AWS::Serverless::HttpApi
    Properties:
      CorsConfiguration: {AllowOrigins: [!Ref Origin], AllowMethods: [GET]}
`;

/** The origin that the finding speaks of; each origin here ends with a slash, so that the value can be seen. */
async function origin(argv: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<string> {
  const { out, err, code } = await run(["--format", "json", ...argv, "template.yaml"], { files: { "template.yaml": TEMPLATE, ...files } });
  if (code === 2) return err.split("\n")[0] ?? "";
  const [finding] = jsonResult(out).findings;
  return /https:\/\/\S+\//u.exec(JSON.stringify(finding))?.[0] ?? "none";
}

const samconfig = (...lines: readonly string[]): Record<string, string> => ({ "samconfig.toml": ["version = 0.1", ...lines, ""].join("\n") });

describe("parameter_overrides of samconfig", () => {
  it.each([
    ["a text", ['[default.deploy.parameters]', 'parameter_overrides = "Stage=prod Origin=https://sam.example.com/"'], "https://sam.example.com/"],
    ["a text with quotes", ['[default.deploy.parameters]', "parameter_overrides = 'Title=\"My API\" Origin=\"https://sam.example.com/\"'"], "https://sam.example.com/"],
    ["the older form of a text", ['[default.deploy.parameters]', 'parameter_overrides = "ParameterKey=Stage,ParameterValue=prod ParameterKey=Origin,ParameterValue=https://sam.example.com/"'], "https://sam.example.com/"],
    ["a list", ['[default.deploy.parameters]', 'parameter_overrides = ["Stage=prod", "Origin=https://sam.example.com/"]'], "https://sam.example.com/"],
    ["a table", ['[default.deploy.parameters.parameter_overrides]', 'Origin = "https://sam.example.com/"', "Count = 3"], "https://sam.example.com/"],
    ["for every command", ['[default.global.parameters]', 'parameter_overrides = "Origin=https://sam.example.com/"'], "https://sam.example.com/"],
    ["for deploy over those for every command", ['[default.global.parameters]', 'parameter_overrides = "Origin=https://global.example.com/"', '[default.deploy.parameters]', 'parameter_overrides = "Origin=https://sam.example.com/"'], "https://sam.example.com/"],
    ["of another environment only", ['[prod.deploy.parameters]', 'parameter_overrides = "Origin=https://sam.example.com/"'], "https://default.example.com/"],
    ["of another command only", ['[default.build.parameters]', 'parameter_overrides = "Origin=https://sam.example.com/"'], "https://default.example.com/"],
    ["for another template", ['[default.deploy.parameters]', 'template_file = "other.yaml"', 'parameter_overrides = "Origin=https://sam.example.com/"'], "https://default.example.com/"],
    ["for what sam build makes of the template", ['[default.deploy.parameters]', 'template_file = ".aws-sam/build/template.yaml"', 'parameter_overrides = "Origin=https://sam.example.com/"'], "https://sam.example.com/"],
    ["with a file", ['[default.deploy.parameters]', 'parameter_overrides = ["file://prod.yaml"]'], "https://file.example.com/"],
  ])("%s", async (_name, lines, expected) => {
    expect(await origin([], { ...samconfig(...lines), "prod.yaml": "Origin: https://file.example.com/" })).toBe(expected);
  });

  it("is read from YAML too", async () => {
    expect(await origin([], { "samconfig.yaml": "version: 0.1\ndefault:\n  deploy:\n    parameters:\n      parameter_overrides:\n        - Origin=https://yaml.example.com/\n" })).toBe("https://yaml.example.com/");
  });

  it("is that of --config-env", async () => {
    const files = samconfig('[default.deploy.parameters]', 'parameter_overrides = "Origin=https://sam.example.com/"', '[prod.deploy.parameters]', 'parameter_overrides = "Origin=https://prod.example.com/"');
    expect(await origin(["--config-env", "prod"], files)).toBe("https://prod.example.com/");
    expect((await run(["--config-env", "prd", "template.yaml"], { files: { "template.yaml": TEMPLATE, ...files } })).err).toContain("no samconfig has an environment prd; did you mean prod?");
    expect((await run(["--config-env", "prod", "template.yaml"], { files: { "template.yaml": TEMPLATE } })).err).toContain("no template has a samconfig.toml beside it");
  });

  it("is left alone with --no-samconfig", async () => {
    expect(await origin(["--no-samconfig"], samconfig('[default.deploy.parameters]', 'parameter_overrides = "Origin=https://sam.example.com/"'))).toBe("https://default.example.com/");
  });

  it("is that of the folder of the template", async () => {
    const files = { ...samconfig('[default.deploy.parameters]', 'parameter_overrides = "Origin=https://sam.example.com/"'), "users/template.yaml": TEMPLATE };
    const { out } = await run(["--format", "json", "users/template.yaml"], { files });
    expect(out).toContain("https://default.example.com/");
  });

  it.each([
    ["is no TOML", { "samconfig.toml": 'version = 0.1\n[default.deploy.parameters\nparameter_overrides = "A=b"\n' }, /^cors-lint: samconfig\.toml:2:\d+: it is not TOML: /u],
    ["is no YAML", { "samconfig.yaml": "version: 0.1\ndefault: [\n" }, /^cors-lint: samconfig\.yaml:\d+:\d+: /u],
    ["has what is no pair", samconfig("[default.deploy.parameters]", 'parameter_overrides = "Origin"'), /^cors-lint: samconfig\.toml: parameter_overrides has "Origin", which is not Key=Value$/u],
    ["has a number for them", samconfig("[default.deploy.parameters]", "parameter_overrides = 5"), /^cors-lint: samconfig\.toml: parameter_overrides is a text, a list or a map$/u],
  ])("ends the run where the file %s", async (_name, files, expected) => {
    expect(await origin([], files)).toMatch(expected);
  });
});

describe("--parameter-file", () => {
  it.each([
    ["CloudFormation's list", '[{"ParameterKey": "Origin", "ParameterValue": "https://file.example.com/"}, {"ParameterKey": "Kept", "UsePreviousValue": true}]'],
    ["a list of Key=Value", '["Stage=prod", "Origin=https://file.example.com/"]'],
    ["CodePipeline's map", '{"Parameters": {"Origin": "https://file.example.com/"}, "Tags": {"a": "b"}}'],
    ["a plain map", '{"Origin": "https://file.example.com/", "Count": 3}'],
    ["YAML", "Origin: https://file.example.com/"],
  ])("takes %s", async (_name, text) => {
    expect(await origin(["--parameter-file", "p.json"], { "p.json": text })).toBe("https://file.example.com/");
  });

  it("stands between --parameter and samconfig", async () => {
    const files = { ...samconfig('[default.deploy.parameters]', 'parameter_overrides = "Origin=https://sam.example.com/"'), "a.json": '{"Origin": "https://a.example.com/"}', "b.json": '{"Origin": "https://b.example.com/"}' };
    expect(await origin(["--parameter-file", "a.json", "--parameter-file", "b.json"], files)).toBe("https://b.example.com/");
    expect(await origin(["--parameter-file", "a.json", "-p", "Origin=https://hand.example.com/"], files)).toBe("https://hand.example.com/");
  });

  it.each([
    ["is not there", undefined, "cors-lint: cannot read p.json: there is no such file"],
    ["is broken", '{"Origin": \n', /^cors-lint: p\.json:\d+:\d+: /u],
    ["is a text", '"Origin"', /^cors-lint: p\.json:1:1: parameters are a list/u],
    ["has an item without a key", '[\n  {"Key": "Origin"}\n]', "cors-lint: p.json:2:3: an item has no ParameterKey"],
    ["has an item without a value", '[{"ParameterKey": "Origin"}]', "cors-lint: p.json:1:2: Origin has no ParameterValue"],
    ["has a map for a value", '{\n  "Origin": {"Ref": "X"}\n}', "cors-lint: p.json:2:13: the value of a parameter is a text, a number, true, false or a list of these"],
  ])("ends the run where the file %s", async (_name, text, expected) => {
    const said = await origin(["--parameter-file", "p.json"], text === undefined ? {} : { "p.json": text });
    if (typeof expected === "string") expect(said).toBe(expected);
    else expect(said).toMatch(expected);
  });

  it("works for routes and simulate", async () => {
    const world = { files: { "template.yaml": TEMPLATE, "p.json": '{"Origin": "https://file.example.com/"}' } };
    for (const argv of [["routes"], ["simulate", "--origin", "https://app.example.com", "--path", "/"]]) {
      const { err } = await run([...argv, "--parameter-file", "missing.json", "template.yaml"], world);
      expect(err).toContain("cannot read missing.json");
    }
  });
});
