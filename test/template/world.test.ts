import { describe, expect, it } from "vitest";
import type { World } from "../../src/template/index.ts";
import { templateFrom } from "./templates.ts";

const template = templateFrom(`
Parameters:
  Stage: {Type: String, Default: dev, AllowedValues: [dev, test, prod]}
  Label: {Type: String, Default: ""}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Users:
    Type: AWS::ApiGatewayV2::Api
    Condition: IsProd
    Properties: {Name: users}
  Teams:
    Type: AWS::ApiGatewayV2::Api
    Properties: {Name: teams, Description: !Ref Stage, ProtocolType: !If [IsProd, HTTP, WEBSOCKET], Version: !Ref Label}
`);
const scenarios = new Map(template.scenarios(["Teams"]).all.map((scenario) => [scenario.parameters.get("Stage"), scenario]));

/** The stages for which a world of stage `dev` stands, once it was asked something. */
function stagesAfter(ask: (world: World) => unknown): readonly (string | undefined)[] {
  const fresh = templateFrom(template.root.place.file.text);
  const [first] = fresh.scenarios(["Teams"]).all;
  const world = fresh.world(first);
  ask(world);
  return [...scenarios].filter(([, scenario]) => world.standsFor(scenario)).map(([stage]) => stage);
}

describe("a world stands for another scenario", () => {
  it.each<[string, (world: World) => unknown, readonly string[]]>([
    ["as long as nothing was asked", () => undefined, ["dev", "test", "prod"]],
    ["where only what does not vary was asked", ({ resources }) => resources.get("Teams")?.properties.get("Name").known(), ["dev", "test", "prod"]],
    ["where a condition that was asked is decided alike, whatever it rests on", ({ resources }) => resources.get("Users"), ["dev", "test"]],
    ["where a branch was taken that the other takes too", ({ resources }) => resources.get("Teams")?.properties.get("ProtocolType").known(), ["dev", "test"]],
    ["not where a parameter was read that differs", ({ resources }) => resources.get("Teams")?.properties.get("Description").known(), ["dev"]],
    ["not where the scenario itself was looked at", ({ scenario: { label } }) => label, []],
    ["not where an empty default counts for one choice and not for the other", ({ resources }) => resources.get("Teams")?.properties.get("Version").known(), ["dev"]],
  ])("%s", (_, ask, expected) => {
    expect(stagesAfter(ask)).toEqual(expected);
  });
});
