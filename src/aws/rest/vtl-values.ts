import { endsWith, equals, includes, known, knownText, mapKnown, startsWith, unknown } from "../../source/index.ts";
import type { Tri, Value } from "../../source/index.ts";
import { safePattern } from "./safe-pattern.ts";

/** What an expression of a mapping template may be. `none`: null, or a parameter that the request does not have. */
export type VtlValue =
  | { readonly kind: "text"; readonly value: Value }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "flag"; readonly flag: Tri }
  | { readonly kind: "list"; readonly items: readonly VtlValue[] }
  | { readonly kind: "none" }
  /** `$input`, `$input.params()`, `$input.params().header`. */
  | { readonly kind: "object"; readonly name: "input" | "params" | "headers" | "query" | "path" }
  | { readonly kind: "unknown"; readonly reason: string };

export const NONE: VtlValue = { kind: "none" };

export function flagOf(flag: Tri): VtlValue {
  return { kind: "flag", flag };
}

export function textOf(text: string): VtlValue {
  return { kind: "text", value: known(text) };
}

/** As it is put into a text. A missing value is the empty text there. */
export function rendered(value: VtlValue): Value {
  switch (value.kind) {
    case "text":
      return value.value;
    case "number":
      return known(String(value.number));
    case "flag":
      return value.flag === "maybe" ? unknown("a condition is not known") : known(String(value.flag === "yes"));
    case "none":
      return known("");
    case "list":
    case "object":
      return unknown("the template writes a list or an object");
    case "unknown":
      return unknown(value.reason);
  }
}

export function not(flag: Tri): Tri {
  return flag === "maybe" ? "maybe" : flag === "yes" ? "no" : "yes";
}

/** `and`, `or` of three values. */
export function both(a: Tri, b: Tri): Tri {
  if (a === "no" || b === "no") return "no";
  return a === "yes" && b === "yes" ? "yes" : "maybe";
}

export function either(a: Tri, b: Tri): Tri {
  return not(both(not(a), not(b)));
}

/** How a condition takes a value. Engines differ on empty texts. */
export function truth(value: VtlValue): Tri {
  switch (value.kind) {
    case "flag":
      return value.flag;
    case "text":
      return knownText(value.value)?.length ? "yes" : "maybe";
    case "number":
      return value.number === 0 ? "maybe" : "yes";
    case "list":
    case "object":
      return "yes";
    case "none":
    case "unknown":
      return "maybe";
  }
}

export function same(a: VtlValue, b: VtlValue): Tri {
  if (a.kind === "unknown" || b.kind === "unknown") return "maybe";
  if (a.kind === "none" && b.kind === "none") return "yes";
  const [left, right] = [rendered(a), rendered(b)];
  const [leftText, rightText] = [knownText(left), knownText(right)];
  if (rightText !== undefined) return equals(left, rightText);
  return leftText === undefined ? "maybe" : equals(right, leftText);
}

/** The methods of Java's strings and lists that templates call on origins. */
export function called(receiver: VtlValue, name: string, args: readonly VtlValue[]): VtlValue {
  const [argument = NONE] = args;
  if (receiver.kind === "list") return calledOnList(receiver.items, name, argument);
  if (receiver.kind === "none" && /^(?:isEmpty)$/u.test(name)) return flagOf("yes");
  if (receiver.kind !== "text" && receiver.kind !== "none") return { kind: "unknown", reason: `the template calls \`${name}\`` };
  const value = rendered(receiver);
  const text = argument.kind === "text" ? knownText(argument.value) : undefined;
  switch (name) {
    case "equals":
      return flagOf(same(receiver, argument));
    case "equalsIgnoreCase":
      return flagOf(same(lowered(receiver), lowered(argument)));
    case "toLowerCase":
      return lowered(receiver);
    case "trim":
      return { kind: "text", value: mapKnown(value, (each) => each.trim()) };
    case "toString":
      return { kind: "text", value };
    case "isEmpty":
      return flagOf(equals(value, ""));
    case "length": {
      const length = knownText(value)?.length;
      return length === undefined ? { kind: "unknown", reason: "the length is not known" } : { kind: "number", number: length };
    }
    case "startsWith":
      return flagOf(text === undefined ? "maybe" : startsWith(value, text));
    case "endsWith":
      return flagOf(text === undefined ? "maybe" : endsWith(value, text));
    case "contains":
      return flagOf(text === undefined ? "maybe" : includes(value, text));
    case "matches":
      return flagOf(text === undefined ? "maybe" : matches(knownText(value), text));
    case "split":
      return splitAt(knownText(value), text);
    default:
      return { kind: "unknown", reason: `the template calls \`${name}\`` };
  }
}

function calledOnList(items: readonly VtlValue[], name: string, argument: VtlValue): VtlValue {
  switch (name) {
    case "contains":
      return flagOf(items.map((item) => same(item, argument)).reduce(either, "no"));
    case "size":
      return { kind: "number", number: items.length };
    case "isEmpty":
      return flagOf(items.length === 0 ? "yes" : "no");
    case "get":
      return (argument.kind === "number" ? items[argument.number] : undefined) ?? { kind: "unknown", reason: "an item of a list is not known" };
    default:
      return { kind: "unknown", reason: `the template calls \`${name}\`` };
  }
}

function lowered(value: VtlValue): VtlValue {
  return { kind: "text", value: mapKnown(rendered(value), (text) => text.toLowerCase()) };
}

/** Java's `matches` wants the whole text. */
function matches(text: string | undefined, pattern: string): Tri {
  if (text === undefined || text.length > 500) return "maybe";
  const compiled = safePattern(pattern);
  return compiled === undefined ? "maybe" : compiled.whole.test(text) ? "yes" : "no";
}

/** Java's `split` takes a regular expression; a separator without special characters is itself. */
function splitAt(text: string | undefined, separator: string | undefined): VtlValue {
  if (text === undefined || separator === undefined || !/^[\s\w,;:/-]+$/u.test(separator)) return { kind: "unknown", reason: "the template splits a text" };
  return { kind: "list", items: text.split(separator).map(textOf) };
}
