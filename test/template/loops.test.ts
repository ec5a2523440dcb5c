import { describe, expect, it } from "vitest";
import { plainFrom } from "../../src/source/index.ts";
import { templateFrom } from "./templates.ts";

const TRANSFORM = "Transform: AWS::LanguageExtensions\n";

function resourcesOf(text: string, parameters: Record<string, string> = {}): unknown {
  const template = templateFrom(TRANSFORM + text, { parameters });
  return Object.fromEntries(Array.from(template.resources, ([id, { body }]) => [id, plainFrom(body)]));
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html */
describe("Fn::ForEach", () => {
  it("makes one resource for each member of a literal list, in keys and texts", () => {
    expect(resourcesOf(`
Resources:
  Fn::ForEach::Paths:
    - Path
    - [users, orders]
    - "\${Path}Resource":
        Type: AWS::ApiGateway::Resource
        Properties: {PathPart: !Ref Path, Label: !Sub "the-\${Path}-\${AWS::Region}"}
`)).toEqual({
      usersResource: { Type: "AWS::ApiGateway::Resource", Properties: { PathPart: "users", Label: { "Fn::Sub": "the-users-${AWS::Region}" } } },
      ordersResource: { Type: "AWS::ApiGateway::Resource", Properties: { PathPart: "orders", Label: { "Fn::Sub": "the-orders-${AWS::Region}" } } },
    });
  });

  it("writes &{Name} with letters and digits only", () => {
    expect(Object.keys(resourcesOf(`
Resources:
  Fn::ForEach::Paths:
    - Path
    - [user-list, "10.0"]
    - "R&{Path}": {Type: "AWS::ApiGateway::Resource"}
`) as object)).toEqual(["Ruserlist", "R100"]);
  });

  it("nests", () => {
    expect(Object.keys(resourcesOf(`
Resources:
  Fn::ForEach::Paths:
    - Path
    - [A, B]
    - Fn::ForEach::Methods:
        - Method
        - [Get, Post]
        - "\${Path}\${Method}": {Type: "AWS::ApiGateway::Method"}
`) as object)).toEqual(["AGet", "APost", "BGet", "BPost"]);
  });

  it("takes its list from a parameter or a mapping", () => {
    const text = `
Parameters: {Paths: {Type: CommaDelimitedList, Default: "a,b"}}
Mappings: {Of: {all: {methods: [x, y]}}}
Resources:
  Fn::ForEach::One: [Path, !Ref Paths, {"P\${Path}": {Type: "AWS::ApiGateway::Resource"}}]
  Fn::ForEach::Two: [Method, !FindInMap [Of, all, methods], {"M\${Method}": {Type: "AWS::ApiGateway::Method"}}]
`;
    expect(Object.keys(resourcesOf(text) as object)).toEqual(["Pa", "Pb", "Mx", "My"]);
    expect(Object.keys(resourcesOf(text, { Paths: "c" }) as object)).toEqual(["Pc", "Mx", "My"]);
  });

  it("expands inside properties", () => {
    expect(resourcesOf(`
Resources:
  Api:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      ResponseParameters:
        Fn::ForEach::Headers: [Name, [Origin, Methods], {"gatewayresponse.header.Access-Control-Allow-\${Name}": "'*'"}]
`)).toMatchObject({ Api: { Properties: { ResponseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'*'", "gatewayresponse.header.Access-Control-Allow-Methods": "'*'" } } } });
  });

  it("says what it does not know where the list is not known", () => {
    const template = templateFrom(`${TRANSFORM}
Parameters: {Paths: {Type: CommaDelimitedList}}
Resources:
  Api: {Type: "AWS::ApiGateway::RestApi", Properties: {Tags: {"Fn::ForEach::T": [X, !Ref Paths, {"\${X}": a}]}}}
  Fn::ForEach::One: [Path, !Ref Paths, {"P\${Path}": {Type: "AWS::ApiGateway::Resource"}}]
`);
    expect(template.opaque.map(({ what, resource }) => [what, resource])).toEqual([["the loop T", "Api"], ["the loop One", undefined]]);
    expect([...template.resources.keys()]).toEqual(["Api"]);
    const tags = template.world(template.scenarios([]).all[0]).resources.get("Api")?.properties.get("Tags");
    expect([tags?.kind, tags?.get("anything").kind, tags?.has("anything")]).toEqual(["map", "opaque", false]);
  });

  it("keeps the place of the text that a turn was made from", () => {
    const template = templateFrom(`${TRANSFORM}Resources:
  Fn::ForEach::Paths:
    - Path
    - [users, orders]
    - "\${Path}Resource":
        Type: AWS::ApiGateway::Resource
`);
    expect(Array.from(template.resources.values(), ({ place }) => place.range.start.line)).toEqual([6, 6]);
  });

  it("does not make more than a machine can hold", () => {
    let loop = '{"${A0}": {"Type": "AWS::ApiGateway::Resource"}}';
    for (let i = 0; i < 9; i++) loop = `{"Fn::ForEach::L${i}": ["A${i}", [a, b, c, d, e, f, g, h, i, j], ${loop}]}`;
    const template = templateFrom(`${TRANSFORM}Resources: ${loop}\n`);
    expect(template.opaque.length).toBeGreaterThan(0);
  });
});
