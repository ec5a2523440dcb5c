import { createRequire } from "node:module";
import type { Alias, Document, Node as LibraryNode, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { DocumentIssue, RawDocument, RawNode, RawPair, ScalarStyle } from "./raw.ts";
import { MAX_DEPTH, rawList, rawMap, scalar, TOO_DEEP } from "./raw.ts";

type Library = typeof import("yaml");

let loaded: Library | undefined;

/** The package costs 25 ms to load, so a run without YAML never loads it; `require` because reading is synchronous. */
function library(): Library {
  // `require` is untyped; what it answers is the package whose types are imported above.
  return (loaded ??= createRequire(import.meta.url)("yaml") as Library);
}

/** Reads any YAML with the `yaml` package. Types are not resolved, tags are kept, aliases point to what they name. */
export function readWithLibrary(text: string): RawDocument {
  let documents: readonly Document.Parsed[];
  try {
    const parsed = library().parseAllDocuments(text, { version: "1.1", schema: "failsafe", uniqueKeys: false, prettyErrors: false, logLevel: "error" });
    documents = "empty" in parsed ? [] : parsed;
  } catch (error) {
    // The package recurses for each level of nesting; everything else it reports, so what it throws is a defect of its own.
    const message = error instanceof RangeError ? TOO_DEEP : "The document cannot be read as YAML";
    return { root: undefined, issues: [{ message, span: { start: 0, end: 0 } }], repaired: [], documents: 1 };
  }
  const first = documents.find((document) => document.contents !== null && !isEmptyScalar(document.contents)) ?? documents[0];
  const issues: DocumentIssue[] = earliest(first?.errors ?? []).map(({ message, pos: [start, end] }) => ({
    // The package reports its own overflow like a mistake in the document.
    message: message.includes("call stack") ? TOO_DEEP : message,
    span: { start, end },
  }));
  const converter = new Converter(text, issues);
  const root = first?.contents ? converter.node(first.contents as LibraryNode, 0) : undefined;
  return { root, issues, repaired: [], documents: documents.length };
}

/** One mistake makes lines after it look wrong, so that only the first is sure to be one. */
function earliest(errors: Document.Parsed["errors"]): Document.Parsed["errors"] {
  const [error, ...others] = errors;
  return error === undefined ? [] : [others.reduce((found, other) => (other.pos[0] < found.pos[0] ? other : found), error)];
}

function isEmptyScalar(node: unknown): boolean {
  const { isScalar } = library();
  return isScalar(node) && node.type === "PLAIN" && node.source === "" && !node.tag;
}

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

/** The package's tree → ours. */
class Converter {
  readonly #text: string;
  readonly #issues: DocumentIssue[];
  readonly #anchors = new Map<string, RawNode>();
  #tooDeep = false;

  constructor(text: string, issues: DocumentIssue[]) {
    this.#text = text;
    this.#issues = issues;
  }

  node(node: LibraryNode, depth: number): RawNode {
    const { isAlias, isMap, isSeq } = library();
    const start = node.range?.[0] ?? 0;
    if (depth > MAX_DEPTH) return this.#refusal(start);
    if (isAlias(node)) return this.#alias(node);
    if (isMap(node)) return this.#map(node, depth);
    if (isSeq(node)) return this.#list(node, depth);
    // What is no alias, map or list is a scalar.
    return this.#scalar(node as Scalar);
  }

  #refusal(start: number): RawNode {
    if (!this.#tooDeep) this.#issues.push({ message: TOO_DEEP, span: { start, end: start } });
    this.#tooDeep = true;
    return scalar("plain", "", start, start);
  }

  #alias(node: Alias): RawNode {
    const [start, end] = rangeOf(node);
    const target = this.#anchors.get(node.source);
    return { kind: "alias", name: node.source, target, start, end, from: start, tag: undefined, anchor: undefined };
  }

  #scalar(node: Scalar): RawNode {
    const [start, valueEnd] = rangeOf(node);
    const style = STYLES[node.type ?? "PLAIN"] ?? "plain";
    const block = style === "literal" || style === "folded";
    // Where the document ends without a line break, its last block scalar does too, as PyYAML has it; the package adds one.
    const added = block && valueEnd === this.#text.length && !this.#text.endsWith("\n");
    const value = typeof node.value === "string" ? node.value : (node.source ?? "");
    const raw = scalar(style, added && value.endsWith("\n") ? value.slice(0, -1) : value, start, block ? this.#trimmed(start, valueEnd) : valueEnd);
    return this.#withProperties(raw, node);
  }

  #list(node: YAMLSeq, depth: number): RawNode {
    const [start, valueEnd] = rangeOf(node);
    const raw = rawList(start, node.flow === true);
    raw.end = valueEnd;
    this.#withProperties(raw, node);
    for (const item of node.items) raw.items.push(this.node(item as LibraryNode, depth + 1));
    if (!raw.flow) raw.end = Math.max(start + 1, raw.items.at(-1)?.end ?? 0);
    return raw;
  }

  #map(node: YAMLMap, depth: number): RawNode {
    const [start, valueEnd] = rangeOf(node);
    const raw = rawMap(start, node.flow === true);
    raw.end = valueEnd;
    this.#withProperties(raw, node);
    for (const pair of node.items) raw.pairs.push(this.#pair(pair as Pair<LibraryNode, LibraryNode | null>, depth, start));
    const last = raw.pairs.at(-1);
    // A pair in brackets without braces (`[a: b]`) ends where its value does.
    const isBare = !raw.flow || this.#text.charAt(raw.start) !== "{";
    if (isBare && last) raw.end = Math.max(last.key.end, last.value.end);
    const first = raw.pairs[0];
    if (isBare && first && first.key.from < raw.start && raw.from === raw.start) raw.start = raw.from = first.key.from;
    return raw;
  }

  #pair(pair: Pair<LibraryNode | null, LibraryNode | null>, depth: number, start: number): RawPair {
    const key = pair.key ? this.node(pair.key, depth + 1) : scalar("plain", "", start, start);
    const value = pair.value && !isNothing(pair.value) ? this.node(pair.value, depth + 1) : scalar("plain", "", key.end, key.end);
    return { key, value };
  }

  #withProperties<Raw extends RawNode>(raw: Raw, node: Scalar | YAMLMap | YAMLSeq): Raw {
    raw.anchor = node.anchor;
    raw.tag = node.tag;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, raw);
    raw.from = Math.min(this.#before(raw.start, node.anchor && `&${node.anchor}`), this.#before(raw.start, raw.tag?.startsWith("!") ? raw.tag : raw.tag && "!"));
    return raw;
  }

  #before(start: number, property: string | undefined): number {
    const found = property ? this.#text.lastIndexOf(property, start) : -1;
    return found < 0 ? start : found;
  }

  #trimmed(start: number, end: number): number {
    let at = end;
    while (at > start + 1 && /\s/u.test(this.#text.charAt(at - 1))) at--;
    return at;
  }
}

/** An empty scalar without a property stands where its key ends. */
function isNothing(node: LibraryNode): boolean {
  return isEmptyScalar(node) && !(node as Scalar).anchor;
}

/** Every node of a parsed document has a range. */
function rangeOf(node: LibraryNode): readonly [number, number] {
  return node.range ? [node.range[0], node.range[1]] : [0, 0];
}
