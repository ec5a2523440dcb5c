import { evaluate } from "./evaluate.ts";
import type { BinaryExpr } from "./ir.ts";
import type { State } from "./heap.ts";
import { siteIn, type Env } from "./machine.ts";
import { Builder } from "./objects.ts";
import { checkOf, notCheck } from "./truth.ts";
import { concatVals, isMethod, isOfOtherEvents, options, prim, textOfVal, unknownVal, type Check, type CheckVal, type Primitive, type Val } from "./values.ts";

/** `a + b`, `a | b`, comparisons and membership. */
export function binary(env: Env, state: State, expr: BinaryExpr): Val {
  const left = evaluate(env, state, expr.left);
  const right = evaluate(env, state, expr.right);
  const site = siteIn(env, expr);
  const outcome = comparedCheck(left, right, expr.operator) ?? comparedCheck(right, left, MIRRORED[expr.operator] ?? expr.operator);
  if (outcome) return outcome;
  switch (expr.operator) {
    case "+":
      return plus(left, right);
    case "%":
      return left.k === "prim" && typeof left.value === "string" ? concatVals([prim(left.value.split("%")[0] ?? ""), unknownVal("a formatted string")]) : unknownVal("arithmetic");
    case "|":
      return merged(env, state, left, right, site);
    case "==":
    case "===":
      return equality(env, left, right, site) ?? unknownVal("a comparison");
    case "!=":
    case "!==": {
      const same = equality(env, left, right, site);
      if (same?.k === "check") return notCheck(same);
      return same?.k === "prim" ? prim(!same.value) : unknownVal("a comparison");
    }
    case "in":
      return membership(env, state, left, right, site) ?? unknownVal("a membership test");
    case "not in": {
      const inside = membership(env, state, left, right, site);
      return inside === undefined ? unknownVal("a membership test") : inside.k === "prim" ? prim(!inside.value) : notCheck(inside);
    }
    default:
      return unknownVal(`the operator ${expr.operator}`);
  }
}

const MIRRORED: Readonly<Record<string, string>> = { "<": ">", ">": "<", "<=": ">=", ">=": "<=" };

/** `list.indexOf(x) !== -1`, `text.match(p) != null`, `(a in b) == True`: still the test itself, or its opposite. */
function comparedCheck(check: Val, other: Val, operator: string): CheckVal | undefined {
  if (check.k !== "check" || other.k !== "prim") return undefined;
  const isEqual = operator === "==" || operator === "===";
  const isDifferent = operator === "!=" || operator === "!==";
  const value = other.value;
  if (value === -1) return isEqual ? notCheck(check) : isDifferent || operator === ">" ? check : undefined;
  if (value === 0) return operator === ">=" ? check : operator === "<" ? notCheck(check) : undefined;
  if (value === true) return isEqual ? check : isDifferent ? notCheck(check) : undefined;
  const isNothing = value === null || value === undefined || value === false;
  return isNothing && isEqual ? notCheck(check) : isNothing && isDifferent ? check : undefined;
}

function plus(left: Val, right: Val): Val {
  if (left.k === "prim" && right.k === "prim" && typeof left.value === "number" && typeof right.value === "number") return prim(left.value + right.value);
  const isText = (value: Val): boolean => options(value).some((option) => option.k === "text" || (option.k === "prim" && typeof option.value === "string"));
  return isText(left) || isText(right) ? concatVals([left, right]) : unknownVal("a sum");
}

/** Python's `a | b` of two dicts. */
function merged(env: Env, state: State, left: Val, right: Val, site: Check["site"]): Val {
  const isDict = (value: Val): boolean => options(value).some((option) => option.k === "ref");
  if (!isDict(left) && !isDict(right)) return unknownVal("the operator |");
  const builder = new Builder();
  builder.spread(state, left);
  builder.spread(state, right);
  return env.m.allocate(state, "object", site, { props: builder.props, open: builder.open, inCatch: env.inCatch });
}

/** Comparison with a text; the method of the request keeps the text it is compared with. */
export function equality(env: Env, left: Val, right: Val, site: Check["site"]): CheckVal | Val | undefined {
  if (left.k === "prim" && right.k === "prim") return prim(left.value === right.value || (left.value ?? null) === (right.value ?? null));
  const foreign = equalityWithNothing(left, right) ?? equalityWithNothing(right, left);
  if (foreign) return foreign;
  const found = checkOf("equality", left, site, text(right)) ?? checkOf("equality", right, site, text(left));
  if (found) noteMethod(env, found);
  return found;
}

/** `event.source === "aws.events"`, also with a default: what requests do not have is equal to nothing but nothing. */
function equalityWithNothing(left: Val, right: Val): Val | undefined {
  if (right.k !== "prim" || !options(left).some(isOfOtherEvents)) return undefined;
  const outcomes = new Set(options(left).map((option) => (isOfOtherEvents(option) ? (right.value ?? null) === null : option.k === "prim" ? option.value === right.value : undefined)));
  const [only] = outcomes;
  return outcomes.size === 1 && only !== undefined ? prim(only) : undefined;
}

function text(value: Val): string | undefined {
  const known = textOfVal(value);
  return known.kind === "known" ? known.text : undefined;
}

export function noteMethod(env: Env, check: CheckVal): void {
  for (const one of check.checks) if (one.kind === "method") env.m.methodChecks.push(one);
}

/** `needle in haystack`: a list, a set, a map, or (dangerously) a string. */
export function membership(env: Env, state: State, needle: Val, haystack: Val, site: Check["site"]): CheckVal | Primitive | undefined {
  if (haystack.k === "event" && haystack.path === "" && isOfOtherEvents({ ...haystack, path: text(needle) ?? "" })) return prim(false);
  if (options(needle).some(isMethod)) return methodMembership(env, state, needle, haystack, site);
  return checkOf(membershipKind(state, haystack), needle, site, text(haystack));
}

function methodMembership(env: Env, state: State, needle: Val, haystack: Val, site: Check["site"]): CheckVal | undefined {
  const cell = haystack.k === "ref" ? state.get(haystack.id) : undefined;
  const names = cell?.kind === "array" ? cell.items.map(text) : [];
  const checks = names.flatMap((name) => checkOf("equality", needle, site, name)?.checks ?? []);
  if (checks.length === 0) return checkOf("list", needle, site);
  const found: CheckVal = { k: "check", checks, mode: "any" };
  noteMethod(env, found);
  return found;
}

/** What kind of thing is searched. A string is only said to be one where that is known. */
export function membershipKind(state: State, haystack: Val): Check["kind"] {
  const kinds = options(haystack).map((option): Check["kind"] => {
    if (option.k === "ref") return state.get(option.id)?.kind === "array" ? "list" : "lookup";
    if (option.k === "text" || (option.k === "prim" && typeof option.value === "string")) return "text";
    return "call";
  });
  return kinds.includes("text") ? "text" : (kinds[0] ?? "call");
}
