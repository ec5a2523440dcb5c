import { evaluate } from "./evaluate.ts";
import { callFunction } from "./call.ts";
import type { Pattern } from "./ir.ts";
import { newCell, propertyValue, type State } from "./heap.ts";
import { siteIn, type Env } from "./machine.ts";
import { getProperty, keyText, setProperty } from "./objects.ts";
import { options, prim, UNDEFINED, unionOf, unknownVal, type Ext, type Site, type Val } from "./values.ts";

const MAX_SCOPES = 200;

/** The value of a name: the innermost scope that has it, else something global. */
export function lookup(env: Env, state: State, name: { readonly name: string; readonly start: number; readonly end: number }): Val {
  if (name.name === "this") return env.frame.self ?? unknownVal("this");
  if (name.name === "super" && env.frame.owner) return { k: "special", what: "super" };
  let scope: number | undefined = env.scope;
  for (let i = 0; scope !== undefined && i < MAX_SCOPES; i++) {
    const cell = state.get(scope);
    const found = cell?.props.get(name.name);
    if (found && cell) {
      const value = propertyValue(cell, name.name) ?? UNDEFINED;
      return withChecks(state, value);
    }
    scope = cell?.parent;
  }
  if (name.name === "__name__") return prim("module");
  return env.m.ext("global", undefined, name.name, siteIn(env, name));
}

/** The request's origin carries the tests that were passed before it is used. */
function withChecks(state: State, value: Val): Val {
  const passed = state.checks.filter((check) => check.subject === "origin");
  if (passed.length === 0) return value;
  return unionOf(
    options(value).map((option) => {
      if (option.k === "event") return { ...option, checks: [...new Set([...option.checks, ...passed])] };
      return option.k === "text" && option.origin ? { ...option, origin: { ...option.origin, checks: [...new Set([...option.origin.checks, ...passed])] } } : option;
    }),
  );
}

/** Opens a scope below the current one. */
export function innerScope(env: Env, state: State, isFunction = false): Env {
  const id = env.m.nextId();
  state.set(id, newCell("scope", siteIn(env, { start: 0, end: 0 }), { parent: env.scope, isFunction }));
  return { ...env, scope: id };
}

export function declare(env: Env, state: State, name: string, value: Val, scope: "block" | "function", site: Site): void {
  let id: number | undefined = env.scope;
  if (scope === "function") while (id !== undefined && state.get(id)?.isFunction === false) id = state.get(id)?.parent;
  define(env, state, id ?? env.scope, name, value, site);
}

function define(env: Env, state: State, id: number, name: string, value: Val, site: Site): void {
  const cell = state.get(id);
  if (cell === undefined || !env.m.step(1 + (cell.props.size >> 6))) return;
  state.set(id, { ...cell, props: new Map(cell.props).set(name, { value, presence: "present", site, valueSite: site }) });
}

/** Gives a name a value: where it is declared, else in the outermost scope. */
function assignName(env: Env, state: State, name: string, value: Val, site: Site): void {
  let id = env.scope;
  for (let i = 0; i < MAX_SCOPES; i++) {
    const cell = state.get(id);
    if (cell?.props.has(name) || cell?.parent === undefined) break;
    id = cell.parent;
  }
  define(env, state, id, name, value, site);
}

/** Takes a value apart as the pattern says. `scope` is set for declarations. */
export function assign(env: Env, state: State, target: Pattern, value: Val, valueSite: Site, scope?: "block" | "function"): void {
  switch (target.kind) {
    case "name":
      if (scope) declare(env, state, target.name, value, scope, siteIn(env, target));
      else assignName(env, state, target.name, value, siteIn(env, target));
      return;
    case "get": {
      const object = evaluate(env, state, target.target.object);
      const key = evaluate(env, state, target.target.key);
      if (object.k === "ext" && keyText(key) !== undefined) assignToExt(env, object.ext, keyText(key) ?? "", value, valueSite);
      setProperty(env, state, object, key, value, siteIn(env, target.target.key), valueSite);
      return;
    }
    case "default": {
      assign(env, state, target.target, withDefault(value, () => evaluate(env, state, target.fallback)), valueSite, scope);
      return;
    }
    case "object":
      for (const property of target.properties) {
        const key = evaluate(env, state, property.key);
        const found = getProperty(env, state, value, key, siteIn(env, property.key), (fn, at) => callFunction(env, at, fn, { positional: [], keywords: new Map(), unknownRest: false }, undefined));
        const fallback = property.fallback;
        assign(env, state, property.target, fallback ? withDefault(found, () => evaluate(env, state, fallback)) : found, valueSite, scope);
      }
      if (target.rest) assign(env, state, target.rest, restOf(env, state, value, target.properties.map((property) => keyText(evaluate(env, state, property.key))), valueSite), valueSite, scope);
      return;
    case "array": {
      const cell = value.k === "ref" ? state.get(value.id) : undefined;
      const isList = cell?.kind === "array" && cell.open === undefined;
      target.items.forEach((item, index) => item && assign(env, state, item, (isList ? cell.items[index] : undefined) ?? unknownVal("an item of a list"), valueSite, scope));
      if (target.rest) assign(env, state, target.rest, unknownVal("the rest of a list"), valueSite, scope);
      return;
    }
    case "ignored":
      return;
  }
}

/** The properties of an object that a pattern does not name. */
function restOf(env: Env, state: State, value: Val, taken: readonly (string | undefined)[], site: Site): Val {
  return unionOf(
    options(value).map((option) => {
      const cell = option.k === "ref" ? state.get(option.id) : undefined;
      if (cell?.kind !== "object" || cell.cls !== undefined || taken.includes(undefined)) return unknownVal("the rest of an object");
      const props = new Map([...cell.props].filter(([key]) => !taken.includes(key)));
      return env.m.allocate(state, "object", site, { props, open: cell.open, inCatch: env.inCatch });
    }),
  );
}

/** `exports.x = …`, `module.exports = …`, and settings of what is out of view. */
function assignToExt(env: Env, target: Ext, name: string, value: Val, site: Site): void {
  const path = target.path;
  if (path === "exports" || path === "module.exports") env.m.exportsOf(env.frame.module).set(name, value);
  else if (path === "module" && name === "exports") env.m.exportsOf(env.frame.module).set("*", value);
  else if (env.m.step()) env.m.extWrites.push({ target, name, value, site });
}

/** A default takes the place of `undefined` only. */
export function withDefault(value: Val, fallback: () => Val): Val {
  const all = options(value);
  const isMissing = (option: Val): boolean => option.k === "prim" && option.value === undefined;
  if (!all.some((option) => isMissing(option) || option.k === "unknown" || option.k === "event")) return value;
  if (all.every(isMissing)) return fallback();
  return unionOf([...all.filter((option) => !isMissing(option)), fallback()]);
}
