import fc from "fast-check";
import type { FetchRequest, HeaderField, HttpRequest, Response, Server } from "../../src/fetch/index.ts";
import { concat, known, oneOf, unknown, type Value } from "../../src/source/index.ts";

export const APP = "https://app.example.com";
export const API = "https://api.example.net";

/** Texts that matter somewhere: lists, origins, separators, blanks, and things no header should hold. */
export const meaningfulText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom("*", ",", " ", ", ", "\t", "PUT", "put", "x-custom", "authorization", APP, "https://", "app.example.com", "/", "true", "null", "@", "bad item", '"', "GET", ":", "é", ""), { maxLength: 4 })
  .map((pieces) => pieces.join(""));

const simpleText = fc.oneof({ weight: 3, arbitrary: fc.constantFrom("*", APP, "true", "PUT", "x-custom", "x-custom, authorization", "GET,PUT", "null") }, { weight: 2, arbitrary: meaningfulText });

const plainValue: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: simpleText.map(known) },
  { weight: 2, arbitrary: fc.array(fc.oneof(simpleText.map(known), fc.constant(unknown("a hole"))), { minLength: 1, maxLength: 4 }).map(concat) },
  { weight: 1, arbitrary: fc.constant(unknown("it is not known")) },
);

export const partlyKnownValue: fc.Arbitrary<Value> = fc.oneof({ weight: 4, arbitrary: plainValue }, { weight: 1, arbitrary: fc.array(plainValue, { minLength: 2, maxLength: 3 }).map(oneOf) });

const status: fc.Arbitrary<Value> = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom("200", "204", "200", "403", "302").map(known) },
  { weight: 1, arbitrary: fc.constant(unknown("the status is not known")) },
  { weight: 1, arbitrary: fc.constant(oneOf([known("200"), known("500")])) },
  { weight: 1, arbitrary: fc.constant(concat([known("2"), unknown("digits")])) },
);

const NAMES = ["Access-Control-Allow-Origin", "access-control-allow-credentials", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Expose-Headers", "Location", "X-Other"];

const field: fc.Arbitrary<HeaderField> = fc.record({
  name: fc.constantFrom(...NAMES),
  value: partlyKnownValue,
  presence: fc.constantFrom("present" as const, "present" as const, "maybe" as const),
});

/** Mostly right headers, so that allowed and blocked both happen. */
const goodFields: fc.Arbitrary<readonly HeaderField[]> = fc.constantFrom<readonly (readonly [string, string])[]>(
  [],
  [["Access-Control-Allow-Origin", APP], ["Access-Control-Allow-Credentials", "true"], ["Access-Control-Allow-Methods", "PUT"], ["Access-Control-Allow-Headers", "x-custom, authorization"]],
  [["Access-Control-Allow-Origin", "*"], ["Access-Control-Allow-Methods", "*"], ["Access-Control-Allow-Headers", "*"]],
).map((pairs) => pairs.map(([name, value]) => ({ name, value: known(value), presence: "present" as const })));

export const partlyKnownResponse: fc.Arbitrary<Response> = fc
  .record({ status, good: goodFields, other: fc.oneof(fc.constant<HeaderField[]>([]), fc.array(field, { maxLength: 3 })), unlisted: fc.constantFrom("absent" as const, "absent" as const, { unknown: "the rest is not known" }) })
  .map(({ status, good, other, unlisted }) => ({ status, headers: [...good.filter(({ name }) => !other.some((one) => one.name.toLowerCase() === name.toLowerCase())), ...other], unlisted, answeredBy: "the function", cause: undefined }));

export const request: fc.Arbitrary<FetchRequest> = fc.record({
  origin: fc.constantFrom(APP, APP, APP, "null"),
  target: fc.constant(API),
  method: fc.constantFrom("GET", "POST", "PUT", "put", "patch"),
  path: fc.constant("/users"),
  headers: fc.subarray([["X-Custom", "1"], ["Authorization", "x"], ["Content-Type", "text/plain"]] as [string, string][]),
  credentials: fc.constantFrom("same-origin" as const, "include" as const, "omit" as const),
});

type NonEmpty<T> = readonly [T, ...T[]];

export interface Answers {
  readonly preflight: NonEmpty<Response>;
  readonly actual: NonEmpty<Response>;
}

export const answers: fc.Arbitrary<Answers> = fc.record({
  preflight: fc.tuple(partlyKnownResponse, fc.array(partlyKnownResponse, { maxLength: 1 })).map(([first, rest]): NonEmpty<Response> => [first, ...rest]),
  actual: fc.tuple(partlyKnownResponse, fc.array(partlyKnownResponse, { maxLength: 1 })).map(([first, rest]): NonEmpty<Response> => [first, ...rest]),
});

export function serverOf({ preflight, actual }: Answers): Server {
  return { respond: (sent: HttpRequest) => (sent.method === "OPTIONS" ? preflight : actual) };
}

/** Chooses among possibilities: numbers for choices, texts for holes. */
export interface Choice {
  readonly pick: (count: number) => number;
  readonly text: () => string;
}

/** A world in which everything is known: one response of several, one value of several, each hole filled. */
export function refined(all: NonEmpty<Response>, choice: Choice): Response {
  const response = all[choice.pick(all.length)] ?? all[0];
  const listed = response.headers.flatMap(({ name, value, presence }): HeaderField[] =>
    presence === "maybe" && choice.pick(2) === 0 ? [] : [{ name, value: known(filled(value, choice.text, choice)), presence: "present" }]);
  const names = new Set(response.headers.map(({ name }) => name.toLowerCase()));
  const unlisted = response.unlisted === "absent" ? [] : NAMES.filter((name) => !names.has(name.toLowerCase()) && choice.pick(2) === 0)
    .map((name): HeaderField => ({ name, value: known(name === "Location" ? "/elsewhere" : choice.text()), presence: "present" }));
  const statusText = (): string => ["200", "204", "302", "403", "500", "04"][choice.pick(6)] ?? "200";
  return { ...response, status: known(filled(response.status, statusText, choice)), headers: [...listed, ...unlisted], unlisted: "absent" };
}

function filled(value: Value, text: () => string, choice: Choice): string {
  switch (value.kind) {
    case "known":
      return value.text;
    case "unknown":
      return text();
    case "pattern":
      return value.parts.map((part) => (typeof part === "string" ? part : text())).join("");
    case "one-of":
      return filled(value.values[choice.pick(value.values.length)] ?? unknown("none"), text, choice);
  }
}

/** Choices from a generator of fast-check, so that a failure shrinks. */
export function choiceFrom(gen: fc.GeneratorValue): Choice {
  return { pick: (count) => gen(fc.nat, { max: count - 1 }), text: () => gen(() => meaningfulText) };
}
