import { analyzeModule } from "./analyze.ts";
import type { EstreeNode } from "./estree.ts";
import type { HandlerLanguage, ModuleIr } from "./ir.ts";
import { lowerEstree } from "./lower-estree.ts";
import { jsonModule, parseSource } from "./parse.ts";
import type { HandlerAnalysis, HandlerInput, HandlerOptions } from "./types.ts";

export { entriesRemoved, entryAdded, propertyAfter, type WrittenEntry } from "./entry-edits.ts";
export type * from "./types.ts";
export type { EstreeNode } from "./estree.ts";
export { serviceWord } from "./service-names.ts";
export { type Environment, unsetVariable, withEnvironment } from "./environment.ts";

/**
 * The responses that a handler may return, each with its place and what is known of its status and headers. Parses the text itself.
 * Never throws; a text that cannot be parsed has a `problem`, and what could be read of it is analysed all the same.
 */
export function analyzeHandler(input: HandlerInput, options: HandlerOptions = {}): HandlerAnalysis {
  const { module, problem } = parseSource(input.file, input.text, input.language);
  const analysis = analyzeModule(module, input.handlerName, moduleLoader(options));
  return problem ? { ...analysis, problem: { message: problem.message, site: { file: input.file, start: problem.start, end: problem.end } } } : analysis;
}

/** The same over a tree that someone else parsed: ESLint's own, whatever its parser. `text` is the text the tree's offsets refer to. */
export function analyzeProgram(program: EstreeNode, input: HandlerInput, options: HandlerOptions = {}): HandlerAnalysis {
  return analyzeModule(lowerEstree(program, input.file, input.text, input.language), input.handlerName, moduleLoader(options));
}

/** The language of a file by its name; `undefined` where it is none that can be analysed. */
export function handlerLanguage(file: string): HandlerLanguage | undefined {
  if (/\.(?:ts|mts|cts|tsx)$/u.test(file)) return /\.d\.[mc]?ts$/u.test(file) ? undefined : "typescript";
  if (/\.(?:js|mjs|cjs|jsx)$/u.test(file)) return "javascript";
  return file.endsWith(".py") ? "python" : undefined;
}

/** Modules are parsed once an analysis, and only so many of them. */
const MAX_MODULES = 24;

function moduleLoader(options: HandlerOptions): (specifier: string, from: ModuleIr) => ModuleIr | undefined {
  const modules = new Map<string, ModuleIr>();
  return (specifier, from) => {
    const found = options.readModule?.(specifier, from.file);
    if (found === undefined) return undefined;
    const known = modules.get(found.name);
    if (known || modules.size >= MAX_MODULES) return known;
    const module = found.name.endsWith(".json") ? jsonModule(found.name, found.text) : parseSource(found.name, found.text, handlerLanguage(found.name) ?? from.language).module;
    modules.set(found.name, module);
    return module;
  };
}
