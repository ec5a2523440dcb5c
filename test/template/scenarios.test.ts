import { describe, expect, it } from "vitest";
import { describe as inWords } from "../../src/source/index.ts";
import { MAX_SCENARIOS } from "../../src/template/index.ts";
import type { Template } from "../../src/template/index.ts";
import { apiNamed, templateFrom } from "./templates.ts";

function labels(template: Template): string[] {
  return template.scenarios(["Api"]).all.map(({ label }) => label);
}

/** The name of the API in each scenario. */
function names(template: Template): string[] {
  return template.scenarios(["Api"]).all.map((scenario) => inWords(template.world(scenario).resources.get("Api")?.properties.get("Name").text() ?? { kind: "known", text: "(no API)" }));
}

describe("scenarios", () => {
  it("is one without a label where nothing branches", () => {
    expect(labels(templateFrom(apiNamed("users")))).toEqual([""]);
  });

  it("follows AllowedValues that reach a property, the default first", () => {
    const template = templateFrom(apiNamed("!Ref Stage", "Parameters:\n  Stage: {Type: String, Default: prod, AllowedValues: [dev, prod]}"));
    expect(labels(template)).toEqual(["Stage=prod", "Stage=dev"]);
    expect(names(template)).toEqual(["prod", "dev"]);
  });

  it("does not branch over a value the user gave", () => {
    const template = templateFrom(apiNamed("!Ref Stage", "Parameters:\n  Stage: {Type: String, Default: prod, AllowedValues: [dev, prod]}"), { parameters: { Stage: "dev" } });
    expect(labels(template)).toEqual([""]);
    expect(names(template)).toEqual(["dev"]);
  });

  it("does not branch over a parameter with a default alone, and says that the value rests on it", () => {
    const template = templateFrom(apiNamed('!Sub "users-${Stage}"', "Parameters:\n  Stage: {Type: String, Default: prod}"));
    expect(labels(template)).toEqual([""]);
    expect(template.world(template.scenarios(["Api"]).all[0]).resources.get("Api")?.properties.get("Name").assumes).toEqual(["Stage"]);
  });

  it("does not branch over what reaches only a description or tags", () => {
    const text = apiNamed("users", "Parameters:\n  Team: {Type: String, AllowedValues: [red, blue]}").replace("Name: users", "Name: users\n      Description: !Ref Team\n      Tags: {team: !Ref Team}");
    expect(labels(templateFrom(text))).toEqual([""]);
  });

  it("keeps two values under one condition together", () => {
    const template = templateFrom(apiNamed('!Join ["/", [!If [IsProd, a, b], !If [IsProd, c, d], !If [IsDev, e, f]]]', `
Parameters:
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Not [!Condition IsProd]`));
    expect(labels(template)).toEqual(["Stage=dev", "Stage=prod"]);
    expect(names(template)).toEqual(["b/d/e", "a/c/f"]);
  });

  it("takes a default that is compared with nothing for every other text", () => {
    const template = templateFrom(apiNamed("!If [IsProd, a, b]", "Parameters:\n  Stage: {Type: String, Default: dev}\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]"));
    expect(labels(template)).toEqual(["Stage=dev", "Stage=prod"]);
    expect(names(template)).toEqual(["b", "a"]);
  });

  it("knows that a parameter which is not empty has some text, and not which", () => {
    const template = templateFrom(apiNamed("!If [HasDomain, !Ref Domain, none]", 'Parameters:\n  Domain: {Type: String, Default: ""}\nConditions:\n  HasDomain: !Not [!Equals [!Ref Domain, ""]]'));
    expect(labels(template)).toEqual(['Domain=""', 'Domain!=""']);
    expect(names(template)).toEqual(["none", 'unknown (the parameter Domain is something other than "")']);
  });

  it("leaves open what is empty by default where another choice than the default is made, unless the user gave it", () => {
    const text = apiNamed("!If [IsPrivate, !Sub 'to ${SiteUrl}', !Sub 'all ${SiteUrl}']", 'Parameters:\n  SiteUrl: {Type: String, Default: ""}\n  Kind: {Type: String, Default: Public, AllowedValues: [Public, Private]}\nConditions:\n  IsPrivate: !Equals [!Ref Kind, Private]');
    expect(names(templateFrom(text))).toEqual(["all ", "to ${…}"]);
    expect(names(templateFrom(text, { parameters: { Kind: "Private" } }))).toEqual(["to "]);
    expect(names(templateFrom(text, { parameters: { SiteUrl: "" } }))).toEqual(["all ", "to "]);
  });

  it("takes a region as one text for all conditions", () => {
    const template = templateFrom(apiNamed('!Join ["", [!If [InEurope, e, "-"], !If [InAmerica, a, "-"]]]', "Conditions:\n  InEurope: !Equals [!Ref AWS::Region, eu-west-1]\n  InAmerica: !Equals [!Ref AWS::Region, us-east-1]"));
    expect(names(template)).toEqual(["e-", "-a", "--"]);
  });

  it("takes a condition that follows from nothing both ways", () => {
    const template = templateFrom(apiNamed("!If [IsOn, a, b]", 'Conditions:\n  IsOn: !Equals [!ImportValue switch, "on"]'));
    expect(labels(template)).toEqual(["IsOn=true", "IsOn=false"]);
    expect(names(template)).toEqual(["a", "b"]);
  });

  it("keeps conditions on one expression consistent", () => {
    const template = templateFrom(apiNamed('!Join ["", [!If [IsOn, a, b], !If [IsOff, c, d], !If [IsAuto, e, f]]]', `
Conditions:
  IsOn: !Equals [!ImportValue switch, "on"]
  IsOff: !Not [!Equals [!ImportValue switch, "on"]]
  IsAuto: !Equals [!ImportValue switch, "auto"]`));
    expect(names(template)).toEqual(["adf", "bce", "bcf"]);
  });

  it("decides an expression where the parameters decide it", () => {
    const template = templateFrom(apiNamed("!If [IsOpen, a, b]", `
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod]}
Mappings:
  Open: {dev: {is: "yes"}, prod: {is: "no"}}
Conditions:
  IsOpen: !Equals [!FindInMap [Open, !Ref Stage, is], "yes"]`));
    expect(labels(template)).toEqual(["Stage=dev", "Stage=prod"]);
    expect(names(template)).toEqual(["a", "b"]);
  });

  it("sees a resource come and go with its condition", () => {
    const text = apiNamed("users", "Conditions:\n  Never: !Equals [a, b]").replace("  Api:\n", "  Api:\n    Condition: Never\n");
    expect(names(templateFrom(text))).toEqual(["(no API)"]);
  });

  it("follows references to what decides about an API", () => {
    const template = templateFrom(`
Parameters: {Stage: {Type: String, AllowedValues: [dev, prod]}}
Resources:
  Api: {Type: "AWS::ApiGateway::RestApi", Properties: {Name: !Ref Stage}}
  Users: {Type: "AWS::ApiGateway::Resource", Properties: {RestApiId: !Ref Api}}`);
    expect(template.scenarios(["Users"]).all.map(({ label }) => label)).toEqual(["Stage=dev", "Stage=prod"]);
  });

  it("takes a condition that refers to itself as false", () => {
    expect(names(templateFrom(apiNamed("!If [Loop, a, b]", "Conditions:\n  Loop: !Not [!Condition Loop]")))).toEqual(["b"]);
  });

  it("stops at the bound, says so, and changes one thing at a time", () => {
    const count = 8;
    const parameters = Array.from({ length: count }, (_, i) => `  P${i}: {Type: String, AllowedValues: [a, b, c]}`).join("\n");
    const sub = Array.from({ length: count }, (_, i) => `\${P${i}}`).join("");
    const template = templateFrom(apiNamed(`!Sub "${sub}"`, `Parameters:\n${parameters}`));
    const { all, bounded } = template.scenarios(["Api"]);
    expect([all.length, bounded]).toEqual([1 + 2 * count, true]);
    expect(names(template)[0]).toBe("aaaaaaaa");
    expect(all.length).toBeLessThanOrEqual(MAX_SCENARIOS);
  });

  it("lets values that nothing tells apart stand for each other before it leaves any out", () => {
    const parameters = Array.from({ length: 5 }, (_, i) => `  P${i}: {Type: String, AllowedValues: [a, b, c, d]}`).join("\n");
    const conditions = Array.from({ length: 5 }, (_, i) => `  C${i}: !Equals [!Ref P${i}, a]`).join("\n");
    const name = `!Join ["", [${Array.from({ length: 5 }, (_, i) => `!If [C${i}, x, y]`).join(", ")}]]`;
    const { all, bounded } = templateFrom(apiNamed(name, `Parameters:\n${parameters}\nConditions:\n${conditions}`)).scenarios(["Api"]);
    expect([all.length, bounded]).toEqual([32, false]);
  });
});
