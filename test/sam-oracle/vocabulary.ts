import fc from "fast-check";

/** What templates are made of: any JSON. */
export type Data = Record<string, unknown>;
export type Any = fc.Arbitrary<unknown>;

/** What is written where `right` is expected: nearly always that, now and then what nobody expects there, or nothing. */
export type Slip = (right: Any) => Any;

export const ref = (id: string): Data => ({ Ref: id });
export const sub = (text: string): Data => ({ "Fn::Sub": text });
export const when = (condition: string, then: unknown, otherwise: unknown): Data => ({ "Fn::If": [condition, then, otherwise] });
export const NO_VALUE = ref("AWS::NoValue");

/** Of a text, of texts that mean something to SAM, and of a boolean. `templates.ts` declares them. */
export const PARAMETERS: Data = { Text: { Type: "String", Default: "users" }, Truth: { Type: "String", Default: "true" }, Payload: { Type: "String", Default: "REQUEST" }, Nobody: { Type: "String", Default: "NONE" } };
export const CONDITIONS = ["IsProd", "IsTest", "HasUsers"];

/** One of these, as often as it stands there. */
export const one = (...values: readonly unknown[]): Any => fc.constantFrom(...values);
export const several = (values: readonly string[], least: number, most: number): fc.Arbitrary<string[]> => fc.shuffledSubarray([...values], { minLength: least, maxLength: Math.min(most, values.length) });

const ODD = one(
  undefined, null, "text", "", 5, 0, true, false, [], ["a"], [1], {}, { a: "b" }, ref("Text"), ref("Truth"), ref("NoSuchThing"), sub("${Text}-x"),
  when("IsProd", "a", "b"), when("IsProd", { a: "b" }, NO_VALUE),
);

/** Percent of what is written that is odd. */
export function slipOf(percent: number): Slip {
  return percent === 0 ? (right) => right : (right) => fc.oneof({ weight: 100 - percent, arbitrary: right }, { weight: percent, arbitrary: ODD });
}

/** What is written in some percent of the templates. */
export function rarely(percent: number, value: Any): Any {
  return fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(undefined) }, { weight: percent, arbitrary: value });
}

/** A map; an entry that is nothing is not written. */
export function map(entries: Readonly<Record<string, Any>>): fc.Arbitrary<Data> {
  return fc.record(entries).map(written);
}

function written(data: Readonly<Record<string, unknown>>): Data {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}

/** The map with an entry that SAM does not know, where somebody slips. */
export function withStranger(slip: Slip, value: fc.Arbitrary<Data>, ...names: readonly string[]): fc.Arbitrary<Data> {
  // Whatever replaces the name of the entry stands for a slip.
  return fc.tuple(value, slip(fc.constant("")), one(...names)).map(([data, slipped, name]) => (slipped === "" ? data : { ...data, [String(name)]: "x" }));
}

/** A map of some of these keys. */
export function keyed(names: fc.Arbitrary<readonly string[]>, value: Any): fc.Arbitrary<Data> {
  return names.chain((keys) => fc.tuple(...keys.map(() => value)).map((values) => written(Object.fromEntries(keys.map((key, index) => [key, values[index]])))));
}

/** What may stand beside `Type` and `Properties`. */
export function resource(type: string, properties: Any): fc.Arbitrary<Data> {
  return map({
    Type: fc.constant(type),
    Properties: properties,
    Condition: rarely(30, one(...CONDITIONS)),
    DeletionPolicy: rarely(8, one("Retain", "Delete")),
    UpdateReplacePolicy: rarely(8, one("Retain", "Snapshot", "Delete")),
    DependsOn: rarely(8, one("Pool", ["Pool"])),
    Metadata: rarely(5, one({ a: "b" })),
  });
}

export function isData(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
