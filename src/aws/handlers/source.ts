import { analyzeHandler, handlerLanguage, type HandlerAnalysis, type Site } from "../../handler/index.ts";
import { oneOf, Place, possibilities, unknown, type SourceFile, type Span, type Value } from "../../source/index.ts";
import type { Template, World } from "../../template/index.ts";
import type { HandlerUse } from "../model.ts";
import { entriesGone } from "./entries-gone.ts";
import { HOLE } from "./inline.ts";
import { type Located, locate } from "./locate.ts";
import { layerFiles, moduleFiles } from "./names.ts";
import { type SourceMap, sourceMapOf } from "./source-map.ts";

/** The source of a function, analysed; or why it is not. */
export type FunctionSource = (Pick<HandlerUse, "placeOf" | "without"> & { readonly analysis: HandlerAnalysis }) | { readonly unknown: string };

const known = new WeakMap<Template, Map<string, FunctionSource>>();

/** What the source of a function says, whatever the scenario. Each file is analysed once for each of its handlers. */
export function sourceOf(world: World, functionId: string): FunctionSource {
  const { template } = world;
  if (template.withoutHandlers) return { unknown: "the source of functions is not looked at in this run" };
  const resource = world.resources.get(functionId);
  if (!resource) return { unknown: "the function is not in view" };
  const located = locate(world, resource);
  if (located.kind === "unknown") return { unknown: located.reason };
  const key = located.kind === "file" ? [located.file.name, located.handler, ...located.layers.map(({ folder }) => folder)].join("\n") : `${functionId}\n${located.source.text}`;
  const sources = known.get(template) ?? new Map<string, FunctionSource>();
  known.set(template, sources);
  const settled = sources.get(key) ?? (located.kind === "file" ? ofFile(template, located) : ofInline(template, functionId, located));
  sources.set(key, settled);
  return settled;
}

/** A file without one of these words returns nothing that API Gateway could send on. */
const WORTHWHILE = /statusCode|status_code|headers|cors|express|fastify|middy|powertools|chalice|flask|mangum|serverless|koa|hono|graphql|import|require|export\b[^;]*\bfrom\b/iu;

function ofFile(template: Template, { file, language, handler, root, layers }: Extract<Located, { kind: "file" }>): FunctionSource {
  if (!WORTHWHILE.test(file.text)) return { unknown: `${file.name} returns no HTTP response that is in view` };
  const files = new Map<string, SourceFile>([[file.name, file]]);
  const readModule = (specifier: string, fromFile: string): { readonly name: string; readonly text: string } | undefined => {
    const own = moduleFiles(specifier, fromFile, root.folder).map(({ from, path }) => ({ from: from === "file" ? fromFile : root.from, path }));
    const shared = layers.flatMap(({ from, folder }) => layerFiles(specifier, fromFile, folder).map((path) => ({ from, path })));
    for (const { from, path } of [...own, ...shared]) {
      if (/(?:^|\/)node_modules\//u.test(path)) continue;
      const found = template.readText(from, path);
      if (!("file" in found)) continue;
      files.set(found.file.name, found.file);
      return { name: found.file.name, text: found.file.text };
    }
    return undefined;
  };
  const analysis = analyzeHandler({ file: file.name, text: file.text, language: handlerLanguage(file.name) ?? language, handlerName: handler }, { readModule });
  const written = originals(template, file);
  const placeOf = (site: Site): Place | undefined => {
    const own = files.get(site.file);
    if (!own) return undefined;
    return (own === file ? written(site.start) : undefined) ?? Place.ofSpan(own, firstLine(own.text, site));
  };
  const without = entriesGone((site) => {
    const own = files.get(site.file);
    // A bundle is made of other files, and those are the ones to change.
    if (!own || (own === file && written(site.start) !== undefined)) return undefined;
    return { text: own.text, language: handlerLanguage(own.name) ?? language, wholePlaceOf: (span) => Place.ofSpan(own, span) };
  });
  return settledOf(analysis, placeOf, without);
}

/** Where a bundle's code was written, by the source map beside it: a line of a file of the project. */
function originals(template: Template, bundle: SourceFile): (offset: number) => Place | undefined {
  let map: SourceMap | undefined | "unread" = "unread";
  return (offset) => {
    if (map === "unread") {
      const found = /\.[mc]?js$/u.test(bundle.name) ? template.readText(bundle.name, `${bundle.name.slice(bundle.name.lastIndexOf("/") + 1)}.map`) : undefined;
      map = found && "file" in found ? sourceMapOf(found.file.text) : undefined;
    }
    const { line, column } = bundle.position(offset);
    const original = map?.original(line - 1, column - 1);
    const source = original && template.readText(bundle.name, original.source);
    if (!source || !("file" in source)) return undefined;
    const { file } = source;
    const start = (file.lineStarts[original.line] ?? Number.POSITIVE_INFINITY) + original.column;
    return start < file.text.length ? Place.ofSpan(file, firstLine(file.text, { start, end: file.text.length })) : undefined;
  };
}

function ofInline(template: Template, functionId: string, { source, language, handler }: Extract<Located, { kind: "inline" }>): FunctionSource {
  const file = `${template.name} ${functionId}`;
  const analysis = analyzeHandler({ file, text: source.text, language, handlerName: handler }, {});
  return settledOf(source.text.includes(HOLE) ? withHoles(analysis) : analysis, (site) => (site.file === file ? source.placeOf(firstLine(source.text, site)) : undefined), entriesGone((site) => (site.file === file ? { ...source, language } : undefined)));
}

/** The line that it begins in shows enough of what goes over several. */
function firstLine(text: string, { start, end }: Span): Span {
  const line = /[\r\n]/u.exec(text.slice(start, end))?.index;
  return { start, end: line === undefined ? end : start + text.slice(start, start + line).trimEnd().length };
}

function settledOf(analysis: HandlerAnalysis, placeOf: HandlerUse["placeOf"], without: HandlerUse["without"]): FunctionSource {
  if (analysis.kind === "other") return { unknown: `${analysis.file} is for another kind of event` };
  if (analysis.responses.length > 0) return { analysis, placeOf, without };
  const why = analysis.problem ? `it cannot be parsed: ${analysis.problem.message}` : (analysis.unknowns[0]?.reason ?? "no response of it is in view");
  return { unknown: `what ${analysis.file} returns is not known (${why})` };
}

/** Texts that the template puts something into are not known. */
function withHoles(analysis: HandlerAnalysis): HandlerAnalysis {
  const filler = unknown("the template puts a value in");
  const shown = (value: Value): Value => oneOf(possibilities(value).map((one) => (one.kind === "known" && one.text.includes(HOLE) ? filler : one)));
  return {
    ...analysis,
    responses: analysis.responses.map((response) => ({ ...response, headers: response.headers.map((header) => ({ ...header, value: shown(header.value) })) })),
  };
}
