import type { Args } from "./call.ts";
import { initialize } from "./call.ts";
import type { Expr } from "./ir.ts";
import type { State } from "./heap.ts";
import type { Env } from "./machine.ts";
import { options, UNDEFINED, unknownVal, type Site, type Special, type Val } from "./values.ts";

/** Calls of what Lambda hands to a handler, of a promise's `resolve`, and of `super`. */
export function callSpecial(env: Env, state: State, callee: Special, args: Args, site: Site, expr?: Expr): Val {
  const positional = [...(callee.bound ?? []), ...args.positional];
  const [first, second] = positional;
  switch (callee.what) {
    case "callback":
    case "done":
      if (positional.length >= 2 && second !== undefined && !isFailure(first)) hand(env, state, second, site);
      return UNDEFINED;
    case "succeed":
      if (first !== undefined) hand(env, state, first, site);
      return UNDEFINED;
    case "resolve":
      if (first !== undefined) callee.sink?.push(first);
      return UNDEFINED;
    case "super":
      return callSuper(env, state, args, site, expr);
    case "fail":
    case "reject":
      return UNDEFINED;
    case "context":
    case "stream":
    case "error":
      return unknownVal(`it calls the ${callee.what}`);
  }
}

function hand(env: Env, state: State, value: Val, site: Site): void {
  env.m.exits.push({ value, state: state.fork(), site, how: "callback", inCatch: env.inCatch });
}

/** Lambda ignores the response where the first argument is an error. */
function isFailure(error: Val | undefined): boolean {
  if (error === undefined) return false;
  return options(error).every((option) => (option.k === "prim" ? Boolean(option.value) : option.k === "ref" || (option.k === "ext" && option.ext.how === "new")));
}

/** `super(…)` of JavaScript runs the constructor of the base; `super()` of Python is the base itself. */
function callSuper(env: Env, state: State, args: Args, site: Site, expr?: Expr): Val {
  const { owner, self } = env.frame;
  if (expr?.kind === "name" && env.frame.module.language === "python") return { k: "special", what: "super" };
  if (owner?.base?.k === "cls" && self?.k === "ref") initialize(env, state, owner.base, self, args, 1);
  return UNDEFINED;
}
