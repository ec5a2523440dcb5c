import { unseenVariable } from "./environment.ts";
import { propertyValue, type Cell, type Property, type State } from "./heap.ts";
import { siteIn, type Env } from "./machine.ts";
import type { Expr } from "./ir.ts";
import { isEnvironment } from "./names.ts";
import { STATUSES } from "./statuses.ts";
import { isOrigin, options, prim, UNDEFINED, unionOf, unknownVal, type Class, type EventVal, type Func, type Ref, type Site, type Val } from "./values.ts";

/** Receives calls of getters; handed in, since calling lives in another module. */
export type CallGetter = (fn: Func, state: State) => Val;

/** The key of a property, if it is known: numbers and booleans as JavaScript writes them. */
export function keyText(key: Val): string | undefined {
  if (key.k !== "prim") return undefined;
  return String(key.value);
}

/** What reading a property gives. `undefined` keys are not known. */
export function getProperty(env: Env, state: State, object: Val, key: Val, site: Site, callGetter: CallGetter): Val {
  if (object.k === "union") return unionOf(object.options.map((option) => getProperty(env, state, option, key, site, callGetter)));
  if (key.k === "union") return unionOf(key.options.map((option) => getProperty(env, state, object, option, site, callGetter)));
  const name = keyText(key);
  switch (object.k) {
    case "ref":
      return getFromRef(env, state, object, name, callGetter);
    case "event":
      return readEvent(env, state, object.path, name ?? "*", site);
    case "ext":
      return name === undefined ? unknownVal(`${object.ext.name} with a computed key`) : getFromExt(env, object.ext.path, object, name, site);
    case "cls":
      return name === undefined ? unknownVal("a computed member of a class") : (member(object, name, true, undefined, (fn) => callGetter(fn, state)) ?? staticField(state, object, name) ?? unknownVal(`${name} of a class`));
    case "special":
      return specialMember(object.what, name);
    case "unknown":
      return object;
    case "prim":
      // A member of an Enum stands for its value here, so its value is itself.
      if (name === "value" && env.frame.module.language === "python" && (typeof object.value === "string" || typeof object.value === "number")) return object;
      return object.value === undefined || object.value === null ? unknownVal("a property of nothing") : unknownVal("a property of a string");
    case "fn":
      return name === "prototype" ? prototypeOf(env, state, object, site) : unknownVal("a property of a function");
    case "text":
    case "check":
      return unknownVal("a property of a string");
  }
}

function getFromRef(env: Env, state: State, ref: Ref, name: string | undefined, callGetter: CallGetter): Val {
  const cell = state.get(ref.id);
  if (cell === undefined) return unknownVal("an object out of view");
  if (name === undefined) {
    const all = [...[...cell.props.values()].map((property) => property.value), ...cell.items];
    if (all.length === 0 || cell.open !== undefined) return unionOf([...all, unknownVal("an unknown key of an object")]);
    // A table of functions may lack the key; of other tables a reader assumes that it is there.
    const isRoutes = env.frame.module.language !== "python" && all.every((value) => value.k === "fn");
    return unionOf(isRoutes ? [...all, UNDEFINED] : all);
  }
  const item = cell.kind === "array" && /^\d+$/u.test(name) ? cell.items[Number(name)] : undefined;
  if (item !== undefined) return item;
  if (name === "__dict__" && cell.cls) return fieldsOf(env, state, ref, cell.site);
  const own = cell.props.get(name);
  if (own?.isGetter) return valueOfGetter(own, ref, (fn) => callGetter(fn, state));
  if (own?.presence !== "present" && cell.cls) {
    const inherited = member(cell.cls, name, false, ref, (fn) => callGetter(fn, state)) ?? (cell.cls.module.language === "python" ? staticField(state, cell.cls, name) : undefined);
    if (inherited !== undefined) return own ? unionOf([own.value, inherited]) : inherited;
  }
  const found = propertyValue(cell, name);
  if (found !== undefined) return found;
  return cell.kind === "array" || env.frame.module.language === "python" ? unknownVal(`${name} of an object`) : UNDEFINED;
}

function prototypeOf(env: Env, state: State, { fn }: Func, site: Site): Ref {
  const made = env.m.prototypes.get(fn) ?? env.m.allocate(state, "object", site);
  env.m.prototypes.set(fn, made);
  return made;
}

/** What reading a property with a getter gives. */
export function valueOfGetter(property: Property, self: Val, callGetter: (fn: Func) => Val): Val {
  const values = options(property.value).map((option) => (option.k === "fn" ? callGetter({ ...option, self: option.self ?? self }) : option));
  return unionOf(property.presence === "present" ? values : [...values, UNDEFINED]);
}

function getFromExt(env: Env, path: string, object: Extract<Val, { k: "ext" }>, name: string, site: Site): Val {
  if (isEnvironment(path)) {
    if (name !== "get") return envRead(env, name, undefined, site);
  }
  if (path === "exports" || path === "module.exports") {
    const own = env.m.exportsOf(env.frame.module).get(name);
    if (own) return own;
  }
  const status = /^(?:http#HTTPStatus|http-status-codes#StatusCodes)$/u.test(path) ? STATUSES.get(name) : undefined;
  if (status !== undefined) return prim(status);
  if (name === "current_event") return { k: "event", path: "", site, checks: [] };
  return env.m.ext("get", object.ext, name, site);
}

/** What an instance holds, as an object of its own: `vars(reply)`, `reply.__dict__`, `asdict(reply)`. */
export function fieldsOf(env: Env, state: State, value: Val, site: Site): Val {
  const cell = value.k === "ref" ? state.get(value.id) : undefined;
  return cell?.kind === "object" ? env.m.allocate(state, "object", site, { props: cell.props, open: cell.open, inCatch: env.inCatch }) : unknownVal("the fields of an object");
}

/** A read of an environment variable, with its default where it has one. */
export function envRead(env: Env, name: string, fallback: string | undefined, site: Site): Val {
  env.m.envReads.push({ name, fallback, site });
  return { k: "text", value: { kind: "unknown", reason: unseenVariable(name) }, env: [name] };
}

function readEvent(env: Env, state: State, path: string, name: string, site: Site): Val {
  const read: EventVal = { k: "event", path: path === "" ? name : `${path}.${name}`, site, checks: state.checks.filter((check) => check.subject === "origin") };
  env.m.eventReads.push(read);
  const isAboutOrigin: boolean = isOrigin(read);
  return isAboutOrigin ? read : { ...read, checks: [] };
}

function specialMember(what: Extract<Val, { k: "special" }>["what"], name: string | undefined): Val {
  if (what === "context" && (name === "succeed" || name === "fail" || name === "done")) return { k: "special", what: name };
  return unknownVal(what === "error" ? "a property of an error" : `a property of the ${what}`);
}

/** A method, getter or static field of a class or one of its bases in view. */
export function member(cls: Class, name: string, isStatic: boolean, self: Val | undefined, callGetter: (fn: Func) => Val, depth = 0): Val | undefined {
  const own = cls.cls.members.find((candidate) => candidate.name === name && (candidate.isStatic || !isStatic || cls.module.language === "python"));
  if (own?.value.kind === "function") {
    const usesSelf = !own.isStatic || self === undefined;
    const fn: Func = { k: "fn", fn: own.value.fn, scope: cls.scope, module: cls.module, self: usesSelf ? (self ?? cls) : undefined, bound: [], owner: cls };
    return own.kind === "getter" ? callGetter(fn) : fn;
  }
  if (own !== undefined) return undefined;
  if (cls.base?.k === "cls" && depth < 8) return member(cls.base, name, isStatic, self, callGetter, depth + 1);
  return cls.base === undefined ? undefined : unknownVal("a member of a base class out of view");
}

/** A static field of a class or of one of its bases in view. */
function staticField(state: State, cls: Class, name: string): Val | undefined {
  let at: Class | undefined = cls;
  for (let depth = 0; at && depth < 8; depth++) {
    const found: Property | undefined = state.get(at.statics.id)?.props.get(name);
    if (found) return found.value;
    at = at.base?.k === "cls" ? at.base : undefined;
  }
  return undefined;
}

/** Writes a property. Writing through a key that is not known leaves the object open. */
export function setProperty(env: Env, state: State, object: Val, key: Val, value: Val, site: Site, valueSite: Site): void {
  const targets = options(object).flatMap((option) => (option.k === "ref" ? [option] : option.k === "cls" ? [option.statics] : []));
  const certain = options(object).length === 1;
  for (const target of targets) {
    const cell = state.get(target.id);
    if (cell === undefined || !env.m.step(1 + (cell.props.size >> 3))) continue;
    const keys = options(key).map(keyText);
    if (keys.some((text) => text === undefined)) {
      state.set(target.id, { ...cell, open: cell.open ?? "a computed key" });
      continue;
    }
    const props = new Map(cell.props);
    for (const text of keys) {
      if (text === undefined) continue;
      const before = props.get(text);
      const strong = certain && keys.length === 1;
      const property: Property = strong
        ? { value, presence: "present", site, valueSite }
        : { value: before ? unionOf([before.value, value]) : value, presence: before?.presence === "present" ? "present" : "maybe", site, valueSite };
      props.delete(text);
      props.set(text, property);
    }
    state.set(target.id, { ...cell, props });
  }
}

export function deleteProperty(state: State, object: Val, key: Val): void {
  const certain = options(object).length === 1;
  for (const target of options(object)) {
    const cell = target.k === "ref" ? state.get(target.id) : undefined;
    if (target.k !== "ref" || cell === undefined) continue;
    const text = keyText(key);
    const props = new Map(cell.props);
    for (const [name, property] of cell.props) {
      if (text !== undefined && name !== text) continue;
      if (text !== undefined && certain) props.delete(name);
      else props.set(name, { ...property, presence: "maybe" });
    }
    state.set(target.id, { ...cell, props });
  }
}

/** Properties being put together for a new object. */
export class Builder {
  readonly props = new Map<string, Property>();
  readonly repeated: { readonly key: string; readonly site: Site }[] = [];
  open: string | undefined;
  /** Keys by their spelling in lower case. */
  readonly #spellings = new Map<string, string>();

  put(key: string, property: Property, literal = false): void {
    const spelling = this.#spellings.get(key.toLowerCase());
    // The same key in the same spelling is one property: the last one counts, as it does after a spread.
    if (literal && spelling !== undefined && spelling !== key) this.repeated.push({ key, site: property.site });
    this.#spellings.set(key.toLowerCase(), key);
    const before = this.props.get(key);
    const merged = property.presence === "maybe" && before ? { ...property, value: unionOf([before.value, property.value]), presence: before.presence } : property;
    this.props.delete(key);
    this.props.set(key, merged);
  }

  /** `...value`, `**value`. */
  spread(state: State, value: Val, isMaybe = false): void {
    const all = options(value);
    if (all.length > 1) {
      for (const option of all) this.spread(state, option, true);
      this.#certainWhereAll(state, all);
      return;
    }
    if (value.k === "prim" || value.k === "check") return;
    const cell = value.k === "ref" ? state.get(value.id) : undefined;
    if (cell === undefined || cell.kind === "array") {
      this.open ??= reasonOf(value);
      return;
    }
    for (const [key, property] of cell.props) this.put(key, isMaybe ? { ...property, presence: "maybe" } : property);
    this.open ??= cell.open;
  }

  /** A key that every possibility has is there, whichever it is. */
  #certainWhereAll(state: State, all: readonly Val[]): void {
    const cells = all.map((option) => (option.k === "ref" ? state.get(option.id) : undefined));
    for (const [key, property] of this.props) {
      if (cells.every((cell) => cell?.props.get(key)?.presence === "present")) this.props.set(key, { ...property, presence: "present" });
    }
  }
}

export function reasonOf(value: Val): string {
  if (value.k === "unknown") return value.reason;
  if (value.k === "ext") return `${value.ext.path.replace(/#$/u, "").replace("#", ".")} is not in view`;
  if (value.k === "event") return "it comes from the request";
  return "its properties are not known";
}

/** A shallow copy, with nothing shared. */
export function copyOf(env: Env, state: State, value: Val, site: Site): Val {
  if (value.k === "union") return unionOf(value.options.map((option) => copyOf(env, state, option, site)));
  const cell: Cell | undefined = value.k === "ref" ? state.get(value.id) : undefined;
  if (value.k !== "ref" || cell === undefined) return value;
  return env.m.allocate(state, cell.kind, cell.site, { ...cell, inCatch: env.inCatch || cell.inCatch });
}

/** A copy that shares nothing, however deep: `structuredClone`, or JSON there and back. */
export function deepCopyOf(env: Env, state: State, value: Val, site: Site, depth = 0): Val {
  const copy = copyOf(env, state, value, site);
  const cell = copy.k === "ref" ? state.get(copy.id) : undefined;
  if (copy.k !== "ref" || cell === undefined || depth > 4 || !env.m.step(1 + cell.props.size + cell.items.length)) return copy;
  const inner = (nested: Val): Val => (nested.k === "ref" ? deepCopyOf(env, state, nested, site, depth + 1) : nested);
  state.set(copy.id, { ...cell, props: new Map([...cell.props].map(([key, property]) => [key, { ...property, value: inner(property.value) }])), items: cell.items.map(inner) });
  return copy;
}

/** Marks what an unknown function may have changed. */
export function openObject(state: State, value: Val, reason: string, depth = 0): void {
  for (const option of options(value)) {
    const cell = option.k === "ref" ? state.get(option.id) : undefined;
    if (option.k !== "ref" || cell === undefined || cell.kind === "scope" || depth > 1) continue;
    state.set(option.id, { ...cell, open: cell.open ?? reason });
    for (const key of ["headers", "multiValueHeaders"]) {
      const nested = cell.props.get(key);
      if (nested) openObject(state, nested.value, reason, depth + 1);
    }
  }
}

export function keySite(env: Env, key: Expr, value: Expr): { site: Site; valueSite: Site } {
  return { site: siteIn(env, key), valueSite: siteIn(env, value) };
}

