import type { Place } from "./place.ts";

/** A scalar as CloudFormation reads it: YAML 1.1 types, or JSON's. */
export type ScalarValue = string | number | boolean | null;

/**
 * One node of a document tree. Intrinsic functions are in their long form (`!Sub x` is a map with the one key `Fn::Sub`).
 * Nodes that an expansion made (SAM, includes, `Fn::ForEach`) carry the place of the text they were made from.
 */
export type Node = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: ScalarValue;
  /** The text CloudFormation would put where it wants a string (`"600"` for the number 600, `"true"` for true). */
  readonly text: string;
  readonly place: Place;
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly Node[];
  readonly place: Place;
}

export interface Entry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Node;
}

/** An entry with another key or value that stands where this one stood. (A spread would lose the place: entries work it out when asked.) */
export function entryWith(entry: Entry, { key = entry.key, value = entry.value }: { readonly key?: string; readonly value?: Node }): Entry {
  return {
    key,
    value,
    get keyPlace() {
      return entry.keyPlace;
    },
  };
}

/** A map in the order in which it was written; of equal keys the last wins, as AWS does it. */
export interface MapNode {
  readonly kind: "map";
  readonly place: Place;
  readonly size: number;
  has(key: string): boolean;
  get(key: string): Node | undefined;
  entry(key: string): Entry | undefined;
  keys(): Iterable<string>;
  entries(): Iterable<Entry>;
}

/** A map made of given entries. `__proto__` is a key like any other. */
export class EntryMap implements MapNode {
  readonly kind = "map";
  readonly place: Place;
  /** By key, in the order of the map. */
  protected readonly byKey = new Map<string, Entry>();

  constructor(place: Place, entries: Iterable<Entry> = []) {
    this.place = place;
    for (const entry of entries) this.byKey.set(entry.key, entry);
  }

  get size(): number {
    return this.byKey.size;
  }
  has(key: string): boolean {
    return this.byKey.has(key);
  }
  get(key: string): Node | undefined {
    return this.byKey.get(key)?.value;
  }
  entry(key: string): Entry | undefined {
    return this.byKey.get(key);
  }
  keys(): Iterable<string> {
    return this.byKey.keys();
  }
  entries(): Iterable<Entry> {
    return this.byKey.values();
  }
}

export function mapNode(place: Place, entries: Iterable<Entry>): MapNode {
  return new EntryMap(place, entries);
}

/** A map from plain pairs; each key stands where its value stands unless told otherwise. */
export function mapOf(place: Place, pairs: Iterable<readonly [string, Node, Place?]>): MapNode {
  return mapNode(place, Array.from(pairs, ([key, value, keyPlace]) => ({ key, value, keyPlace: keyPlace ?? value.place })));
}

export function listNode(place: Place, items: readonly Node[]): ListNode {
  return { kind: "list", place, items };
}

export function scalarNode(place: Place, value: ScalarValue, text = value === null ? "" : String(value)): ScalarNode {
  return { kind: "scalar", place, value, text };
}

/** Plain data → nodes that all carry `place`: for what an expansion adds of its own. */
export function nodeFrom(place: Place, data: unknown): Node {
  if (Array.isArray(data)) return listNode(place, data.map((item) => nodeFrom(place, item)));
  if (typeof data === "object" && data !== null) {
    return mapOf(place, Object.entries(data).filter(([, value]) => value !== undefined).map(([key, value]) => [key, nodeFrom(place, value)]));
  }
  if (typeof data === "string" || typeof data === "number" || typeof data === "boolean" || data === null) return scalarNode(place, data);
  throw new TypeError(`not a document value: ${typeof data}`);
}

/** Nodes → plain data (null-prototype objects), for comparison and output. */
export function plainFrom(node: Node): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(plainFrom);
    case "map": {
      const data: Record<string, unknown> = Object.create(null);
      for (const { key, value } of node.entries()) data[key] = plainFrom(value);
      return data;
    }
  }
}
