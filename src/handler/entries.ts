import { argsOf, callFunction, callMember, NO_ARGS, runFunction } from "./call.ts";
import type { FunctionIr, ModuleIr } from "./ir.ts";
import type { State } from "./heap.ts";
import { newFrame, type Env, type Exit, type Machine } from "./machine.ts";
import { member, openObject, valueOfGetter } from "./objects.ts";
import { appName } from "./frameworks.ts";
import { calledNames } from "./ir-walk.ts";
import type { Kind } from "./events.ts";
import { isHarmlessWrapper } from "./names.ts";
import { options, UNDEFINED, type Class, type Ext, type Func, type Site, type Val } from "./values.ts";

/** A function that Lambda may call, and what stands around it. */
export interface Entry {
  readonly name: string;
  readonly fn: Func;
  /** Calls that it was handed to, the innermost first: `middy(fn)`, `wrap(fn)`, decorators. */
  readonly wrappers: readonly Ext[];
}

/** What the file offers to Lambda: functions, and values that frameworks made. */
export interface Offer {
  readonly entries: readonly Entry[];
  readonly externals: readonly { readonly name: string; readonly ext: Ext }[];
  /** Nothing about the entries reads like a handler: they are what nothing in the file calls. */
  readonly isGuess: boolean;
}

/** Finds the handlers among what a module exports. */
export function offerOf(m: Machine, module: ModuleIr, state: State, exports: ReadonlyMap<string, Val>, handlerName: string | undefined): Offer {
  const all = [...exports].flatMap(([name, value]) => named(m, state, name, value));
  const chosen = handlerName === undefined ? all : all.filter(({ name }) => name === handlerName || name === `*.${handlerName}`);
  const entries: Entry[] = [];
  const externals: { name: string; ext: Ext }[] = [];
  for (const { name, value } of chosen) {
    for (const option of options(value)) {
      const called = callMember(state, option);
      const found = called ? { fn: called, wrappers: [] } : unwrap(m, option);
      if (found) entries.push({ name, ...found });
      else if (option.k === "ext" && option.ext.how !== "import" && !isRoute(m, option.ext) && (option.ext.how !== "get" || module.language !== "python")) externals.push({ name, ext: option.ext });
    }
  }
  if (handlerName !== undefined) return { entries, externals, isGuess: false };
  const helpers = calledNames(module.body);
  const isHelper = ({ name, fn }: Entry): boolean => !HANDLER_NAME.test(name) && (helpers.has(fn.fn.name ?? name) || (module.language !== "python" && helpers.has(`.${name}`)));
  const defined = definedNames(module);
  const own = entries.filter((entry) => (entry.fn.module === module || module.language !== "python" || defined.has(entry.name)) && !isHelper(entry) && !answersThroughParameter(entry));
  const strong = own.filter((entry) => readsLikeHandler(entry));
  const weak = own.filter(({ fn }) => !m.called.has(fn.fn) && fn.fn.params.length <= 3 && fn.fn.params.length >= (module.language === "python" ? 2 : 0));
  return { entries: strong.length > 0 ? strong : weak, externals, isGuess: strong.length === 0 };
}

/** Names that a module defines itself. What Python imports can be called from outside as well, but is not meant to be. */
function definedNames(module: ModuleIr): ReadonlySet<string> {
  return new Set(
    module.body.flatMap((statement) => {
      const target = statement.kind === "declare" ? statement.target : statement.kind === "expression" && statement.value.kind === "assign" ? statement.value.target : undefined;
      return target?.kind === "name" ? [target.name] : [];
    }),
  );
}

/** `module.exports = { a, b }` exports a and b. */
function named(m: Machine, state: State, name: string, value: Val): { name: string; value: Val }[] {
  const cell = name === "*" && value.k === "ref" ? state.get(value.id) : undefined;
  if (cell?.kind !== "object") return [{ name: name === "*" ? "default" : name, value }];
  const valueOf = (fn: Func): Val => callFunction({ m, frame: newFrame(fn.module), scope: fn.scope, inCatch: false, loops: 0 }, state, fn, NO_ARGS, undefined);
  const own = [...cell.props].map(([key, property]) => ({ name: key, value: property.isGetter ? valueOfGetter(property, value, valueOf) : property.value }));
  return [...methodsOf(cell.cls, value), ...own];
}

/** `module.exports = new Users()`: the methods that read like handlers. */
function methodsOf(cls: Class | undefined, self: Val): { name: string; value: Val }[] {
  const names = cls?.cls.members.filter((one) => one.kind === "method" && !one.isStatic && HANDLER_NAME.test(one.name)).map((one) => one.name) ?? [];
  return names.flatMap((name) => {
    const found = cls && member(cls, name, false, self, (fn) => fn);
    return found ? [{ name, value: found }] : [];
  });
}

/** The function inside its wrappers. */
export function unwrap(m: Machine, value: Val): { fn: Func; wrappers: Ext[] } | undefined {
  if (value.k === "fn") return { fn: value, wrappers: [] };
  if (value.k !== "ext") return undefined;
  const chain = calls(m, value.ext);
  if (chain.some((ext) => appName(ext) !== undefined)) return undefined;
  for (const ext of chain) {
    const inner = ext.args.flatMap(options).find((option) => option.k === "fn" || (option.k === "ext" && option.ext.id < ext.id && option.ext.how === "call"));
    const found = inner && unwrap(m, inner);
    if (found) return { fn: found.fn, wrappers: [...found.wrappers, ...chain] };
  }
  return undefined;
}

/** The functions that an application is given are its routes, and none of them is what Lambda calls. */
function isRoute(m: Machine, ext: Ext): boolean {
  return ext.args.flatMap(options).some((option) => unwrap(m, option) !== undefined) && calls(m, ext).some((link) => appName(link) !== undefined);
}

/** The calls of a chain `a(x).b(y).c(z)`, the outermost first. */
export function calls(_m: Machine, ext: Ext): Ext[] {
  const found: Ext[] = [];
  for (let link: Ext | undefined = ext; link && found.length < 40; link = link.of) if (link.how === "call" || link.how === "new") found.push(link);
  return found;
}

/** By words: `handleRouteFailure` has none of them. */
const HANDLER_NAME = /[Hh]andler|HANDLER|^default$|^main$|[Ll]ambda|LAMBDA/u;
const EVENT_NAME = /^_*(?:event|evt|ev|request|req|apiGatewayEvent|proxyEvent)_*$|event/iu;
const CONTEXT_NAME = /^_*(?:context|ctx|ctxt|lambda_?context|c)_*$|context/iu;

/** Its first parameter is what the answer is made from, so a handler calls it. */
const ANSWER_NAME = /^_*(?:res(?:p|ponse|ult)?|reply|err(?:or)?|ex|exception|headers|code|status(?:_?code)?)_*$/iu;

/**
 * Is it more likely that handlers call this function than that it is one? So with a parameter of its own that it reads no part of a request from,
 * and without parameters beside such functions.
 */
export function isProbablyHelper({ fn }: Entry, kind: Kind["kind"], besideHelpers: boolean): boolean {
  const [first] = fn.fn.params;
  if (fn.module.language === "python") return false;
  if (first === undefined) return besideHelpers && kind !== "http";
  if (first.target.kind !== "name" || first.rest !== undefined) return false;
  return kind !== "http" || ANSWER_NAME.test(first.target.name);
}

/** Functions for Express and its like answer through their second parameter; what they return goes nowhere. */
function answersThroughParameter({ fn }: Entry): boolean {
  const [first, second] = fn.fn.params.map(nameOf);
  return fn.module.language !== "python" && /^_*req(?:uest)?_*$/iu.test(first ?? "") && /^_*(?:res(?:p|ponse)?|reply)_*$/iu.test(second ?? "");
}

function readsLikeHandler({ name, fn, wrappers }: Entry): boolean {
  const params = ownParams(fn);
  const [first, second] = params;
  // A type of results is that of helpers as well, but for what waits and is given nothing.
  const answers = first === undefined && /^Promise\b.*?(?:APIGateway|LambdaFunctionURL)/su.test(fn.fn.type ?? "");
  const isTyped = answers || /APIGateway(?!\w*Result)|ALBHandler|LambdaFunctionURL(?!\w*Result)|Handler\b/u.test(`${fn.fn.type ?? ""} ${first?.type ?? ""}`);
  const pairs = EVENT_NAME.test(nameOf(first)) && (second === undefined ? fn.module.language !== "python" : true);
  if (fn.module.language === "python") return (params.length >= 2 && (EVENT_NAME.test(nameOf(first)) || CONTEXT_NAME.test(nameOf(second)))) || (HANDLER_NAME.test(name) && params.length >= 2);
  return isTyped || (HANDLER_NAME.test(name) && !ANSWER_NAME.test(nameOf(first))) || pairs || CONTEXT_NAME.test(nameOf(second)) || (wrappers.length > 0 && fn.fn.params.length === 0);
}

/** The types that are written for a handler and its event; Powertools' `@event_source` names one as well. */
export function typesOf({ fn, wrappers }: Entry): string {
  const sources = wrappers.flatMap(({ keywords }) => options(keywords.get("data_class") ?? UNDEFINED)).map((value) => (value.k === "ext" ? value.ext.path.split(/[#.]/u).at(-1) : ""));
  return [fn.fn.type, ownParams(fn)[0]?.type, ...sources].filter(Boolean).join(" ");
}

/** The type that is written for the event. */
export function eventTypeOf({ fn }: Entry): string | undefined {
  return ownParams(fn)[0]?.type;
}

/** Parameters that a caller fills: without Python's `self`. */
function ownParams(fn: Func): FunctionIr["params"] {
  return fn.module.language === "python" && fn.owner !== undefined ? fn.fn.params.slice(1) : fn.fn.params;
}

/** Runs a handler as Lambda does, and notes what it hands back. */
export function runEntry(m: Machine, state: State, entry: Entry): void {
  const { fn } = entry;
  const env: Env = { m, frame: newFrame(fn.module), scope: fn.scope, inCatch: false, loops: 0 };
  const site: Site = { file: fn.module.file, start: fn.fn.start, end: fn.fn.start };
  const mark = m.exits.length;
  const before = state.fork();
  m.isServing = true;
  const returns = runAndCollect(env, before, fn, site);
  m.isServing = false;
  m.exits.push(...returns);
  const wrapper = entry.wrappers.find((candidate) => !isHarmlessWrapper(candidate));
  if (wrapper === undefined) return;
  // What stands around the handler may add headers: nothing that is not listed is certain to be absent.
  for (const exit of m.exits.slice(mark)) openObject(exit.state, exit.value, `${wrapper.path.replace("#", ".").replaceAll("()", "")} may add headers`);
}

function runAndCollect(env: Env, state: State, fn: Func, site: Site, depth = 0): Exit[] {
  const event: Val = { k: "event", path: "", site, checks: [] };
  const isStream = fn.fn.params.length >= 2 && /stream/iu.test(nameOf(fn.fn.params[1]));
  const args: Val[] = isStream ? [event, { k: "special", what: "stream" }, { k: "special", what: "context" }] : [event, { k: "special", what: "context" }, { k: "special", what: "callback" }];
  const { frame } = runFunction(env, state, fn, { ...argsOf(args), unknownRest: true });
  const made = frame.returns.flatMap((found) => options(found.value)).filter((value) => value.k === "fn");
  // `metricScope((metrics) => async (event) => …)`: what it makes is the handler.
  if (depth < 3 && made.length > 0 && made.length === frame.returns.length) {
    return frame.returns.flatMap((found) => options(found.value).flatMap((value) => (value.k === "fn" ? runAndCollect(env, found.state, value, site, depth + 1) : [])));
  }
  return frame.returns.map((found) => ({ ...found, how: "return" }));
}

function nameOf(parameter: FunctionIr["params"][number] | undefined): string {
  return parameter?.target.kind === "name" ? parameter.target.name : "";
}
