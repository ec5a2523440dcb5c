import { mapNode, Place, readDocument, SourceFile } from "../source/index.ts";
import type { MapNode, ReadResult, Span } from "../source/index.ts";
import { expandFunctions } from "./expand.ts";
import { localReader } from "./read-local.ts";
import type { ReadProjectFile } from "./read-local.ts";
import { longFormOf } from "./short-tags.ts";
import { isSam } from "./resources.ts";
import type { SamExpansion, SamOptions } from "./sam/expand.ts";
import { hasStatementsOfAnotherEngine, isSurelyNoTemplate, isTemplateRoot, looksLikeTemplate, PLACEHOLDER } from "./sniff.ts";
import { templateOf } from "./template.ts";
import type { Opaque, Problem, Template } from "./types.ts";

export interface LoadOptions {
  /** Values that the user gave for parameters. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Reads what includes and OpenAPI references name; absent: nothing beside the template is read. */
  readonly readProjectFile?: ReadProjectFile;
}

/** SAM's macro: {@link import("./sam/expand.ts").expandSam}, which is a third of the program, so that a run without SAM need not load it. */
export type SamMacro = (root: MapNode, options: SamOptions) => SamExpansion;

/**
 * Reads a template, expands it, and makes the graph of its resources. What is no template is said to be none, with the reason; what
 * is one but cannot be read is a template with a `parse-error`, and as much of it as could be read. Never throws. `sam` may be left out for
 * bytes that {@link import("./sniff.ts").mayNeedSam} rules out.
 */
export function loadTemplateWith(sam: SamMacro | undefined, input: { readonly name: string; readonly bytes: Uint8Array }, options: LoadOptions): Template | { readonly notATemplate: string } {
  if (isSurelyNoTemplate(input.bytes)) return { notATemplate: "it has no Resources" };
  const document = readDocument(input.name, input.bytes, { tag: longFormOf });
  const { root, file, issues } = document;
  const isTemplate = isTemplateRoot(root) || (issues.length > 0 && looksLikeTemplate(file.text));
  if (!isTemplate) return { notATemplate: reasonOf(document) };
  if (issues.length > 0 && hasStatementsOfAnotherEngine(file.text)) return { notATemplate: "another template engine makes a template of it" };
  return templateFrom(sam, document, root?.kind === "map" ? root : mapNode(Place.root(file), []), options);
}

function templateFrom(macro: SamMacro | undefined, document: ReadResult, written: MapNode, options: LoadOptions): Template {
  const readLocal = localReader(options.readProjectFile);
  const plain = expandFunctions(written, document.file.text, options.parameters, readLocal);
  const sam = isSam(plain.root) ? macro?.(plain.root, { parameters: options.parameters }) : undefined;
  const [placeholders, errors] = partitioned(document.issues, ({ span }) => PLACEHOLDER.test(lineAt(document.file, span)));
  const unreadable = errors.slice(0, MAX_ISSUES).map(({ message, span }): Problem => ({ rule: "parse-error", message, place: textPlace(document.file, span) }));
  const refused = (sam?.problems ?? []).filter((problem) => document.issues.length === 0 && isInView(problem, plain.opaque));
  const filledIn = placeholders.slice(0, 1).map(({ span }): Opaque => ({ what: "what another program fills in", place: textPlace(document.file, span), resource: undefined }));
  return templateOf({
    name: document.file.name,
    root: sam?.root ?? plain.root,
    written,
    given: options.parameters,
    opaque: [...plain.opaque, ...filledIn, ...(sam?.opaque ?? [])],
    dropped: sam?.dropped ?? [],
    problems: [...unreadable, ...refused],
    expandedFrom: sam?.expandedFrom ?? new Map(),
    readLocal,
  });
}

/** SAM refuses what it sees, and AWS shows it what macros and includes have made; where that is out of view, so is what SAM says of it. */
function isInView({ place }: Problem, opaque: readonly Opaque[]): boolean {
  const [section, id] = place.path;
  return !opaque.some(({ resource }) => resource === undefined || (section === "Resources" && resource === id));
}

/** More than a few errors of the parser follow from the first. */
const MAX_ISSUES = 5;

function lineAt(file: SourceFile, span: Span): string {
  return file.line(file.position(span.start).line);
}

function partitioned<Item>(items: readonly Item[], test: (item: Item) => boolean): readonly [readonly Item[], readonly Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

/** A place in the plain text: where it is not readable there are no nodes that a place could name. */
export function textPlace(file: SourceFile, span: Span): Place {
  const plain = new SourceFile(file.name, file.text, () => ({ span: () => ({ start: 0, end: file.text.length }), scalarSpan: (_path, slice) => slice }));
  return Place.root(plain).at(span.start, span.end);
}

function reasonOf({ root, issues }: ReadResult): string {
  if (issues.length > 0) return "it cannot be read, and does not look like a template";
  if (root === undefined) return "it is empty";
  return root.kind === "map" && root.has("Resources") ? "its Resources are no resources of CloudFormation" : "it has no Resources";
}
