import { assign, innerScope } from "./assign.ts";
import { evaluate } from "./evaluate.ts";
import type { ComprehensionExpr, Expr } from "./ir.ts";
import type { State } from "./heap.ts";
import { siteIn, type Env } from "./machine.ts";
import { Builder, keyText } from "./objects.ts";
import { truthOf } from "./truth.ts";
import { unknownVal, type Val } from "./values.ts";

/** Longer lists are not gone through item by item. */
const MAX_ITEMS = 12;

/** The list or dict that a comprehension makes, where the list that it goes through is known. */
export function comprehensionOf(env: Env, state: State, expr: ComprehensionExpr): Val {
  const headers = expr.key && itemsOfEvent(env, state, expr.of);
  // `{name.lower(): value for name, value in event["headers"].items()}` is what it goes through.
  if (headers) return headers;
  const list = evaluate(env, state, expr.of);
  const cell = list.k === "ref" ? state.get(list.id) : undefined;
  const known = cell?.kind === "array" && cell.open === undefined && cell.items.length <= MAX_ITEMS ? cell.items : undefined;
  const builder = new Builder();
  const items: Val[] = [];
  let open = known ? undefined : "a comprehension";
  for (const item of known ?? [unknownVal("an item of a list")]) {
    const inner = innerScope(env, state);
    assign(inner, state, expr.target, item, siteIn(env, expr.of), "block");
    const truths = expr.tests.map((test) => truthOf(state, evaluate(inner, state, test)));
    if (truths.includes("no")) continue;
    const presence = truths.every((truth) => truth === "yes") ? "present" : "maybe";
    const value = evaluate(inner, state, expr.value);
    const key = expr.key && keyText(evaluate(inner, state, expr.key));
    if (expr.key ? key === undefined : presence === "maybe") open ??= "a comprehension";
    if (key !== undefined) builder.put(key, { value, presence: known ? presence : "maybe", site: siteIn(env, expr.value), valueSite: siteIn(env, expr.value) });
    items.push(value);
  }
  const site = siteIn(env, expr);
  if (expr.key) return env.m.allocate(state, "object", site, { props: builder.props, open, inCatch: env.inCatch });
  return env.m.allocate(state, "array", site, open === undefined ? { items } : { open });
}

function itemsOfEvent(env: Env, state: State, of: Expr): Val | undefined {
  if (of.kind !== "call" || of.callee.kind !== "get" || of.callee.key.kind !== "const" || of.callee.key.value !== "items") return undefined;
  const object = evaluate(env, state, of.callee.object);
  return object.k === "event" ? object : undefined;
}
