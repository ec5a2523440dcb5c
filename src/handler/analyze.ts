import { chaliceRoutes } from "./chalice.ts";
import { eventTypeOf, isProbablyHelper, offerOf, runEntry, typesOf, type Entry } from "./entries.ts";
import { kindOf, optionsAnswered, type Kind } from "./events.ts";
import { appName, frameworkOf, useOf } from "./frameworks.ts";
import { State } from "./heap.ts";
import type { ModuleIr } from "./ir.ts";
import { Machine, type Exit } from "./machine.ts";
import { middyOf } from "./middy.ts";
import { mergeResponses, responsesOf } from "./responses.ts";
import { runModule } from "./run-module.ts";
import type { FrameworkUse, HandlerAnalysis, HandlerResponse, KindEvidence } from "./types.ts";
import { unknown } from "../source/index.ts";
import { isOrigin, options, type Site } from "./values.ts";

/** Gives the lowered source of another module; `undefined` where it is not in view. */
export type LoadModule = (specifier: string, from: ModuleIr) => ModuleIr | undefined;

/** The analysis of a file that is lowered already. Never throws: what it cannot follow is unknown. */
export function analyzeModule(module: ModuleIr, handlerName: string | undefined, loadModule: LoadModule): HandlerAnalysis {
  const loaded = new Map<string, ModuleIr>([[module.file, module]]);
  const m = new Machine((specifier, from) => {
    const found = loadModule(specifier, from);
    if (found && !loaded.has(found.file)) loaded.set(found.file, found);
    return found && (loaded.get(found.file) ?? found);
  }, module.text.length);
  try {
    return run(m, module, handlerName, (file) => loaded.get(file)?.text);
  } catch (error) {
    // The interpreter is bounded, but a stack can still run out in a tree of a shape nobody thought of.
    const reason = error instanceof Error ? error.message : "it cannot be analysed";
    return { ...EMPTY, file: module.file, unknowns: [{ reason, site: { file: module.file, start: 0, end: 0 } }] };
  }
}

const EMPTY: HandlerAnalysis = {
  file: "",
  kind: "unknown",
  evidence: [],
  handlers: [],
  responses: [],
  unknowns: [],
  framework: undefined,
  originReads: [],
  envReads: [],
  answersOptions: "maybe",
  problem: undefined,
};

function run(m: Machine, module: ModuleIr, handlerName: string | undefined, textOfFile: (file: string) => string | undefined): HandlerAnalysis {
  const state = new State();
  const exports = runModule(m, state, module);
  const moduleCut = m.exhausted;
  const offer = offerOf(m, module, state, exports, handlerName);
  const responses: HandlerResponse[] = [];
  const names: string[] = [];
  const kinds: Kind[] = [];
  const left: Exit[] = [];
  let framework: FrameworkUse | undefined;
  const runs = offer.entries.map((entry) => {
    const middy = middyOf(m, state, entry.wrappers);
    m.refill();
    return { entry, middy, ...runOne(m, state, entry, middy), isCut: moduleCut || m.exhausted };
  });
  const helpers = offer.isGuess ? helpersAmong(runs) : [];
  for (const { entry, exits } of helpers) {
    for (const exit of exits) for (const response of responsesOf(exit, entry.fn.module.language)) if (response.form === "object") responses.push(unfinished(response));
  }
  for (const { entry, middy, exits, kind, isCut } of runs.filter((one) => !helpers.includes(one))) {
    names.push(entry.name);
    kinds.push(kind);
    framework ??= middy;
    if (kind.kind === "other") continue;
    for (const exit of exits) {
      if (options(exit.value).every((option) => option.k === "unknown" && option.isEarlier)) left.push(exit);
      else for (const response of responsesOf(exit, entry.fn.module.language)) {
        const use = response.form === "object" ? undefined : frameworkOfExit(m, exit, response, textOfFile);
        if (use) framework ??= use;
        const answered = use ? frameworkResponse(use, exit.site) : withMiddleware(response, middy);
        responses.push({ ...(isCut ? uncertain(answered) : answered), handlers: [entry.name] });
      }
    }
  }
  for (const { ext } of offer.externals) {
    const use = frameworkOf(m, state, ext, textOfFile);
    if (use === undefined || appName(ext) !== undefined) continue;
    framework ??= use;
    responses.push(frameworkResponse(use, ext.site));
  }
  // What an earlier call has left is the server that this one would make, where there is one.
  for (const exit of left) responses.push(...(framework ? [frameworkResponse(framework, exit.site)] : responsesOf(exit, module.language)));
  framework ??= standaloneApp(m, state, textOfFile);
  if (framework?.name === "chalice") for (const route of chaliceRoutes(m)) responses.push(frameworkResponse({ ...framework, cors: route.cors }, route.call.site));
  const merged = mergeResponses(responses);
  const isHttp = kinds.some((kind) => kind.kind === "http") || merged.some((response) => response.form === "framework") || framework !== undefined;
  const isOther = !isHttp && kinds.length > 0 && kinds.every((kind) => kind.kind === "other");
  return {
    file: module.file,
    kind: isHttp ? "http" : isOther ? "other" : "unknown",
    evidence: kinds.flatMap((kind): readonly KindEvidence[] => kind.evidence),
    handlers: names,
    responses: merged,
    unknowns: [...m.unknowns, ...merged.flatMap((response) => (response.unlistedHeaders === "absent" ? [] : [{ reason: response.unlistedHeaders.unknown, site: response.site }]))],
    framework,
    originReads: uniqueReads(m).map((read) => ({ site: read.site, path: read.path })),
    envReads: m.envReads.map((read) => ({ name: read.name, site: read.site, ...(read.fallback === undefined ? {} : { default: read.fallback }) })),
    answersOptions: framework?.cors === "yes" ? "yes" : optionsAnswered(m),
    problem: undefined,
  };
}

interface Run {
  readonly entry: Entry;
  readonly middy: FrameworkUse | undefined;
  readonly exits: readonly Exit[];
  readonly kind: Kind;
  readonly isCut: boolean;
}

/** What makes responses for handlers elsewhere. */
function helpersAmong(runs: readonly Run[]): readonly Run[] {
  const besideHelpers = runs.some(({ entry, kind, exits }) => isProbablyHelper(entry, kind.kind, false) && exits.some((exit) => responsesOf(exit, entry.fn.module.language).some(({ form }) => form === "object")));
  return runs.filter(({ entry, kind }) => isProbablyHelper(entry, kind.kind, besideHelpers));
}

/** What a helper writes into headers counts; what is not there, and what takes the place of what, is up to those who call it. */
function unfinished(response: HandlerResponse): HandlerResponse {
  const facts = response.facts.filter(({ kind }) => kind === "duplicate-header" || kind === "header-typo");
  return response.allowOrigin === "no" ? { ...response, facts, allowOrigin: "unknown", unlistedHeaders: { unknown: "what calls it may add headers" } } : { ...response, facts };
}

function runOne(m: Machine, state: State, entry: Entry, middy: FrameworkUse | undefined): { exits: readonly Exit[]; kind: Kind } {
  const [exitMark, readMark] = [m.exits.length, m.eventReads.length];
  runEntry(m, state, middy ? { ...entry, wrappers: entry.wrappers.filter((ext) => !/middy/u.test(ext.path)) } : entry);
  const exits = m.exits.slice(exitMark);
  return { exits, kind: kindOf(m.eventReads.slice(readMark), exits, typesOf(entry), eventTypeOf(entry), { file: entry.fn.module.file, start: entry.fn.fn.start, end: entry.fn.fn.start }) };
}

function frameworkOfExit(m: Machine, exit: Exit, response: HandlerResponse, textOfFile: (file: string) => string | undefined): FrameworkUse | undefined {
  if (response.allowOrigin !== "unknown") return undefined;
  for (const option of options(exit.value)) {
    const use = option.k === "ext" ? frameworkOf(m, exit.state, option.ext, textOfFile) : undefined;
    if (use) return use;
  }
  return undefined;
}

function frameworkResponse(use: FrameworkUse, site: Site): HandlerResponse {
  return {
    site,
    form: "framework",
    via: [],
    role: "main",
    status: unknown(`${use.name} decides`),
    headers: [],
    unlistedHeaders: { unknown: `${use.name} adds headers of its own` },
    allowOrigin: use.cors,
    methods: undefined,
    facts: [],
    headersSite: undefined,
    handlers: [],
  };
}

/** middy's CORS middleware adds the header to what lacks it. */
function withMiddleware(response: HandlerResponse, middy: FrameworkUse | undefined): HandlerResponse {
  if (middy === undefined || middy.cors === "no" || response.allowOrigin === "yes") return response;
  return { ...response, allowOrigin: middy.cors, unlistedHeaders: { unknown: "middy's CORS middleware adds headers" } };
}

/** An app that Lambda calls without a handler of its own: Chalice. */
function standaloneApp(m: Machine, state: State, textOfFile: (file: string) => string | undefined): FrameworkUse | undefined {
  const app = m.extCalls.find((ext) => appName(ext) !== undefined);
  return app && useOf(m, state, app, textOfFile);
}

function uncertain(response: HandlerResponse): HandlerResponse {
  return response.allowOrigin === "yes" ? response : { ...response, allowOrigin: "unknown", unlistedHeaders: { unknown: "the analysis reached its limit" } };
}

function uniqueReads(m: Machine): { site: Site; path: string }[] {
  const seen = new Map(m.eventReads.filter(isOrigin).map((read) => [`${read.site.file}:${read.site.start}`, read]));
  return [...seen.values()];
}

export { EMPTY };
