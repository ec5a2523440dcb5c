import { argsOf, invoke } from "./call.ts";
import { evaluate } from "./evaluate.ts";
import type { State } from "./heap.ts";
import { siteIn, type Env } from "./machine.ts";
import type { Func, Val } from "./values.ts";

const PLAIN: ReadonlySet<string> = new Set(["staticmethod", "classmethod", "property", "abc#abstractmethod", "functools#lru_cache", "functools#cache"]);

/** A decorated function: what its decorators make of it. One in view is run; another leaves a call of it with the function as argument. */
export function applyDecorators(env: Env, state: State, fn: Func): Val {
  let value: Val = fn;
  for (const decorator of fn.fn.decorators.toReversed()) {
    const found = evaluate(env, state, decorator);
    if (found.k === "ext" && (PLAIN.has(found.ext.path) || /^functools#wraps/u.test(found.ext.path))) continue;
    if (found.k === "fn" || found.k === "cls") {
      const made = invoke(env, state, found, argsOf([value]), siteIn(env, decorator), false);
      if (made.k === "fn" || made.k === "ext" || made.k === "ref") value = made.k === "fn" ? { ...made, fn: { ...made.fn, name: fn.fn.name } } : made;
      continue;
    }
    if (found.k === "ext") value = env.m.ext("call", found.ext, found.ext.name, siteIn(env, decorator), [value]);
  }
  return value;
}
