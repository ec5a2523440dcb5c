import { mapNode, Place, readDocument, textPlace } from "../source/index.ts";
import type { MapNode, ReadResult, SourceFile, Span } from "../source/index.ts";
import { expandFunctions } from "./expand.ts";
import { expandNested } from "./nested/expand.ts";
import type { Expanded } from "./nested/splice.ts";
import { localReader, textReader } from "./read-local.ts";
import type { ReadProjectFile } from "./read-local.ts";
import { longFormOf } from "./short-tags.ts";
import { isSam, namesSam } from "./resources.ts";
import type { SamExpansion, SamOptions } from "./sam/expand.ts";
import { hasStatementsOfAnotherEngine, isSurelyNoTemplate, isTemplateRoot, looksLikeTemplate, PLACEHOLDER } from "./sniff.ts";
import { type AssemblyFacts, templateOf } from "./template.ts";
import type { Opaque, Problem, Template } from "./types.ts";

export interface LoadOptions {
  /** Values that the user gave for parameters. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Reads what includes and OpenAPI references name; absent: nothing beside the template is read. */
  readonly readProjectFile?: ReadProjectFile;
  /** What functions return is not to be looked at: neither files of the project nor code in the template. */
  readonly withoutHandlers?: boolean;
  /** What its stack is called in AWS. */
  readonly stackName?: string | undefined;
  /** Of a template that lies in a cloud assembly. */
  readonly assembly?: AssemblyFacts | undefined;
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
  const own = expandOwn(macro, written, options.parameters, readLocal, document.issues.length === 0);
  const whole = expandNested(own, { given: options.parameters, readLocal, assetFile: options.assembly?.assetFile, expand: (root, given) => expandOwn(macro, root, given, readLocal, true) });
  const [placeholders, errors] = partitioned(document.issues, ({ span }) => PLACEHOLDER.test(lineAt(document.file, span)));
  const unreadable = errors.slice(0, MAX_ISSUES).map(({ message, span }): Problem => ({ rule: "parse-error", message, place: textPlace(document.file, span) }));
  const filledIn = placeholders.slice(0, 1).map(({ span }): Opaque => ({ what: "what another program fills in", place: textPlace(document.file, span), resource: undefined }));
  return templateOf({
    ...whole,
    name: document.file.name,
    written,
    given: options.parameters,
    assembly: options.assembly,
    stackName: options.assembly?.stackName ?? options.stackName,
    opaque: [...filledIn, ...whole.opaque],
    problems: [...unreadable, ...whole.problems],
    readLocal,
    readText: textReader(options.readProjectFile),
    withoutHandlers: options.withoutHandlers ?? false,
  });
}

/** Functions, includes and SAM, of this document alone; nested stacks are still stacks. `isWhole`: all of it could be read. */
function expandOwn(macro: SamMacro | undefined, written: MapNode, given: ReadonlyMap<string, string>, readLocal: Template["readLocal"], isWhole: boolean): Expanded {
  const plain = expandFunctions(written, written.place.file.text, given, readLocal);
  const sam = isSam(plain.root) ? macro?.(plain.root, { parameters: given }) : undefined;
  return {
    root: sam?.root ?? plain.root,
    opaque: [...plain.opaque, ...(sam?.opaque ?? [])],
    dropped: sam?.dropped ?? [],
    problems: (sam?.problems ?? []).filter((problem) => isWhole && (namesSam(plain.root) || !saysAbsent(problem)) && isInView(problem, plain.opaque) && !quotesParameter(problem, plain.root)),
    expandedFrom: sam?.expandedFrom ?? new Map(),
  };
}

/** What a fragment lacks, one that does not even name SAM, may be added where it is put together. */
function saysAbsent({ message }: Problem): boolean {
  return /Missing required property|needs? to be present/u.test(message);
}

/** SAM refuses what it sees, and AWS shows it what macros and includes have made; where that is out of view, so is what SAM says of it. */
function isInView({ place }: Problem, opaque: readonly Opaque[]): boolean {
  const [section, id] = place.path;
  return !opaque.some(({ resource }) => resource === undefined || (section === "Resources" && resource === id));
}

/** SAM is given the value of every parameter. A sentence of it that quotes the reference is about a value that is not known here. */
function quotesParameter({ message }: Problem, root: MapNode): boolean {
  const parameters = root.get("Parameters");
  const name = /\{'Ref': '(?<name>\w+)'\}/u.exec(message)?.groups?.name;
  return name !== undefined && parameters?.kind === "map" && parameters.has(name);
}

/** More than a few errors of the parser follow from the first. */
const MAX_ISSUES = 5;

function lineAt(file: SourceFile, span: Span): string {
  return file.line(file.position(span.start).line);
}

function partitioned<Item>(items: readonly Item[], test: (item: Item) => boolean): readonly [readonly Item[], readonly Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function reasonOf({ root, issues }: ReadResult): string {
  if (issues.length > 0) return "it cannot be read, and does not look like a template";
  if (root === undefined) return "it is empty";
  return root.kind === "map" && root.has("Resources") ? "its Resources are no resources of CloudFormation" : "it has no Resources";
}
