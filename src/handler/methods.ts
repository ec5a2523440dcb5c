import { membership } from "./binary.ts";
import { argsOf, invoke, NO_ARGS, type Args } from "./call.ts";
import { entriesOf } from "./entries-of.ts";
import type { Cell, State } from "./heap.ts";
import type { Env } from "./machine.ts";
import { Builder, copyOf, getProperty, keyText, reasonOf, setProperty } from "./objects.ts";
import { callSpecial } from "./specials.ts";
import { stringMethod } from "./strings.ts";
import { checkOf } from "./truth.ts";
import { concatVals, isOrigin, isMethod, options, prim, UNDEFINED, unionOf, unknownVal, type Func, type Ref, type Site, type Special, type Val } from "./values.ts";

/** Methods of built-in things: promises, dicts, lists, strings, functions. `undefined`: not one of those, so the property itself is called. */
export function callMethod(env: Env, state: State, object: Val, name: string, args: Args, site: Site): Val | undefined {
  const promised = promiseMethod(env, state, object, name, args, site);
  if (promised !== undefined) return promised;
  switch (object.k) {
    case "ref":
      return refMethod(env, state, object, name, args, site);
    case "fn":
      return functionMethod(env, state, object, name, args, site);
    case "event": {
      if (name === "get" && args.positional[0]) return withFallback(getProperty(env, state, object, args.positional[0], site, () => UNDEFINED), args.positional[1]);
      return isOrigin(object) || isMethod(object) ? stringMethod(env, state, object, name, args, site) : undefined;
    }
    case "prim":
    case "text":
      return stringMethod(env, state, object, name, args, site);
    case "special":
      return object.what === "super" && env.frame.owner?.base ? superMethod(env, state, name, args, site) : specialMethod(env, state, object, name, args, site);
    case "unknown":
    case "ext": {
      const needle = args.positional[0];
      const asks = ["includes", "has", "indexOf", "test", "match", "exec", "some", "find", "contains"].includes(name);
      if (!asks || needle === undefined) return undefined;
      const isPattern = object.k === "ext" && object.ext.path === "RegExp()";
      return checkOf(isPattern || name === "test" || name === "exec" ? "pattern" : "call", needle, site, isPattern ? patternText(object) : undefined);
    }
    case "union":
      return unionMethod(env, state, object.options, name, args, site);
    case "cls":
    case "check":
      return undefined;
  }
}

/** `(event.headers.origin || event.headers.Origin).endsWith(…)`: whichever of them it is, it is the origin. */
function unionMethod(env: Env, state: State, all: readonly Val[], name: string, args: Args, site: Site): Val | undefined {
  const texts = all.filter((option) => option.k !== "prim" || typeof option.value === "string");
  if (!texts.some(isOrigin)) return undefined;
  const results = texts.map((option) => (isOrigin(option) || option.k === "prim" || option.k === "text" ? stringMethod(env, state, option, name, args, site) : undefined));
  const found = results.filter((result) => result !== undefined);
  if (found.length < texts.length) return undefined;
  // A test of what is no origin (a default) decides nothing about the origin.
  return found.find((result) => result.k === "check" && result.checks.every(({ subject }) => subject === "origin")) ?? unionOf(found);
}

function patternText(object: Val): string | undefined {
  const [source] = object.k === "ext" ? object.ext.args : [];
  return source?.k === "prim" && typeof source.value === "string" ? source.value : undefined;
}

export function withFallback(value: Val, fallback: Val | undefined): Val {
  return unionOf([value, fallback ?? prim(null)]);
}

/** `callback.bind(null, null)`, `callback.call(this, null, response)`. */
function specialMethod(env: Env, state: State, special: Special, name: string, args: Args, site: Site): Val | undefined {
  const positional = args.positional.slice(1);
  if (name === "bind") return { ...special, bound: [...(special.bound ?? []), ...positional] };
  return name === "call" ? callSpecial(env, state, special, { ...args, positional }, site) : undefined;
}

function superMethod(env: Env, state: State, name: string, args: Args, site: Site): Val | undefined {
  const owner = env.frame.owner;
  const self = env.frame.self;
  if (owner?.base?.k !== "cls" || self === undefined) return undefined;
  const found = getProperty(env, state, owner.base, prim(name), site, () => UNDEFINED);
  return found.k === "fn" ? invoke(env, state, { ...found, self }, args, site, false) : undefined;
}

/** `then`, `catch`, `finally`. A promise counts as its value, so `then` calls on with it, and `catch` may take its place. */
function promiseMethod(env: Env, state: State, object: Val, name: string, args: Args, site: Site): Val | undefined {
  const callable = (value: Val | undefined): value is Val => value !== undefined && options(value).some((option) => option.k === "fn" || option.k === "special" || option.k === "ext");
  const [first, second] = args.positional;
  if (name === "then" && callable(first)) {
    const values = [run(env, state, first, [object], site)];
    const caught = callable(second) ? runMaybe({ ...env, inCatch: true }, state, second, { k: "special", what: "error" }, site) : undefined;
    return unionOf(caught ? [...values, caught] : values);
  }
  if (name === "catch" && callable(first)) {
    const caught = runMaybe({ ...env, inCatch: true }, state, first, { k: "special", what: "error" }, site);
    return caught ? unionOf([object, caught]) : object;
  }
  if (name === "finally" && callable(first)) {
    runMaybe(env, state, first, undefined, site);
    return object;
  }
  return name === "promise" && object.k === "ext" ? env.m.ext("call", env.m.ext("get", object.ext, "promise", site).ext, "promise", site) : undefined;
}

function run(env: Env, state: State, callee: Val, values: readonly Val[], site: Site): Val {
  const branch = state.fork();
  const result = callee.k === "fn" ? invokeQuietly(env, branch, callee, values) : invoke(env, branch, callee, argsOf(values), site, false);
  state.merge(branch.live ? [branch] : [state.fork()]);
  return result;
}

function runMaybe(env: Env, state: State, callee: Val, value: Val | undefined, site: Site): Val | undefined {
  const branch = state.fork();
  const args = value === undefined ? NO_ARGS : argsOf([value]);
  const result = callee.k === "fn" ? invokeQuietly(env, branch, callee, args.positional) : invoke(env, branch, callee, args, site, false);
  state.merge([branch, state.fork()]);
  // An error that is thrown again is no value.
  return branch.live ? result : undefined;
}

/** Calls a callback: its literal body is where the value is written, so the trail gets no entry. A named function does get one. */
function invokeQuietly(env: Env, state: State, callee: Func, values: readonly Val[]): Val {
  return invoke(env, state, callee, argsOf(values), { file: callee.module.file, start: -1, end: -1 }, false);
}

function functionMethod(env: Env, state: State, fn: Func, name: string, args: Args, site: Site): Val | undefined {
  const [self, ...rest] = args.positional;
  if (name === "bind") return { ...fn, self: fn.self ?? (self?.k === "ref" ? self : undefined), bound: [...fn.bound, ...rest] };
  if (name === "call") return invoke(env, state, { ...fn, self: fn.self ?? self }, { ...args, positional: rest }, site, false);
  if (name === "apply") {
    const list = rest[0]?.k === "ref" ? state.get(rest[0].id) : undefined;
    const positional = list?.kind === "array" ? list.items : [];
    return invoke(env, state, { ...fn, self: fn.self ?? self }, { positional, keywords: new Map(), unknownRest: list?.kind !== "array" || list.open !== undefined }, site, false);
  }
  return undefined;
}

function refMethod(env: Env, state: State, ref: Ref, name: string, args: Args, site: Site): Val | undefined {
  const cell = state.get(ref.id);
  if (cell === undefined || cell.props.has(name) || cell.cls !== undefined) return undefined;
  return cell.kind === "array" ? listMethod(env, state, ref, name, args, site) : dictMethod(env, state, ref, name, args, site);
}

function dictMethod(env: Env, state: State, ref: Ref, name: string, args: Args, site: Site): Val | undefined {
  const [key, value] = args.positional;
  const cell = state.get(ref.id);
  if (cell === undefined) return undefined;
  switch (name) {
    case "update": {
      const builder = new Builder();
      builder.spread(state, ref);
      if (key !== undefined) builder.spread(state, key);
      for (const [keyword, given] of args.keywords) builder.put(keyword, { value: given, presence: "present", site, valueSite: site });
      if (args.unknownRest) builder.open ??= "a spread argument";
      state.set(ref.id, { ...cell, props: builder.props, open: builder.open });
      return prim(null);
    }
    case "setdefault":
      if (key === undefined) return undefined;
      if (keyText(key) === undefined || cell.props.get(keyText(key) ?? "")?.presence !== "present") setProperty(env, state, ref, key, value ?? prim(null), site, site);
      return getProperty(env, state, ref, key, site, () => UNDEFINED);
    case "set":
    case "append":
    case "setHeader":
    case "__setitem__":
      if (key !== undefined && value !== undefined) setProperty(env, state, ref, key, value, site, site);
      return ref;
    case "get":
    case "pop": {
      if (key === undefined) return undefined;
      const found = cell.props.get(keyText(key) ?? "");
      const result = found?.presence === "present" ? found.value : found === undefined && cell.open === undefined && keyText(key) !== undefined ? (value ?? prim(null)) : withFallback(getProperty(env, state, ref, key, site, () => UNDEFINED), value);
      if (name === "pop" && found) {
        const props = new Map(cell.props);
        props.delete(keyText(key) ?? "");
        state.set(ref.id, { ...cell, props });
      }
      return result;
    }
    case "copy":
      return copyOf(env, state, ref, site);
    case "has":
    case "hasOwnProperty":
    case "__contains__":
      return key === undefined ? undefined : (membership(env, state, key, ref, site) ?? unknownVal("a membership test"));
    case "keys":
    case "values":
    case "items":
    case "entries":
      return entriesOf(env, state, ref, name === "items" ? "entries" : name, site) ?? unknownVal(`${name} of an object`);
    case "toString":
      return unknownVal(`${name} of an object`);
    default:
      return undefined;
  }
}

function listMethod(env: Env, state: State, ref: Ref, name: string, args: Args, site: Site): Val | undefined {
  const cell = state.get(ref.id);
  const [first] = args.positional;
  if (cell === undefined) return undefined;
  switch (name) {
    case "push":
    case "append":
    case "add":
    case "unshift":
      state.set(ref.id, { ...cell, items: [...cell.items, ...args.positional].slice(0, 200) });
      return UNDEFINED;
    case "includes":
    case "has":
    case "indexOf":
    case "index":
    case "__contains__":
      return first === undefined ? undefined : (membership(env, state, first, ref, site) ?? unknownVal("a membership test"));
    case "some":
    case "every":
    case "find":
    case "filter": {
      if (first?.k !== "fn") return unknownVal(`${name} of a list`);
      const item = cell.items.length > 0 && cell.open === undefined ? unionOf(cell.items) : unknownVal("an item of a list");
      const verdict = run(env, state, first, [item], site);
      if (name === "some" || name === "every") return verdict.k === "check" ? { ...verdict, checks: verdict.checks.map((check) => (check.kind === "equality" ? { ...check, kind: "list" as const } : check)) } : unknownVal(`${name} of a list`);
      return name === "find" ? unionOf([item, UNDEFINED]) : unknownVal("a filtered list");
    }
    case "forEach":
      if (first?.k === "fn" && cell.open === undefined && cell.items.length <= MAX_ITEMS) for (const item of cell.items) run(env, state, first, [item], site);
      else if (first?.k === "fn") runMaybe(env, state, first, unknownVal("an item of a list"), site);
      return UNDEFINED;
    case "map":
    case "flatMap":
    case "reduce": {
      const isShort = cell.open === undefined && cell.items.length <= MAX_ITEMS;
      if (first?.k === "fn" && isShort && name === "map") return env.m.allocate(state, "array", site, { items: cell.items.map((item) => run(env, state, first, [item], site)) });
      if (first?.k === "fn" && isShort && name === "reduce" && args.positional.length === 2) return cell.items.reduce((sum, item) => run(env, state, first, [sum, item], site), args.positional[1] ?? UNDEFINED);
      if (first?.k === "fn") run(env, state, first, [cell.items.length > 0 && cell.open === undefined ? unionOf(cell.items) : unknownVal("an item of a list")], site);
      return name === "map" ? env.m.allocate(state, "array", site, { open: "a mapped list" }) : unknownVal(`${name} of a list`);
    }
    case "join":
      return joined(cell, first ?? prim(",")) ?? { k: "text", value: { kind: "unknown", reason: "a joined list" }, env: [] };
    case "concat":
    case "slice":
      return copyOf(env, state, ref, site);
    default:
      return unknownVal(`${name} of a list (${reasonOf(ref)})`);
  }
}

const MAX_JOINED = 50;
/** Longer lists are not gone through item by item. */
const MAX_ITEMS = 12;

/** `list.join(separator)`, where each item of the list is in view. */
function joined({ items, open }: Cell, separator: Val): Val | undefined {
  if (open !== undefined || items.length === 0 || items.length > MAX_JOINED) return undefined;
  return concatVals(items.flatMap((item, index) => (index === 0 ? [item] : [separator, item])));
}
