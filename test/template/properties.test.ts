import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadTemplate, MAX_SCENARIOS } from "../../src/template/index.ts";
import type { Scenario, Template, View } from "../../src/template/index.ts";

const NAMES = ["P0", "P1", "P2", "C0", "C1", "C2", "M0", "Api", "AWS::Region", "AWS::NoValue", "a", "b", "__proto__"];
const name = fc.constantFrom(...NAMES);
const text = fc.oneof(name, fc.constantFrom("${P0}", "x${Api.Arn}${C0}", "${!P0}", "{{resolve:ssm:/a}}", "https://${P1}/", "0", "1", ""), fc.string({ maxLength: 8 }));
const FUNCTIONS = [
  "Ref", "Condition", "Fn::If", "Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::FindInMap", "Fn::GetAtt", "Fn::Base64", "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not",
  "Fn::Length", "Fn::Transform", "Fn::ImportValue", "Fn::ToJsonString", "Fn::ForEach::L", "Fn::Unheard",
];

/** Any value at all, with functions in right and wrong places and with right and wrong arguments. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    text,
    fc.constantFrom(null, true, 7, -0.5),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(text, tie("value"), { maxKeys: 3 }),
    fc.tuple(fc.constantFrom(...FUNCTIONS), tie("value")).map(([key, argument]) => ({ [key]: argument })),
    fc.tuple(fc.constantFrom("Fn::If", "Fn::Select", "Fn::Join", "Fn::FindInMap", "Fn::Equals"), fc.array(tie("value"), { minLength: 2, maxLength: 4 })).map(([key, list]) => ({ [key]: list })),
    name.map((to) => ({ Ref: to })),
  ),
}));

const operand = fc.oneof(fc.constantFrom("a", "b", "c"), fc.constantFrom("P0", "P1", "P2", "P3", "AWS::Region").map((to) => ({ Ref: to })), fc.constant({ "Fn::ImportValue": "switch" }));
const equals = fc.tuple(operand, operand).map((operands) => ({ "Fn::Equals": operands }));
const condition = fc.oneof(
  equals,
  fc.constantFrom("C0", "C1", "C2", "C3").map((to) => ({ Condition: to })),
  fc.tuple(fc.constantFrom("Fn::And", "Fn::Or"), fc.array(fc.oneof(equals, fc.constantFrom("C0", "C1", "C2").map((to) => ({ Condition: to }))), { minLength: 2, maxLength: 3 })).map(([key, list]) => ({ [key]: list })),
  equals.map((inner) => ({ "Fn::Not": [inner] })),
);
/** Comparisons of two open names are each taken by itself, so this one has a literal on one side; conditions refer to earlier ones. */
const sound = fc
  .array(
    fc.oneof(
      fc.tuple(operand, fc.constantFrom("a", "b", "c")).map((operands) => ({ "Fn::Equals": operands })),
      fc.tuple(fc.constantFrom("Fn::And", "Fn::Or"), fc.nat(9), fc.nat(9)).map(([key, first, second]) => ({ [key]: [first, second] })),
      fc.nat(9).map((first) => ({ "Fn::Not": [first] })),
    ),
    { minLength: 2, maxLength: 6 },
  )
  .map((all) =>
    all.map((item, at) => {
      const [key = "", operands = []] = Object.entries(item)[0] ?? [];
      if (key === "Fn::Equals") return item;
      return { [key]: operands.map((index: unknown) => (at === 0 ? { "Fn::Equals": ["a", "a"] } : { Condition: `C${Number(index) % at}` })) };
    }),
  );
const parameterOf = (...types: string[]): fc.Arbitrary<object> => fc.record({ Type: fc.constantFrom(...types), Default: fc.constantFrom("a", "b", "z"), AllowedValues: fc.constantFrom(["a", "b"], ["a", "b", "c", "d"]) }, { requiredKeys: ["Type"] });

const parameter = parameterOf("String", "CommaDelimitedList", "AWS::SSM::Parameter::Value<String>");

function documentOf(body: unknown, conditions: readonly unknown[], parameters: readonly unknown[]): unknown {
  const numbered = (prefix: string, items: readonly unknown[]): unknown => Object.fromEntries(items.map((item, index) => [`${prefix}${index}`, item]));
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Parameters: numbered("P", parameters),
    Conditions: numbered("C", conditions),
    Mappings: { M0: { a: { b: "x" }, P0: { b: ["y"] } } },
    Resources: { Api: { Type: "AWS::ApiGateway::RestApi", Condition: "C0", Properties: { Body: body } }, Other: { Type: "AWS::ApiGateway::Stage", Properties: { If: { "Fn::If": ["C1", "x", { Ref: "P0" }] }, Second: { "Fn::If": ["C1", "x", "y"] } } } },
  };
}

function load(document: unknown): Template {
  const template = loadTemplate({ name: "t.json", bytes: Buffer.from(JSON.stringify(document)) }, { parameters: new Map() });
  if ("notATemplate" in template) throw new Error(template.notATemplate);
  return template;
}

/** Asks a view everything, and everything below it. */
function examine(view: View, visit: (view: View) => void, depth = 0): void {
  visit(view);
  view.text();
  view.boolean();
  view.number();
  view.reference();
  view.mentions();
  expect(view.place).toBeDefined();
  expect(view.assumes).toBeDefined();
  expect(view.get("nothing").kind).toBeOneOf(["absent", "opaque"]);
  if (depth > 12) return;
  for (const entry of view.entries()) examine(entry.value, visit, depth + 1);
  for (const item of view.items()) examine(item, visit, depth + 1);
}

describe("of any template", () => {
  it("every value reads without an error, in every scenario", () => {
    fc.assert(
      fc.property(value, fc.array(condition, { maxLength: 3 }), fc.array(parameter, { maxLength: 3 }), (body, conditions, parameters) => {
        const template = load(documentOf(body, conditions, parameters));
        template.references.forEach(({ place }) => place.range);
        for (const scenario of template.scenarios(template.resources.keys()).all) {
          for (const resource of template.world(scenario).resources.values()) examine(resource.properties, () => {});
        }
      }),
      { numRuns: 400 },
    );
  });

  const branching = fc.tuple(fc.array(condition, { minLength: 2, maxLength: 5 }), fc.array(parameter, { maxLength: 4 }));

  it("there are at most as many scenarios as the bound allows, each told from the others by its label", () => {
    fc.assert(
      fc.property(branching, ([conditions, parameters]) => {
        const { all } = load(documentOf({ Ref: "P0" }, conditions, parameters)).scenarios(["Api", "Other"]);
        expect(all.length).toBeLessThanOrEqual(MAX_SCENARIOS);
        expect(new Set(all.map(({ label }) => label)).size).toBe(all.length);
      }),
      { numRuns: 400 },
    );
  });

  it("no scenario's world has branches: each condition that is defined is decided", () => {
    fc.assert(
      fc.property(branching, ([conditions, parameters]) => {
        const template = load(documentOf(conditions.map((_, index) => ({ "Fn::If": [`C${index}`, "yes", "no"] })), conditions, parameters));
        for (const scenario of template.scenarios(["Api", "Other"]).all) {
          const api = template.world(scenario).resources.get("Api");
          for (const item of api?.properties.get("Body").items() ?? []) expect(item.known()).toBeOneOf(["yes", "no"]);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("every scenario can come about: its conditions are those that its parameters, and some text for the others, give", () => {
    fc.assert(
      fc.property(sound, fc.array(parameterOf("String", "AWS::SSM::Parameter::Value<String>"), { maxLength: 4 }), (conditions, parameters) => {
        const document = documentOf(conditions.map((_, index) => ({ "Fn::If": [`C${index}`, "yes", "no"] })), conditions, parameters);
        const template = load(document);
        for (const scenario of template.scenarios(["Api"]).all) {
          const api = template.world(scenario).resources.get("Api");
          if (api === undefined) continue;
          const seen = api.properties.get("Body").items().map((item) => item.known() === "yes");
          const possible = outcomes(conditions, parameters, scenario).map((outcome) => outcome.join());
          expect(possible).toContain(seen.join());
        }
      }),
      { numRuns: 300 },
    );
  });
});

const TEXTS = ["a", "b", "c", "d", "z", "something else"];

/** A second, naive implementation: what the conditions are, for each text that the open names may have in the scenario. */
function outcomes(conditions: readonly unknown[], parameters: readonly unknown[], scenario: Scenario): boolean[][] {
  const open = ["P0", "P1", "P2", "P3", "AWS::Region", "switch"];
  const choices = open.map((key, index) => {
    // A name that no condition mentions makes no difference.
    if (!JSON.stringify(conditions).includes(`"${key}"`)) return ["?"];
    const chosen = scenario.parameters.get(key);
    if (chosen !== undefined) return [chosen];
    const declared = parameters[index] as { Type: string; Default?: string; AllowedValues?: string[] } | undefined;
    const unlike = scenario.unlike?.get(key);
    if (unlike === undefined && declared?.Default !== undefined && declared.Type !== "AWS::SSM::Parameter::Value<String>") return [declared.Default];
    return (declared?.Type === "String" && declared.AllowedValues ? declared.AllowedValues : TEXTS).filter((candidate) => !unlike?.includes(candidate));
  });
  const results: boolean[][] = [];
  const assign = (index: number, values: Record<string, string>): void => {
    if (index === open.length) return void results.push(conditions.map((_, at) => holds({ Condition: `C${at}` }, conditions, values, 0)));
    for (const choice of choices[index] ?? []) assign(index + 1, { ...values, [open[index] ?? ""]: choice });
  };
  assign(0, {});
  return results;
}

function holds(node: unknown, conditions: readonly unknown[], values: Record<string, string>, depth: number): boolean {
  if (depth > 20) return false;
  const [key = "", argument] = Object.entries(node as object)[0] ?? [];
  const inner = (item: unknown): boolean => holds(item, conditions, values, depth + 1);
  if (key === "Condition") {
    const defined = conditions[Number(String(argument).slice(1))];
    return defined !== undefined && inner(defined);
  }
  const operands = argument as unknown[];
  if (key === "Fn::And") return operands.every(inner);
  if (key === "Fn::Or") return operands.some(inner);
  if (key === "Fn::Not") return !inner(operands[0]);
  const [left, right] = operands.map((item) => (typeof item === "string" ? item : "Ref" in (item as object) ? (values[(item as { Ref: string }).Ref] ?? "?") : values["switch"]));
  return left === right;
}
