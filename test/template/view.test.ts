import { describe, expect, it } from "vitest";
import type { View } from "../../src/template/index.ts";
import { templateFrom } from "./templates.ts";

const template = templateFrom(`
Parameters:
  Stage: {Type: String, Default: dev}
  Origin: {Type: String}
Conditions: {IsDev: !Equals [!Ref Stage, dev]}
Resources:
  Handler: {Type: AWS::Lambda::Function}
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: users
      Empty:
      Flag: "true"
      Yes: TRUE
      Age: "600"
      NotAnAge: ""
      Gone: !Ref AWS::NoValue
      Kept: !If [IsDev, {a: {b: c}}, !Ref AWS::NoValue]
      Map: {a: 1, b: !Ref AWS::NoValue}
      Macro: {Fn::Transform: {Name: Mine}}
      Partly: {Fn::Transform: {Name: Mine}, a: 1}
      Uri: !Join ["", ["arn:", !GetAtt Handler.Arn, !If [IsDev, "", !Ref Api]]]
      Lone: !Sub "\${Handler.Arn}"
      Renamed: !Sub ["\${x}", {x: !GetAtt Handler.Arn}]
      Given: !Ref Origin
`);

function property(name: string): View {
  const api = template.world(template.scenarios([]).all[0]).resources.get("Api");
  if (api === undefined) throw new Error("there is no Api");
  return api.properties.get(name);
}

describe("a view", () => {
  it("never fails, and stays absent or opaque all the way down", () => {
    expect(["Nothing", "Empty", "Gone", "Name", "Macro"].map((name) => [property(name).kind, property(name).get("a").get("b").kind])).toEqual([
      ["absent", "absent"],
      ["absent", "absent"],
      ["absent", "absent"],
      ["scalar", "absent"],
      ["opaque", "opaque"],
    ]);
    expect([property("Nothing").items(), property("Nothing").entries(), property("Nothing").mentions(), property("Nothing").reference()]).toEqual([[], [], [], undefined]);
  });

  it("is the branch that a condition leaves", () => {
    expect([property("Kept").kind, property("Kept").get("a").get("b").known(), property("Kept").place.range.start.line]).toEqual(["map", "c", 18]);
  });

  it("lists only what exists", () => {
    expect(property("Map").entries().map(({ key }) => key)).toEqual(["a"]);
    expect([property("Map").has("a"), property("Map").has("b"), property("Map").has("c")]).toEqual([true, false, false]);
  });

  it("does not know what a macro adds beside what is written", () => {
    expect([property("Partly").get("a").known(), property("Partly").get("b").kind, property("Partly").has("b")]).toEqual(["1", "opaque", false]);
  });

  it("stands at its nearest ancestor where it is absent", () => {
    expect(property("Map").get("c").get("d").place.id).toBe(property("Map").place.id);
  });

  it("reads booleans and numbers as CloudFormation coerces them", () => {
    expect([property("Flag").boolean(), property("Yes").boolean(), property("Name").boolean(), property("Age").number(), property("NotAnAge").number(), property("Name").number()]).toEqual([true, true, undefined, 600, undefined, undefined]);
  });

  it("names what it refers to", () => {
    const reference = (name: string): unknown => {
      const found = property(name).reference();
      return found && [found.id, found.attribute, found.resource?.type];
    };
    expect(["Lone", "Renamed", "Given", "Uri", "Name"].map(reference)).toEqual([
      ["Handler", "Arn", "AWS::Lambda::Function"],
      ["Handler", "Arn", "AWS::Lambda::Function"],
      ["Origin", undefined, undefined],
      undefined,
      undefined,
    ]);
  });

  it("names every resource it mentions in this scenario, and the parameters it rests on", () => {
    expect(property("Uri").mentions()).toEqual([{ id: "Handler", attribute: "Arn" }]);
    expect([property("Uri").assumes, property("Given").assumes, property("Name").assumes]).toEqual([["Stage"], ["Origin"], []]);
  });
});

describe("a world", () => {
  it("lists resources by type, in the order in which they are written", () => {
    const world = template.world(template.scenarios([]).all[0]);
    expect([world.ofType("AWS::Lambda::Function").map(({ id }) => id), world.ofType("AWS::S3::Bucket"), [...world.resources.keys()], world.resources.size]).toEqual([["Handler"], [], ["Handler", "Api"], 2]);
  });

  it("is made once for each scenario", () => {
    expect(template.world(template.scenarios([]).all[0])).toBe(template.world(template.scenarios([]).all[0]));
  });
});
