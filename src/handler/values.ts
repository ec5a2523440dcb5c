import { concat, known, oneOf, unknown as unknownText, type Span, type Value } from "../source/index.ts";
import type { ClassIr, FunctionIr, ModuleIr } from "./ir.ts";

/** A place in one of the files that were read. */
export interface Site extends Span {
  readonly file: string;
}

/** A test that the program makes of something the request sends. */
export interface Check {
  /**
   * `list`: membership in a list or set; `equality`; `lookup`: a key of a map; `text`: `includes` of a string; `prefix`, `suffix`;
   * `pattern`: a regular expression; `call`: a function out of view decides; `presence`: it is there at all; `method`: the HTTP method.
   */
  readonly kind: "list" | "equality" | "lookup" | "text" | "prefix" | "suffix" | "pattern" | "call" | "presence" | "method";
  readonly subject: "origin" | "method";
  readonly site: Site;
  /** The text it is compared with, where one is known. */
  readonly text?: string;
  readonly negated: boolean;
}

/** What the analysis knows of a value of the program. */
export type Val = Primitive | Text | Ref | Func | Class | ExtVal | EventVal | Special | CheckVal | UnknownVal | Union;

export interface Primitive {
  readonly k: "prim";
  readonly value: string | number | boolean | null | undefined;
}

/** A string of which parts are not known. */
export interface Text {
  readonly k: "text";
  readonly value: Value;
  /** Environment variables that it is made from. */
  readonly env: readonly string[];
  /** It holds what the request sends as its origin. */
  readonly origin?: EventVal;
  /** What it is the JSON of. */
  readonly json?: Ref;
}

/** An object, array or instance on the heap, and the calls through which it was returned. */
export interface Ref {
  readonly k: "ref";
  readonly id: number;
  readonly via: readonly Site[];
}

export interface Func {
  readonly k: "fn";
  readonly fn: FunctionIr;
  readonly scope: number;
  readonly module: ModuleIr;
  readonly self: Val | undefined;
  readonly bound: readonly Val[];
  /** The class whose method it is, for `super`. */
  readonly owner: Class | undefined;
}

export interface Class {
  readonly k: "cls";
  readonly cls: ClassIr;
  readonly scope: number;
  readonly module: ModuleIr;
  readonly base: Val | undefined;
  /** Static fields: an object of the heap. */
  readonly statics: Ref;
}

/** Something from outside the file: a global, an import, and what is read or called from there. */
export interface Ext {
  readonly id: number;
  readonly how: "global" | "import" | "get" | "call" | "new";
  readonly of: Ext | undefined;
  readonly name: string;
  /** `express#()`, `os#environ.get()`: the specifier, `#`, and what follows; globals have no `#`. */
  readonly path: string;
  readonly args: readonly Val[];
  readonly keywords: ReadonlyMap<string, Val>;
  readonly site: Site;
}

export interface ExtVal {
  readonly k: "ext";
  readonly ext: Ext;
}

/** A part of the event: `headers.origin`. The event itself has the path `""`. */
export interface EventVal {
  readonly k: "event";
  readonly path: string;
  readonly site: Site;
  /** Tests that were passed where it was read. */
  readonly checks: readonly Check[];
}

export interface Special {
  readonly k: "special";
  readonly what: "callback" | "context" | "succeed" | "fail" | "done" | "stream" | "error" | "super" | "resolve" | "reject";
  /** For `resolve`: where the value goes. */
  readonly sink?: Val[];
  /** Arguments that `bind` gave it. */
  readonly bound?: readonly Val[];
}

/** The outcome of a test. `any`: one of the checks holds; `all`: each. */
export interface CheckVal {
  readonly k: "check";
  readonly checks: readonly Check[];
  readonly mode: "all" | "any";
  /** Another condition, about something else, was part of the test: nothing follows from its being false. */
  readonly isPartial?: boolean;
}

export interface UnknownVal {
  readonly k: "unknown";
  readonly reason: string;
  /** An earlier call of the handler left it: one of the values that the program gives the variable. */
  readonly isEarlier?: boolean;
}

export interface Union {
  readonly k: "union";
  readonly options: readonly Exclude<Val, Union>[];
}

const MAX_OPTIONS = 24;

export const UNDEFINED: Primitive = { k: "prim", value: undefined };

export function prim(value: Primitive["value"]): Primitive {
  return { k: "prim", value };
}

export function unknownVal(reason: string): UnknownVal {
  return { k: "unknown", reason };
}

export function options(value: Val): readonly Exclude<Val, Union>[] {
  return value.k === "union" ? value.options : [value];
}

/** One of several; equal ones count once. */
export function unionOf(values: readonly Val[]): Val {
  const distinct = new Map<string, Exclude<Val, Union>>();
  for (const value of values) for (const option of options(value)) distinct.set(keyOf(option), option);
  const all = withoutEarlier([...distinct.values()]);
  const [only] = all;
  if (only === undefined) return unknownVal("there is no possibility");
  if (all.length === 1) return only;
  return all.length > MAX_OPTIONS ? unknownVal("too many possibilities") : { k: "union", options: all };
}

/** What an earlier call left is what this call would make: where that is in view, it stands for both. */
function withoutEarlier(all: Exclude<Val, Union>[]): Exclude<Val, Union>[] {
  const isEarlier = (value: Val): boolean => value.k === "unknown" && value.isEarlier === true;
  return all.some(isEarlier) && all.some((value) => !isEarlier(value) && (value.k !== "prim" || Boolean(value.value))) ? all.filter((value) => !isEarlier(value)) : all;
}

const identities = new WeakMap<object, number>();
let nextIdentity = 0;

function identity(thing: object): number {
  const found = identities.get(thing);
  if (found !== undefined) return found;
  identities.set(thing, ++nextIdentity);
  return nextIdentity;
}

/** Equal for values that are the same to the analysis. */
function keyOf(value: Exclude<Val, Union>): string {
  switch (value.k) {
    case "prim":
      return `p${typeof value.value}:${String(value.value)}`;
    case "text":
      return `t${JSON.stringify(value.value)}${value.env.join()}${value.origin ? keyOf(value.origin) : ""}${value.json ? keyOf(value.json) : ""}`;
    case "ref":
      return `r${value.id}@${value.via.map((site) => `${site.file}:${site.start}`).join()}`;
    case "fn":
      return `f${identity(value.fn)}.${value.scope}.${value.self ? options(value.self).map(keyOf).join() : ""}`;
    case "cls":
      return `c${identity(value.cls)}.${value.scope}`;
    case "ext":
      return `x${value.ext.id}`;
    case "event":
      return `e${value.path}@${value.checks.map((check) => `${check.kind}${check.site.start}${String(check.negated)}`).join()}`;
    case "special":
      return `s${value.what}${value.sink ? identity(value.sink) : ""}`;
    case "check":
      return `k${value.mode}${value.checks.map((check) => `${check.kind}${check.site.start}${String(check.negated)}`).join()}`;
    case "unknown":
      return `u${value.reason}`;
  }
}

/** The text it has as a part of a string or as the value of a header. */
export function textOfVal(value: Val): Value {
  switch (value.k) {
    case "prim":
      return known(String(value.value));
    case "text":
      return value.value;
    case "event":
      return unknownText(value.path === "" ? "the event" : `${value.path} of the request`);
    case "ext":
      return unknownText(`${value.ext.name} is not in view`);
    case "unknown":
      return unknownText(value.reason);
    case "union":
      return oneOf(value.options.map(textOfVal));
    case "ref":
    case "fn":
    case "cls":
    case "special":
    case "check":
      return unknownText("it is not a string");
  }
}

/** Environment variables and the request's origin, as far as they flow into a value. */
export function textSources(values: readonly Val[]): { env: string[]; origin?: EventVal } {
  const env: string[] = [];
  let origin: EventVal | undefined;
  for (const value of values.flatMap(options)) {
    if (value.k === "text") {
      env.push(...value.env);
      origin ??= value.origin;
    } else if (isOrigin(value)) origin ??= value;
  }
  return origin ? { env, origin } : { env };
}

/** The values written one after the other. */
export function concatVals(values: readonly Val[]): Val {
  const value = concat(values.map(textOfVal));
  const sources = textSources(values);
  if (value.kind === "known" && sources.env.length === 0) return prim(value.text);
  return { k: "text", value, ...sources };
}

/** Is it the request's Origin header? */
export function isOrigin(value: Val): value is EventVal {
  return value.k === "event" && /(?:^|\.)(?:multiValueHeaders|headers)\.origin(?:\.|$)/iu.test(value.path);
}

/**
 * Is it a part that no request through an API or a function URL has? By it functions tell a schedule, a queue, an event bus or a warm-up from
 * requests; where they answer one, it is nothing of it there.
 */
export function isOfOtherEvents(value: Val): value is EventVal {
  return value.k === "event" && /^(?:source|records|detail|detail-?type|triggerSource|(?:is|keep)?_?warm(?:er|ing|_?up)?)(?:\.|$)/iu.test(value.path);
}

/** Is it the method of the request, in any of the event's shapes? */
export function isMethod(value: Val): value is EventVal {
  return value.k === "event" && /^(?:httpMethod|requestContext\.http\.method|requestContext\.httpMethod|routeKey|requestContext\.routeKey|http_method|method)$/u.test(value.path);
}
