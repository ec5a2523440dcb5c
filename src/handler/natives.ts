import { argsOf, callFunction, invoke, runCallbacks, type Args } from "./call.ts";
import { defineProperty, ownsKey } from "./define-property.ts";
import { entriesOf } from "./entries-of.ts";
import type { State } from "./heap.ts";
import { requireModule } from "./imports.ts";
import type { Env } from "./machine.ts";
import { Builder, copyOf, deepCopyOf, deleteProperty, envRead, keyText, fieldsOf, openObject, reasonOf } from "./objects.ts";
import { checkOf, truthOf } from "./truth.ts";
import { isOrigin, options, prim, textOfVal, textSources, UNDEFINED, unionOf, unknownVal, type Ext, type Site, type Val } from "./values.ts";
import { isHarmlessWrapper, isMiddy, isPure } from "./names.ts";

/** Calls of globals, of imports, and of what those return. */
export function callExternal(env: Env, state: State, callee: Ext, args: Args, site: Site, isNew: boolean): Val {
  const native = callNative(env, state, callee, args, site, isNew);
  if (native !== undefined) return native;
  const wrapped = callWrapped(env, state, callee, args, site);
  if (wrapped !== undefined) return wrapped;
  const result = env.m.ext(isNew ? "new" : "call", callee, callee.name, site, args.positional, args.keywords);
  const origin = [...args.positional, ...args.keywords.values()].find((value) => options(value).some(isOrigin));
  noteCallback(env, args, callee, site);
  // It answers through the context it is given.
  if (callee.path === "aws-serverless-express#proxy") env.m.exits.push({ value: result, state: state.fork(), site, how: "callback", inCatch: env.inCatch });
  if (env.m.isServing && !isMiddy(callee)) {
    const value = runCallbacks(env, state, args);
    if (value !== undefined) return value;
  }
  if (!isPure(callee)) for (const value of args.positional) openObject(state, value, `${callee.name} may have changed it`);
  if (origin && !isNew) {
    const check = checkOf("call", origin, site);
    if (check && /allow|valid|check|match|permit|is_?|origin/iu.test(callee.name)) return check;
  }
  return result;
}

/** The function that a wrapper was given, called through the wrapper. */
function callWrapped(env: Env, state: State, callee: Ext, args: Args, site: Site): Val | undefined {
  if (callee.how !== "call") return undefined;
  const inner = callee.args.flatMap(options).find((option) => option.k === "fn");
  if (inner === undefined) return undefined;
  const result = invoke(env, state, inner, args, site, false);
  if (!isHarmlessWrapper(callee)) openObject(state, result, `${callee.name} may change it`);
  return result;
}

function noteCallback(env: Env, args: Args, callee: Ext, site: Site): void {
  const hands = args.positional.some((value) => value.k === "special" && (value.what === "callback" || value.what === "succeed" || value.what === "done"));
  if (hands) env.m.unknowns.push({ reason: `${callee.path.replace("#", ".")} answers in its place`, site });
}

function callNative(env: Env, state: State, callee: Ext, args: Args, site: Site, isNew: boolean): Val | undefined {
  const [first, second] = args.positional;
  const path = callee.path;
  if (/(?:^|[.#])streamifyResponse$/u.test(path) && first) return first;
  if (/(?:^|[.#])HttpResponseStream\.from$/u.test(path) && second) {
    env.m.exits.push({ value: second, state: state.fork(), site, how: "stream", inCatch: env.inCatch });
    return { k: "special", what: "stream" };
  }
  switch (path) {
    case "Object.assign":
      return first === undefined ? undefined : objectAssign(env, state, first, args.positional.slice(1), site);
    case "Object.defineProperty":
      return first && second && defineProperty(env, state, first, second, args.positional[2], site);
    case "Object.hasOwn":
    case "Object.prototype.hasOwnProperty.call":
      return first && second && ownsKey(state, first, second);
    case "Object.freeze":
    case "Object.seal":
    case "Promise.resolve":
    case "types#MappingProxyType":
    case "typing#cast":
      return (path === "typing#cast" ? second : first) ?? UNDEFINED;
    case "Object.entries":
    case "Object.keys":
    case "Object.getOwnPropertyNames":
    case "Object.values":
      return first && entriesOf(env, state, first, path === "Object.entries" ? "entries" : path === "Object.values" ? "values" : "keys", site);
    case "Promise.reject":
      return UNDEFINED;
    case "structuredClone":
    case "copy#deepcopy":
      return first === undefined ? undefined : deepCopyOf(env, state, first, site);
    case "JSON.parse":
    case "json#loads":
      return first?.k === "text" && first.json ? deepCopyOf(env, state, first.json, site) : undefined;
    case "copy#copy":
      return first === undefined ? undefined : copyOf(env, state, first, site);
    case "vars":
    case "dataclasses#asdict":
      return first && fieldsOf(env, state, first, site);
    case "dict":
    case "collections#OrderedDict":
    case "Headers":
    case "Map":
    case "Object.fromEntries": {
      const builder = new Builder();
      if (first !== undefined) fill(builder, state, first);
      for (const [key, value] of args.keywords) builder.put(key, { value, presence: "present", site, valueSite: site });
      if (args.unknownRest) builder.open ??= "a spread argument";
      return env.m.allocate(state, "object", site, { props: builder.props, open: builder.open, inCatch: env.inCatch });
    }
    case "list":
    case "set":
    case "tuple":
    case "frozenset":
    case "Set":
    case "Array.from":
      return listFrom(env, state, first, site);
    case "JSON.stringify":
    case "json#dumps":
      return { k: "text", value: { kind: "unknown", reason: "a body" }, env: [], ...(first?.k === "ref" ? { json: first } : {}) };
    case "repr":
    case "base64#b64encode":
      return { k: "text", value: { kind: "unknown", reason: "a body" }, env: [] };
    case "String":
    case "str":
      return stringOf(env, first);
    case "Boolean":
    case "bool": {
      const truth = first === undefined ? "no" : truthOf(state, first);
      return first?.k === "check" ? first : truth === "maybe" ? unknownVal("a condition") : prim(truth === "yes");
    }
    case "os#getenv":
    case "os#environ.get": {
      const name = first && keyText(first);
      if (name === undefined) return unknownVal("an environment variable");
      const fallback = second && textOfVal(second);
      const read = envRead(env, name, fallback?.kind === "known" && second?.k === "prim" && second.value !== null ? fallback.text : undefined, site);
      return second?.k === "prim" && second.value === null ? read : second ? unionOf([read, second]) : read;
    }
    case "require":
    case "importlib#import_module":
      return first === undefined ? undefined : requireModule(env, state, first, site);
    case "Promise":
      return isNew ? newPromise(env, state, first) : undefined;
    case "%delete":
      if (first && second) deleteProperty(state, first, second);
      return UNDEFINED;
    case "RegExp":
      return env.m.ext("new", callee, "RegExp", site, args.positional);
    case "setTimeout":
    case "setImmediate":
      runCallbacks(env, state, args);
      return unknownVal("a timer");
    case "functools#partial":
      return first?.k === "fn" ? { ...first, bound: [...first.bound, ...args.positional.slice(1)] } : undefined;
    case "asyncio#run":
    case "asyncio.run":
      return first;
    default:
      if (/\.(?:run_until_complete)$/u.test(path) && first) return first;
      if (/^(?:re#|RegExp)(?:match|fullmatch|search)$/u.test(path) && second) return checkOf("pattern", second, site, first && textOf(first)) ?? unknownVal("a match");
      return undefined;
  }
}

function textOf(value: Val): string | undefined {
  const text = textOfVal(value);
  return text.kind === "known" ? text.text : undefined;
}

/** The new value of the target: with the properties of all sources. */
function objectAssign(env: Env, state: State, target: Val, sources: readonly Val[], site: Site): Val {
  if (target.k === "ext" && /^(?:module\.)?exports$/u.test(target.ext.path)) {
    const given = new Builder();
    for (const source of sources) given.spread(state, source);
    for (const [name, property] of given.props) env.m.exportsOf(env.frame.module).set(name, property.value);
    return target;
  }
  const cell = target.k === "ref" ? state.get(target.id) : undefined;
  const builder = new Builder();
  builder.spread(state, target);
  for (const source of sources) builder.spread(state, source);
  if (target.k !== "ref" || cell === undefined) return env.m.allocate(state, "object", site, { props: builder.props, open: builder.open ?? reasonOf(target), inCatch: env.inCatch });
  state.set(target.id, { ...cell, props: builder.props, open: builder.open });
  return target;
}

/** From another object, or from a list of pairs. */
function fill(builder: Builder, state: State, source: Val): void {
  const cell = source.k === "ref" ? state.get(source.id) : undefined;
  if (cell?.kind !== "array") {
    builder.spread(state, source);
    return;
  }
  builder.open ??= cell.open;
  for (const item of cell.items) {
    const pair = item.k === "ref" ? state.get(item.id) : undefined;
    const [key, value] = pair?.kind === "array" ? pair.items : [];
    const name = key && keyText(key);
    if (pair && name !== undefined && value !== undefined) builder.put(name, { value, presence: "present", site: pair.site, valueSite: pair.site });
    else builder.open ??= "a pair that is not known";
  }
}

function listFrom(env: Env, state: State, value: Val | undefined, site: Site): Val {
  if (value === undefined) return env.m.allocate(state, "array", site);
  const cell = value.k === "ref" ? state.get(value.id) : undefined;
  if (cell?.kind === "array") return copyOf(env, state, value, site);
  return env.m.allocate(state, "array", site, { open: "a list made of something else" });
}

function stringOf(env: Env, value: Val | undefined): Val {
  if (value === undefined) return prim("");
  if (value.k === "prim" && env.frame.module.language === "python" && typeof value.value === "boolean") return prim(value.value ? "True" : "False");
  if (value.k === "prim") return prim(String(value.value));
  return options(value).every((option) => option.k === "text" || option.k === "event") ? value : { k: "text", value: textOfVal(value), ...textSources([value]) };
}

/** `new Promise((resolve, reject) => …)` is what `resolve` is called with. */
function newPromise(env: Env, state: State, executor: Val | undefined): Val | undefined {
  if (executor?.k !== "fn") return undefined;
  const sink: Val[] = [];
  const branch = state.fork();
  callFunction(env, branch, executor, argsOf([{ k: "special", what: "resolve", sink }, { k: "special", what: "reject" }]), undefined);
  state.merge(branch.live ? [branch] : [state.fork()]);
  return sink.length > 0 ? unionOf(sink) : unknownVal("a promise that is resolved out of view");
}
