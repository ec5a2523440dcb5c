import { mapNode, Place, SourceFile } from "../source/index.ts";
import type { MapNode, Node, Span } from "../source/index.ts";
import { readDocument } from "../source/index.ts";
import type { ReadResult } from "../source/index.ts";
import { macrosOf, unexpandedIn } from "./macros.ts";
import { longFormOf } from "./short-tags.ts";
import { isSurelyNoTemplate, isTemplateRoot, looksLikeTemplate } from "./sniff.ts";
import { templateOf } from "./template.ts";
import type { Problem, Template } from "./types.ts";

/** A file of the project that another one refers to; the caller keeps it inside the project's root. */
export type ReadProjectFile = (from: string, reference: string) => { readonly name: string; readonly bytes: Uint8Array } | { readonly refused: string };

export interface LoadOptions {
  /** Values that the user gave for parameters. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Reads what includes and OpenAPI references name; absent: nothing beside the template is read. */
  readonly readProjectFile?: ReadProjectFile;
}

/**
 * Reads a template, expands it, and makes the graph of its resources. What is no template is said to be none, with the reason; what
 * is one but cannot be read is a template with a `parse-error`, and as much of it as could be read. Never throws.
 */
export function loadTemplate(input: { readonly name: string; readonly bytes: Uint8Array }, options: LoadOptions): Template | { readonly notATemplate: string } {
  if (isSurelyNoTemplate(input.bytes)) return { notATemplate: "it has no Resources" };
  const document = readDocument(input.name, input.bytes, { tag: longFormOf });
  const isTemplate = isTemplateRoot(document.root);
  if (!isTemplate && (document.issues.length === 0 || !looksLikeTemplate(document.file.text))) return { notATemplate: reasonOf(document) };
  if (document.issues.length > 0 && !looksLikeTemplate(document.file.text)) return { notATemplate: "it is a template for another engine, or not a CloudFormation template" };
  const written = document.root?.kind === "map" ? document.root : emptyRoot(document);
  return templateFrom(document, written, options);
}

function templateFrom(document: ReadResult, written: MapNode, options: LoadOptions): Template {
  return templateOf({
    name: document.file.name,
    root: written,
    written,
    given: options.parameters,
    opaque: [...macrosOf(written), ...unexpandedIn(written)],
    dropped: [],
    problems: problemsOf(document),
    expandedFrom: new Map(),
    readLocal: localReader(options),
  });
}

const MAX_ISSUES = 5;

function problemsOf({ file, issues }: ReadResult): Problem[] {
  return issues.slice(0, MAX_ISSUES).map(({ message, span }) => ({ rule: "parse-error", message, place: textPlace(file, span) }));
}

/** A place in the plain text: where it is not readable there are no nodes that a place could name. */
export function textPlace(file: SourceFile, span: Span): Place {
  const plain = new SourceFile(file.name, file.text, () => ({ span: () => ({ start: 0, end: file.text.length }), scalarSpan: (_path, slice) => slice }));
  return Place.root(plain).at(span.start, span.end);
}

function emptyRoot({ file }: ReadResult): MapNode {
  return mapNode(Place.root(file), []);
}

function reasonOf({ root, issues }: ReadResult): string {
  if (issues.length > 0) return "it cannot be read, and does not look like a template";
  if (root === undefined) return "it is empty";
  return root.kind === "map" && root.has("Resources") ? "its Resources are no resources of CloudFormation" : "it has no Resources";
}

/** Reads other documents of the project, each once. */
function localReader({ readProjectFile }: LoadOptions): Template["readLocal"] {
  const known = new Map<string, { readonly root: Node } | { readonly refused: string }>();
  return (from, reference) => {
    if (readProjectFile === undefined) return { refused: "no other file is read in this run" };
    if (isRemote(reference)) return { refused: `${reference} is not a file of the project` };
    const found = readProjectFile(from.file.name, reference);
    if ("refused" in found) return found;
    const settled = known.get(found.name);
    if (settled !== undefined) return settled;
    const document = readDocument(found.name, found.bytes, { tag: longFormOf });
    const [issue] = document.issues;
    const answer = document.root === undefined || issue !== undefined ? { refused: `${found.name} cannot be read${issue === undefined ? "" : `: ${issue.message}`}` } : { root: document.root };
    known.set(found.name, answer);
    return answer;
  };
}

/** `s3://bucket/key`, `https://…`: nothing is ever fetched. */
export function isRemote(reference: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//iu.test(reference);
}
