import { assign, declare, innerScope, withDefault } from "./assign.ts";
import { evaluate, functionValue } from "./evaluate.ts";
import { execute } from "./execute.ts";
import type { CallExpr, Expr } from "./ir.ts";
import type { State } from "./heap.ts";
import { newFrame, siteIn, throwTo, type Env, type Frame } from "./machine.ts";
import { callMethod } from "./methods.ts";
import { callExternal } from "./natives.ts";
import { getProperty, keyText, member, openObject } from "./objects.ts";
import { callSpecial } from "./specials.ts";
import { options, UNDEFINED, unionOf, unknownVal, type Class, type Func, type Ref, type Site, type Val } from "./values.ts";

/** The arguments of a call, evaluated. */
export interface Args {
  readonly positional: readonly Val[];
  readonly keywords: ReadonlyMap<string, Val>;
  /** There may be more than are listed (`...rest`). */
  readonly unknownRest: boolean;
}

export const NO_ARGS: Args = { positional: [], keywords: new Map(), unknownRest: false };

export function argsOf(positional: readonly Val[]): Args {
  return { positional, keywords: new Map(), unknownRest: false };
}

function evaluateArgs(env: Env, state: State, expr: CallExpr): Args {
  const positional: Val[] = [];
  const keywords = new Map<string, Val>();
  let unknownRest = false;
  for (const argument of expr.args) {
    const value = evaluate(env, state, argument.value);
    const cell = argument.spread && value.k === "ref" ? state.get(value.id) : undefined;
    if (argument.keyword === "**") {
      if (cell) for (const [key, property] of cell.props) keywords.set(key, property.presence === "present" ? property.value : unionOf([property.value, UNDEFINED]));
      if (!cell || cell.open !== undefined) unknownRest = true;
    } else if (argument.spread) {
      if (cell?.kind === "array" && cell.open === undefined) positional.push(...cell.items);
      else unknownRest = true;
    } else if (argument.keyword !== undefined) keywords.set(argument.keyword, value);
    else positional.push(value);
  }
  return { positional, keywords, unknownRest };
}

export function call(env: Env, state: State, expr: CallExpr): Val {
  const site = siteIn(env, expr);
  if (expr.callee.kind !== "get") {
    const callee = evaluate(env, state, expr.callee);
    return invoke(env, state, callee, evaluateArgs(env, state, expr), site, expr.isNew, expr.callee);
  }
  const object = evaluate(env, state, expr.callee.object);
  const key = evaluate(env, state, expr.callee.key);
  const args = evaluateArgs(env, state, expr);
  const name = keyText(key);
  if (name !== undefined && !expr.isNew) {
    const result = callMethod(env, state, object, name, args, site);
    if (result !== undefined) return result;
  }
  const callee = getProperty(env, state, object, key, siteIn(env, expr.callee), (fn, at) => callFunction(env, at, fn, NO_ARGS, undefined));
  return invoke(env, state, withSelf(callee, object), args, site, expr.isNew, expr.callee);
}

/** A function read from an object has that object as its `this`, unless it already has one. */
function withSelf(callee: Val, object: Val): Val {
  return callee.k === "fn" && callee.self === undefined && !callee.fn.isArrow && object.k === "ref" && callee.module.language !== "python" ? { ...callee, self: object } : callee;
}

/** Calls whatever the callee is. */
export function invoke(env: Env, state: State, callee: Val, args: Args, site: Site, isNew: boolean, expr?: Expr): Val {
  switch (callee.k) {
    case "union": {
      // Calling nothing throws: where it goes on, it was one of the others.
      const callable = callee.options.filter((option) => option.k !== "prim");
      const branches = (callable.length > 0 ? callable : callee.options).map((option) => ({ option, state: state.fork() }));
      const values = branches.map((branch) => invoke(env, branch.state, branch.option, args, site, isNew, expr));
      const live = values.filter((_, index) => branches[index]?.state.live);
      state.merge(branches.map((branch) => branch.state));
      return unionOf(live.length > 0 ? live : values);
    }
    case "fn":
      return isNew && !callee.fn.isArrow ? construct(env, state, callee, args, site) : callFunction(env, state, callee, args, site);
    case "cls":
      return instantiate(env, state, callee, args, site);
    case "ext":
      return callExternal(env, state, callee.ext, args, site, isNew);
    case "special":
      return callSpecial(env, state, callee, args, site, expr);
    case "unknown": {
      const result = callUnknown(env, state, args, callee.reason);
      return callee.isEarlier && result.k === "unknown" ? callee : result;
    }
    case "ref": {
      const called = callMember(state, callee);
      return called ? callFunction(env, state, called, args, site) : callUnknown(env, state, args, "it calls something that is not in view");
    }
    case "event":
    case "prim":
    case "text":
    case "check":
      return callUnknown(env, state, args, "it calls something that is not in view");
  }
}

/** What a call of an instance runs: Python's `__call__`. */
export function callMember(state: State, value: Val): Func | undefined {
  const cls = value.k === "ref" ? state.get(value.id)?.cls : undefined;
  const found = cls?.module.language === "python" ? member(cls, "__call__", false, value, (fn) => fn) : undefined;
  return found?.k === "fn" ? found : undefined;
}

/** An unknown function may call what it is given, and change the objects it is given. */
export function callUnknown(env: Env, state: State, args: Args, reason: string): Val {
  for (const value of [...args.positional, ...args.keywords.values()]) openObject(state, value, reason);
  return runCallbacks(env, state, args) ?? unknownVal(reason);
}

/** Runs the functions among the arguments, as something out of view may. What they return counts only where it looks like a response. */
export function runCallbacks(env: Env, state: State, args: Args): Val | undefined {
  const results: Val[] = [];
  for (const value of [...args.positional, ...args.keywords.values()]) {
    for (const option of options(value)) {
      if (option.k !== "fn") continue;
      const branch = state.fork();
      const result = callFunction(env, branch, option, { positional: [], keywords: new Map(), unknownRest: true }, undefined);
      results.push(...options(result).filter((candidate) => isResponseLike(branch, candidate)));
      state.merge([branch, state.fork()]);
    }
  }
  return results.length > 0 ? unionOf(results) : undefined;
}

export function isResponseLike(state: State, value: Val): boolean {
  const cell = value.k === "ref" ? state.get(value.id) : undefined;
  return cell?.kind === "object" && cell.props.has("statusCode");
}

/** Runs a function of the file. `site` is the call, for the trail of what it returns. */
export function callFunction(env: Env, state: State, callee: Func, args: Args, site: Site | undefined): Val {
  const m = env.m;
  m.called.add(callee.fn);
  if (!m.mayCall(callee.fn)) return unknownVal(m.exhausted ? "the analysis reached its limit" : "a recursive call");
  const { frame, body } = runFunction(env, state, callee, args);
  throwTo(env, frame.throws.flat());
  if (callee.fn.isGenerator) {
    // When its body runs is up to those who ask it for values, if they do.
    state.merge([...frame.returns.map((found) => found.state), body, state.fork()]);
    return unknownVal("a generator");
  }
  const values = frame.returns.map((found) => found.value);
  if (body.live) values.push(UNDEFINED);
  state.merge([...frame.returns.map((found) => found.state), ...(body.live ? [body] : [])]);
  if (values.length === 0) return unknownVal("it never returns");
  const result = unionOf(values);
  return site && site.start >= 0 ? throughCall(result, site) : result;
}

/** Runs a function's body; what it returned stands in the frame, and `body` is the state where it ends without a `return`. */
export function runFunction(env: Env, state: State, callee: Func, args: Args): { frame: Frame; body: State } {
  const m = env.m;
  const frame = newFrame(callee.module, callee.self, callee.owner);
  const body = state.fork();
  m.running.push(callee.fn);
  try {
    const inner = innerScope({ m, frame, scope: callee.scope, inCatch: env.inCatch, loops: env.loops }, body, true);
    for (const local of callee.fn.locals) declare(inner, body, local, UNDEFINED, "block", siteIn(inner, callee.fn));
    bindParameters(inner, body, callee, args);
    execute(inner, body, callee.fn.body);
  } finally {
    m.running.pop();
  }
  return { frame, body };
}

function throughCall(value: Val, site: Site): Val {
  return unionOf(options(value).map((option) => (option.k === "ref" ? ({ ...option, via: [...option.via, site].slice(-8) } satisfies Ref) : option)));
}

function bindParameters(env: Env, state: State, callee: Func, args: Args): void {
  const isPythonMethod = callee.module.language === "python" && callee.self !== undefined && callee.owner !== undefined;
  const positional = [...(isPythonMethod && callee.self ? [callee.self] : []), ...callee.bound, ...args.positional];
  const taken = new Set<string>();
  let index = 0;
  for (const parameter of callee.fn.params) {
    const name = parameter.target.kind === "name" ? parameter.target.name : undefined;
    const site = siteIn(env, callee.fn);
    if (parameter.rest === "positional") {
      const items = positional.slice(index);
      index = positional.length;
      assign(env, state, parameter.target, env.m.allocate(state, "array", site, { items, open: args.unknownRest ? "a spread argument" : undefined }), site, "block");
    } else if (parameter.rest === "keywords") {
      const props = [...args.keywords].filter(([key]) => !taken.has(key)).map(([key, value]) => [key, { value, presence: "present" as const, site, valueSite: site }] as const);
      assign(env, state, parameter.target, env.m.allocate(state, "object", site, { props: new Map(props), open: args.unknownRest ? "a spread argument" : undefined }), site, "block");
    } else {
      const keyword = name === undefined ? undefined : args.keywords.get(name);
      if (name !== undefined) taken.add(name);
      const missing = args.unknownRest ? unknownVal(name === undefined ? "a parameter" : `the parameter ${name}`) : UNDEFINED;
      const given = keyword ?? (index < positional.length ? (positional[index] ?? missing) : missing);
      if (keyword === undefined) index++;
      const fallback = parameter.fallback;
      const value = fallback ? withDefault(given, () => evaluate(env, state, fallback)) : given;
      assign(env, state, parameter.target, value, site, "block");
    }
  }
}

/** `new F(…)` of a function: what it writes to `this`, and the methods of its prototype. */
function construct(env: Env, state: State, callee: Func, args: Args, site: Site): Val {
  const prototype = env.m.prototypes.get(callee.fn);
  const self = env.m.allocate(state, "object", site, { props: prototype && state.get(prototype.id)?.props, inCatch: env.inCatch });
  const made = callFunction(env, state, { ...callee, self }, args, undefined);
  return options(made).every((option) => option.k === "ref") ? made : self;
}

/** `new C(…)`: fields, then the constructor of the class or of its nearest base that has one. */
export function instantiate(env: Env, state: State, cls: Class, args: Args, site: Site): Val {
  if (cls.base?.k === "ext" && /^typing(?:_extensions)?#TypedDict$/u.test(cls.base.ext.path)) return typedDict(env, state, args, site);
  const isDataclass = cls.module.language === "python" && cls.cls.members.every((candidate) => candidate.name !== "__init__") && args.positional.length + args.keywords.size > 0;
  const open = cls.base !== undefined && cls.base.k !== "cls" ? "it has a base class out of view" : isDataclass ? "its constructor is not in view" : undefined;
  const self = env.m.allocate(state, "object", site, { cls, open, inCatch: env.inCatch });
  initialize(env, state, cls, self, args, 0);
  return self;
}

/** A call of a TypedDict is a dict of what it is given. */
function typedDict(env: Env, state: State, args: Args, site: Site): Val {
  const props = new Map([...args.keywords].map(([key, value]) => [key, { value, presence: "present" as const, site, valueSite: site }]));
  return env.m.allocate(state, "object", site, { props, open: args.unknownRest || args.positional.length > 0 ? "what it is made from" : undefined, inCatch: env.inCatch });
}

export function initialize(env: Env, state: State, cls: Class, self: Ref, args: Args, depth: number): void {
  if (depth > 8) return;
  const constructor = member(cls, cls.module.language === "python" ? "__init__" : "constructor", false, self, (fn) => fn);
  const own = cls.cls.members.some((candidate) => candidate.name === "constructor" || candidate.name === "__init__");
  const inner: Env = { ...env, scope: cls.scope, frame: newFrame(cls.module, self, cls) };
  if (cls.module.language !== "python") {
    if (!own && cls.base?.k === "cls") initialize(env, state, cls.base, self, args, depth + 1);
    for (const field of cls.cls.members) {
      if (field.kind !== "field" || field.isStatic) continue;
      const value = field.value.kind === "function" ? { ...functionValue(inner, field.value.fn), self } : evaluate(inner, state, field.value);
      const cell = state.get(self.id);
      const at = siteIn(inner, field.value);
      if (cell) state.set(self.id, { ...cell, props: new Map(cell.props).set(field.name, { value, presence: "present", site: at, valueSite: at }) });
    }
    if (!own) return;
  }
  if (constructor?.k === "fn") callFunction(env, state, { ...constructor, self }, args, undefined);
}
