import type { Span } from "./file.ts";

/**
 * A document as it is written: every reader (JSON, the `yaml` package, our own block-YAML reader) makes these, and nodes and layout
 * are made of them. Offsets count UTF-16 units of the decoded text.
 */
export type RawNode = RawScalar | RawList | RawMap | RawAlias;

export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

interface RawCommon {
  /** Where the content begins: the opening quote or bracket, the `|` of a block scalar, the first key. */
  start: number;
  /** Where the content ends, without trailing white space; exclusive. */
  end: number;
  /** Where the tag or anchor before the content begins; `start` where there is none. */
  from: number;
  /** `!Sub`, or a resolved one such as `tag:yaml.org,2002:str`. */
  tag: string | undefined;
  anchor: string | undefined;
}

export interface RawScalar extends RawCommon {
  readonly kind: "scalar";
  readonly style: ScalarStyle;
  /** The text with quotes, escapes and folding undone. */
  readonly text: string;
}

export interface RawList extends RawCommon {
  readonly kind: "list";
  readonly flow: boolean;
  readonly items: RawNode[];
}

export interface RawPair {
  readonly key: RawNode;
  readonly value: RawNode;
}

export interface RawMap extends RawCommon {
  readonly kind: "map";
  readonly flow: boolean;
  /** Every pair as written, duplicates and `<<` included. */
  readonly pairs: RawPair[];
}

export interface RawAlias extends RawCommon {
  readonly kind: "alias";
  readonly name: string;
  readonly target: RawNode | undefined;
}

/** Something that makes a document, or a part of it, unreadable. */
export interface DocumentIssue {
  readonly message: string;
  readonly span: Span;
}

/** Something that CloudFormation reads and a strict YAML parser refuses, and how it was read. */
export interface Repair {
  readonly what: string;
  readonly span: Span;
}

/** What a reader makes of a text. */
export interface RawDocument {
  readonly root: RawNode | undefined;
  readonly issues: readonly DocumentIssue[];
  readonly repaired: readonly Repair[];
  /** How many documents the text holds; the first that is not empty is `root`. */
  readonly documents: number;
}

/** Deeper than any real template, shallow enough for every recursion over nodes. */
export const MAX_DEPTH = 256;

export const TOO_DEEP = `The document is nested more than ${MAX_DEPTH} levels deep`;

export function scalar(style: ScalarStyle, text: string, start: number, end: number): RawScalar {
  return { kind: "scalar", style, text, start, end, from: start, tag: undefined, anchor: undefined };
}

/** An empty list; in one place, so that all have one hidden class. */
export function rawList(start: number, flow: boolean): RawList {
  return { kind: "list", flow, items: [], start, end: start, from: start, tag: undefined, anchor: undefined };
}

/** An empty map; in one place, so that all have one hidden class. */
export function rawMap(start: number, flow: boolean): RawMap {
  return { kind: "map", flow, pairs: [], start, end: start, from: start, tag: undefined, anchor: undefined };
}

/** The node an alias stands for; other nodes are themselves. */
export function dereference(raw: RawNode): RawNode | undefined {
  let node: RawNode | undefined = raw;
  for (let hops = 0; node?.kind === "alias" && hops < MAX_DEPTH; hops++) node = node.target;
  return node?.kind === "alias" ? undefined : node;
}

/** The text of a key; `undefined` where the key is a list or a map, which CloudFormation refuses. */
export function keyText(key: RawNode): string | undefined {
  const node = dereference(key);
  return node?.kind === "scalar" ? node.text : undefined;
}

/** `<<`, unquoted: its value's entries count as this map's own. */
export function isMergeKey(key: RawNode): boolean {
  return key.kind === "scalar" && key.style === "plain" && key.text === "<<";
}
