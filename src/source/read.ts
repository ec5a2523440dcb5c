import { decode } from "./decode.ts";
import { readFast } from "./fast-yaml.ts";
import { type Layout, SourceFile, type TextAgain } from "./file.ts";
import type { JsonSource } from "./json-document.ts";
import { isTooDeep, jsonNode } from "./json-document.ts";
import { scanJson } from "./json-scan.ts";
import type { Node } from "./node.ts";
import { Place } from "./place.ts";
import type { DocumentIssue, RawDocument, RawMap, RawNode, Repair } from "./raw.ts";
import { RawLayout } from "./raw-layout.ts";
import type { DuplicateKey, TagReader } from "./yaml-document.ts";
import { buildDocument } from "./yaml-document.ts";
import { readWithLibrary } from "./yaml-library.ts";

export interface ReadOptions {
  /** Makes the long form of a node with a short tag (`!Sub`); without it the tag is dropped. */
  readonly tag?: TagReader;
}

/** A document that was read, as far as it can be. */
export interface ReadResult {
  readonly file: SourceFile;
  readonly format: "json" | "yaml";
  /** `undefined` where the text holds no document at all. */
  readonly root: Node | undefined;
  /** What makes the document, or a part of it, unreadable. */
  readonly issues: readonly DocumentIssue[];
  readonly duplicates: readonly DuplicateKey[];
  /** How many documents the text holds; the first that is not empty is `root`. */
  readonly documents: number;
  /** What was read although a strict parser refuses it. */
  readonly repaired: readonly Repair[];
}

const BEGINS_LIKE_JSON = /^[\s]*[[{]/u;

/** Reads JSON or YAML; what the text begins with decides. Never throws, whatever the bytes are. */
export function readDocument(name: string, bytes: Uint8Array, options: ReadOptions = {}): ReadResult {
  const { text, repaired } = decode(bytes);
  const tag: TagReader = options.tag ?? ((_tag, node) => node);
  const result = BEGINS_LIKE_JSON.test(text) ? readJson(name, text, tag) : readYaml(name, text, tag);
  return repaired.length === 0 ? result : withRepairs(result, repaired);
}

/** A copy that asks for the duplicates of JSON only when someone else does. */
function withRepairs(result: ReadResult, repaired: readonly Repair[]): ReadResult {
  return {
    ...result,
    get duplicates() {
      return result.duplicates;
    },
    repaired: [...repaired, ...result.repaired],
  };
}

function yamlIn(text: string): RawDocument {
  return readFast(text) ?? readWithLibrary(text);
}

function readYaml(name: string, text: string, tag: TagReader): ReadResult {
  const raw = yamlIn(text);
  const file = new SourceFile(name, text, () => new RawLayout(text, raw.root), yamlLayoutOf(text));
  const built = raw.root && buildDocument(raw.root, Place.root(file), tag);
  return {
    file,
    format: "yaml",
    root: built?.root,
    issues: [...raw.issues, ...(built?.issues ?? [])],
    duplicates: built?.duplicates ?? [],
    documents: raw.documents,
    repaired: raw.repaired,
  };
}

function readJson(name: string, text: string, tag: TagReader): ReadResult {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return readBrokenJson(name, text, tag);
  }
  const tooDeep = isTooDeep(data);
  let scanned: RawDocument | undefined;
  let layout: RawLayout | undefined;
  const raw = (): RawDocument => (scanned ??= scanJson(text, true));
  const makeLayout = (): RawLayout => (layout ??= new RawLayout(text, raw().root));
  const source: JsonSource = { text, rawAt: (path) => makeLayout().find(path)?.node };
  const file = new SourceFile(name, text, makeLayout, jsonLayoutOf(text));
  const root = Place.root(file);
  return {
    file,
    format: "json",
    root: tooDeep ? undefined : jsonNode(root, data, source),
    issues: tooDeep ? raw().issues : [],
    get duplicates() {
      const node = raw().root;
      return node ? duplicatesOf(node, root) : [];
    },
    documents: 1,
    repaired: [],
  };
}

/** The text of a file that was read before, as {@link readDocument} decodes it; an empty one where it no longer has so many UTF-16 units, or is gone. */
export function textAgain(read: () => Uint8Array | { readonly message: string }, length: number): TextAgain {
  return () => {
    const bytes = read();
    const text = bytes instanceof Uint8Array ? decode(bytes).text : "";
    return text.length === length ? text : "";
  };
}

/** The layout of a document's text, read as {@link readDocument} does. */
export function layoutOf(text: string): Layout {
  return (BEGINS_LIKE_JSON.test(text) && isJson(text) ? jsonLayoutOf(text) : yamlLayoutOf(text))();
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Apart from {@link readYaml} and {@link readJson}, so that these hold nothing of what was read there. */
function yamlLayoutOf(text: string): () => RawLayout {
  return () => new RawLayout(text, yamlIn(text).root);
}

function jsonLayoutOf(text: string): () => RawLayout {
  return () => new RawLayout(text, scanJson(text, true).root);
}

/** What begins like JSON and is none: flow-style YAML where the name says so, else an issue, and what can be read of it. */
function readBrokenJson(name: string, text: string, tag: TagReader): ReadResult {
  const yaml = readYaml(name, text, tag);
  if (/\.ya?ml$/iu.test(name)) return yaml;
  const [issue] = scanJson(text).issues;
  return { ...yaml, format: "json", issues: issue ? [issue] : yaml.issues };
}

function duplicatesOf(root: RawNode, place: Place): readonly DuplicateKey[] {
  const found: DuplicateKey[] = [];
  collectDuplicates(root, place, found);
  return found;
}

function collectDuplicates(node: RawNode, place: Place, found: DuplicateKey[]): void {
  if (node.kind === "list") node.items.forEach((item, index) => collectDuplicates(item, place.child(index), found));
  else if (node.kind === "map") collectFromMap(node, place, found);
}

function collectFromMap(map: RawMap, place: Place, found: DuplicateKey[]): void {
  const seen = new Map<string, number>();
  map.pairs.forEach(({ key, value }, index) => {
    const text = key.kind === "scalar" ? key.text : "";
    const earlier = seen.get(text);
    if (earlier !== undefined) found.push({ key: text, place: place.child(earlier).key });
    seen.set(text, index);
    if (value.kind !== "scalar") collectDuplicates(value, place.child(text), found);
  });
}
