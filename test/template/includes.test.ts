import { describe, expect, it } from "vitest";
import { plainFrom } from "../../src/source/index.ts";
import { templateFrom } from "./templates.ts";

const BODY = `
Parameters: {File: {Type: String, Default: users.yaml}}
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
`;

function bodyWith(include: string, files: Record<string, string>): { body: unknown; opaque: readonly (readonly [string, string | undefined])[] } {
  const template = templateFrom(`${BODY}        ${include}\n`, { files });
  const properties = template.resources.get("Api")?.body.get("Properties");
  const body = properties?.kind === "map" ? properties.get("Body") : undefined;
  return { body: body && plainFrom(body), opaque: template.opaque.map(({ what, resource }) => [what, resource] as const) };
}

const include = (location: string): string => `Fn::Transform: {Name: AWS::Include, Parameters: {Location: ${location}}}`;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html */
describe("AWS::Include", () => {
  it("puts a local file in", () => {
    expect(bodyWith(include("./users.yaml"), { "users.yaml": "paths: {/users: {}}" })).toEqual({ body: { paths: { "/users": {} } }, opaque: [] });
  });

  it("keeps what stands beside it", () => {
    expect(bodyWith(`${include("users.yaml")}\n        openapi: 3.0.1`, { "users.yaml": "paths: {}" }).body).toEqual({ paths: {}, openapi: "3.0.1" });
  });

  it("reads the short form of the function", () => {
    expect(bodyWith("!Transform {Name: AWS::Include, Parameters: {Location: users.yaml}}", { "users.yaml": "a: b" })).toEqual({ body: { a: "b" }, opaque: [] });
  });

  it("knows a location that a parameter names", () => {
    expect(bodyWith(include("!Ref File"), { "users.yaml": "a: b" }).body).toEqual({ a: "b" });
  });

  it("follows includes in what was included", () => {
    expect(bodyWith(include("a.yaml"), { "a.yaml": `x:\n  ${include("b.yaml")}`, "b.yaml": "y: z" }).body).toEqual({ x: { y: "z" } });
  });

  it.each([
    ["the include s3://bucket/users.yaml", "s3://bucket/users.yaml"],
    ["the include https://example.com/users.yaml", "https://example.com/users.yaml"],
    ["the include ../users.yaml (outside the project)", "../users.yaml"],
    ["the include gone.yaml (not found)", "gone.yaml"],
    ["an include whose location is not known", "!ImportValue where"],
  ])("does not follow %s", (what, location) => {
    expect(bodyWith(include(location), {}).opaque).toEqual([[what, "Api"]]);
  });

  it("stops at a file that includes itself", () => {
    expect(bodyWith(include("a.yaml"), { "a.yaml": `x:\n  ${include("a.yaml")}` }).opaque).toEqual([["the include a.yaml (it includes itself)", "Api"]]);
  });

  it("stops at files that include two others each, again and again", () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}.yaml`, `x:\n  ${include(`f${i + 1}.yaml`)}\ny:\n  ${include(`f${i + 1}.yaml`)}`]));
    expect(bodyWith(include("f0.yaml"), files).opaque.length).toBeGreaterThan(0);
  });

  it("adds resources where it stands among them, or at the root", () => {
    const files = { "more.yaml": "Users: {Type: AWS::ApiGateway::Resource}", "all.yaml": "Resources:\n  Orders: {Type: AWS::ApiGateway::Resource}\nConditions: {Never: !Equals [a, b]}" };
    const among = templateFrom(`Resources:\n  Api: {Type: AWS::ApiGateway::RestApi}\n  ${include("more.yaml")}\n`, { files });
    const root = templateFrom("Transform: {Name: AWS::Include, Parameters: {Location: all.yaml}}\nResources:\n  Api: {Type: AWS::ApiGateway::RestApi}\n", { files });
    expect([[...among.resources.keys()].sort(), [...root.resources.keys()].sort()]).toEqual([["Api", "Users"], ["Api", "Orders"]]);
    expect([...among.opaque, ...root.opaque]).toEqual([]);
    expect([among.resourcesWritten, among.resources.get("Users")?.place.file.name]).toEqual([2, "more.yaml"]);
  });

  it("says that the whole template is open where an include among the resources is not followed", () => {
    const template = templateFrom(`Resources:\n  Api: {Type: AWS::ApiGateway::RestApi}\n  ${include("s3://b/k")}\n`);
    expect(template.opaque.map(({ what, resource }) => [what, resource])).toEqual([["the include s3://b/k", undefined]]);
  });
});

describe("macros", () => {
  it("are not in view, wherever they stand; the transforms of AWS that change no answer are", () => {
    const template = templateFrom("Transform: [AWS::LanguageExtensions, Mine, AWS::SecretsManager-2020-07-23]\nResources:\n  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Fn::Transform: {Name: Other}}}\n");
    expect(template.opaque.map(({ what, resource }) => [what, resource])).toEqual([["the macro Mine", undefined], ["the macro Other", "Api"]]);
  });
});

describe("readLocal", () => {
  const template = templateFrom("Resources: {Api: {Type: AWS::ApiGateway::RestApi}}", { files: { "api.json": '{"openapi": "3.0.1"}', "broken.json": '{"a": ' } });
  const read = (reference: string): unknown => {
    const found = template.readLocal(template.root.place, reference);
    return "root" in found ? plainFrom(found.root) : found.refused;
  };

  it("reads a document of the project, and refuses what is elsewhere or broken", () => {
    expect(read("api.json")).toEqual({ openapi: "3.0.1" });
    expect(read("s3://bucket/api.json")).toBe("s3://bucket/api.json is not a file of the project");
    expect(read("../api.json")).toBe("outside the project");
    expect(read("broken.json")).toContain("broken.json cannot be read");
  });
});
