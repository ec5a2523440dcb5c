import type { ConditionalExpr, Expr, LogicalExpr, ObjectExpr, Pattern } from "./ir.ts";
import { assign, lookup } from "./assign.ts";
import { binary } from "./binary.ts";
import { call, callFunction } from "./call.ts";
import { comprehensionOf } from "./comprehension.ts";
import type { Property, State } from "./heap.ts";
import { siteIn, type Env } from "./machine.ts";
import { Builder, getProperty, keySite, keyText, reasonOf } from "./objects.ts";
import { refine } from "./refine.ts";
import { assume, combined, narrowed, notCheck, truthOf } from "./truth.ts";
import { concatVals, options, prim, textOfVal, UNDEFINED, unionOf, unknownVal, type Class, type Func, type Val } from "./values.ts";

/** What an expression may be, in a state that it may change. Never throws; what is not followed is unknown, with the reason. */
export function evaluate(env: Env, state: State, expr: Expr): Val {
  if (!env.m.step()) return unknownVal("the analysis reached its limit");
  switch (expr.kind) {
    case "const":
      return prim(expr.value);
    case "name":
      return lookup(env, state, expr);
    case "template":
      return concatVals(expr.parts.map((part) => (typeof part === "string" ? prim(part) : evaluate(env, state, part))));
    case "object":
      return objectOf(env, state, expr);
    case "array": {
      const items: Val[] = [];
      let open: string | undefined;
      for (const item of expr.items) {
        const value = evaluate(env, state, item.value);
        const cell = item.spread && value.k === "ref" ? state.get(value.id) : undefined;
        if (!item.spread) items.push(value);
        else if (cell?.kind === "array" && cell.open === undefined) items.push(...cell.items);
        else open = reasonOf(value);
      }
      return env.m.allocate(state, "array", siteIn(env, expr), { items: items.slice(0, 200), open: items.length > 200 ? "a long list" : open });
    }
    case "get": {
      const object = evaluate(env, state, expr.object);
      const key = evaluate(env, state, expr.key);
      return getProperty(env, state, object, key, siteIn(env, expr), (fn, at) => callFunction(env, at, fn, { positional: [], keywords: new Map(), unknownRest: false }, undefined));
    }
    case "call":
      return call(env, state, expr);
    case "function":
      return functionValue(env, expr.fn);
    case "class":
      return classValue(env, state, expr.cls);
    case "conditional":
      return conditional(env, state, expr);
    case "logical":
      return logical(env, state, expr);
    case "binary":
      return binary(env, state, expr);
    case "not": {
      const value = evaluate(env, state, expr.value);
      const truth = truthOf(state, value);
      if (value.k === "check") return notCheck(value);
      return truth === "maybe" ? unknownVal("a condition") : prim(truth === "no");
    }
    case "assign":
      return assignExpression(env, state, expr.target, expr.operator, expr.value);
    case "sequence":
      return expr.parts.reduce<Val>((_, part) => evaluate(env, state, part), UNDEFINED);
    case "comprehension":
      return comprehensionOf(env, state, expr);
    case "opaque":
      for (const part of expr.parts) evaluate(env, state, part);
      return unknownVal(expr.reason);
  }
}

export function functionValue(env: Env, fn: Func["fn"]): Func {
  return { k: "fn", fn, scope: env.scope, module: env.frame.module, self: fn.isArrow ? env.frame.self : undefined, bound: [], owner: fn.isArrow ? env.frame.owner : undefined };
}

function classValue(env: Env, state: State, cls: Class["cls"]): Class {
  const base = cls.base ? evaluate(env, state, cls.base) : undefined;
  // `object` and `Enum`-like bases of Python add no members that matter.
  const inView = base?.k === "ext" && (base.ext.path === "object" || base.ext.path === "Object" || base.ext.path === "Error" || base.ext.path === "Exception") ? undefined : base;
  const props = new Map<string, Property>();
  for (const field of cls.members) {
    if (field.kind !== "field" || !field.isStatic) continue;
    const site = siteIn(env, field.value);
    props.set(field.name, { value: evaluate(env, state, field.value), presence: "present", site, valueSite: site });
  }
  const statics = env.m.allocate(state, "object", siteIn(env, cls), { props });
  return { k: "cls", cls, scope: env.scope, module: env.frame.module, base: inView, statics };
}

function objectOf(env: Env, state: State, expr: ObjectExpr): Val {
  const builder = new Builder();
  for (const entry of expr.entries) {
    if (!env.m.step()) builder.open = "the analysis reached its limit";
    if (entry.kind === "spread") {
      builder.spread(state, evaluate(env, state, entry.value));
      continue;
    }
    const key = evaluate(env, state, entry.key);
    const value = evaluate(env, state, entry.value);
    const names = options(key).map(keyText);
    for (const name of names) {
      if (name === undefined) builder.open ??= "a computed key";
      else builder.put(name, { value, presence: names.length === 1 ? "present" : "maybe", ...(entry.isGetter ? { isGetter: true } : {}), ...keySite(env, entry.key, entry.value) }, true);
    }
  }
  return env.m.allocate(state, "object", siteIn(env, expr), { props: builder.props, open: builder.open, inCatch: env.inCatch, repeated: builder.repeated });
}

/** `test ? a : b`: only what can be is evaluated, each under the outcome of the test. */
function conditional(env: Env, state: State, expr: ConditionalExpr): Val {
  const test = evaluate(env, state, expr.test);
  const truth = truthOf(state, test);
  if (truth !== "maybe") return evaluate(env, state, truth === "yes" ? expr.then : expr.otherwise);
  const [yes, no] = [state.fork(), state.fork()];
  assume(yes, test, true);
  assume(no, test, false);
  refine(env, yes, expr.test, true);
  refine(env, no, expr.test, false);
  const values = [evaluate(env, yes, expr.then), evaluate(env, no, expr.otherwise)];
  state.merge([yes, no]);
  return unionOf(values);
}

function logical(env: Env, state: State, expr: LogicalExpr): Val {
  const left = evaluate(env, state, expr.left);
  const keepsLeft = expr.operator === "and" ? false : true;
  const truth = expr.operator === "coalesce" ? presenceOf(left) : truthOf(state, left);
  if (truth === "yes" && keepsLeft) return left;
  if (truth === "no" && !keepsLeft) return left;
  if (truth !== "maybe") return evaluate(env, state, expr.right);
  const branch = state.fork();
  if (expr.operator !== "coalesce") assume(branch, left, expr.operator === "and");
  if (expr.operator !== "coalesce") refine(env, branch, expr.left, expr.operator === "and");
  const right = evaluate(env, branch, expr.right);
  noteDefault(env, left, right);
  state.merge([branch, state.fork()]);
  if (expr.operator !== "coalesce") {
    const both = combined(left, right, expr.operator);
    if (both) return both;
  }
  const rest = expr.operator === "coalesce" ? options(left).filter((option) => presenceOf(option) !== "no") : narrowed(state, left, keepsLeft);
  // `flag && value`: where the flag is a plain condition, what is left of it is nothing that is spread or sent.
  const kept = expr.operator === "and" ? rest.map((option) => (option.k === "ref" ? option : prim(false))) : rest;
  return unionOf([...kept, right]);
}

/** `a ||= b`: what was there before stays where the operator lets it. */
function keptOrReplaced(state: State, operator: "||" | "??" | "&&", before: Val, value: Val): Val {
  const truth = operator === "??" ? presenceOf(before) : truthOf(state, before);
  if (truth !== "maybe") return (truth === "yes") === (operator === "&&") ? value : before;
  const kept = operator === "??" ? options(before).filter((option) => presenceOf(option) !== "no") : narrowed(state, before, operator === "||");
  return unionOf([...kept, value]);
}

/** Is there a value that is neither null nor undefined? */
function presenceOf(value: Val): "yes" | "no" | "maybe" {
  const answers = new Set(options(value).map((option) => (option.k === "prim" ? (option.value === undefined || option.value === null ? "no" : "yes") : option.k === "ref" || option.k === "fn" ? "yes" : "maybe")));
  const [only] = answers;
  return answers.size === 1 && only ? only : "maybe";
}

/** `process.env.X || "default"`. */
function noteDefault(env: Env, left: Val, right: Val): void {
  if (left.k !== "text" || left.env.length !== 1) return;
  const text = textOfVal(right);
  const index = env.m.envReads.findLastIndex((read) => read.name === left.env[0]);
  const read = env.m.envReads[index];
  if (read && text.kind === "known") env.m.envReads[index] = { ...read, fallback: text.text };
}

function assignExpression(env: Env, state: State, target: Pattern, operator: string | undefined, valueExpr: Expr): Val {
  if (operator === undefined) {
    const value = evaluate(env, state, valueExpr);
    assign(env, state, target, value, siteIn(env, valueExpr));
    return value;
  }
  const before = target.kind === "name" ? lookup(env, state, target) : target.kind === "get" ? evaluate(env, state, target.target) : unknownVal("an assignment");
  const value = evaluate(env, state, valueExpr);
  const result = updated(env, state, operator, before, value, valueExpr);
  assign(env, state, target, result, siteIn(env, valueExpr));
  return result;
}

function updated(env: Env, state: State, operator: string, before: Val, value: Val, expr: Expr): Val {
  if (operator === "+") return concatVals([before, value]);
  if (operator === "|" && before.k === "ref") {
    const builder = new Builder();
    builder.spread(state, before);
    builder.spread(state, value);
    const cell = state.get(before.id);
    if (cell) state.set(before.id, { ...cell, props: builder.props, open: builder.open });
    return before;
  }
  if (operator === "||" || operator === "??" || operator === "&&") return keptOrReplaced(state, operator, before, value);
  return unknownVal(`the operator ${operator}= at ${expr.start}`);
}
