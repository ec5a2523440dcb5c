import type { Entry, MapNode, Node } from "./node.ts";
import { listNode, scalarNode } from "./node.ts";
import type { Place } from "./place.ts";
import type { DocumentIssue, RawAlias, RawMap, RawNode } from "./raw.ts";
import { isMergeKey, keyText } from "./raw.ts";
import { STANDARD_TAG, typeOf } from "./yaml-types.ts";

/** A key that a later equal one overrides. */
export interface DuplicateKey {
  readonly key: string;
  /** The key that lost. */
  readonly place: Place;
}

export type TagReader = (tag: string, node: Node) => Node;

export interface BuiltDocument {
  readonly root: Node;
  readonly issues: readonly DocumentIssue[];
  readonly duplicates: readonly DuplicateKey[];
}

/** Nodes that aliases may stand for in all, beyond those written: more than any template, too few to fill memory. */
const ALIAS_BUDGET = 100_000;

/** What is written → the tree that CloudFormation sees: types, tags, aliases and merges resolved. */
export function buildDocument(raw: RawNode, place: Place, tag: TagReader): BuiltDocument {
  const builder = new Builder(tag);
  const root = builder.node(raw, place);
  return { root, issues: builder.issues, duplicates: builder.duplicates };
}

/** An entry whose key stands where its value's path says; the place is made when someone asks. (No `#` fields, see `SeenView`: so it is for the maps.) */
class WrittenEntry implements Entry {
  readonly key: string;
  readonly value: Node;
  private readonly at: Place;

  constructor(key: string, at: Place, value: Node) {
    this.key = key;
    this.at = at;
    this.value = value;
  }

  get keyPlace(): Place {
    return this.at.key;
  }
}

/** Most maps hold a handful of entries: looking at each is as fast as an index, and takes a fraction of the memory. */
const FEW = 8;

class WrittenMap implements MapNode {
  readonly kind = "map";
  readonly place: Place;
  private readonly written: Entry[];
  private index: Map<string, number> | undefined;

  constructor(place: Place, entries: Entry[] = []) {
    this.place = place;
    this.written = entries;
    if (entries.length > FEW) this.index = indexOf(entries);
  }

  get size(): number {
    return this.written.length;
  }
  has(key: string): boolean {
    return this.indexOf(key) >= 0;
  }
  get(key: string): Node | undefined {
    return this.entry(key)?.value;
  }
  entry(key: string): Entry | undefined {
    return this.written[this.indexOf(key)];
  }
  keys(): Iterable<string> {
    return this.written.map(({ key }) => key);
  }
  entries(): Iterable<Entry> {
    return this.written;
  }

  /** Where the entry stands among the others; -1 where there is none. */
  indexOf(key: string): number {
    if (this.index) return this.index.get(key) ?? -1;
    const entries = this.written;
    for (let index = 0; index < entries.length; index++) if (entries[index]?.key === key) return index;
    return -1;
  }

  /** Adds the entry, or puts it where {@link indexOf} found another of its key. Only while the map is made. */
  put(entry: Entry, index: number): void {
    if (index >= 0) {
      this.written[index] = entry;
      return;
    }
    this.written.push(entry);
    if (this.index) this.index.set(entry.key, this.written.length - 1);
    else if (this.written.length > FEW) this.index = indexOf(this.written);
  }

  /** This map with entries of others below it. */
  onTopOf(others: readonly Entry[]): WrittenMap {
    const below = new Map(others.filter(({ key }) => !this.has(key)).map((entry) => [entry.key, entry]));
    return new WrittenMap(this.place, [...below.values(), ...this.written]);
  }
}

function indexOf(entries: readonly Entry[]): Map<string, number> {
  return new Map(entries.map(({ key }, index) => [key, index]));
}

interface Anchored {
  readonly node: Node;
  /** Nodes it stands for, aliases within it followed. */
  readonly weight: number;
}

class Builder {
  readonly issues: DocumentIssue[] = [];
  readonly duplicates: DuplicateKey[] = [];
  readonly #tag: TagReader;
  readonly #anchored = new Map<RawNode, Anchored>();
  #count = 0;
  #fromAliases = 0;
  /** What is found from then on are mistakes of the budget, not of the document. */
  #isOverBudget = false;

  constructor(tag: TagReader) {
    this.#tag = tag;
  }

  node(raw: RawNode, place: Place): Node {
    const before = this.#count++;
    if (raw.kind === "alias") return this.#alias(raw, place);
    const plain = this.#plain(raw, place);
    const isLocalTag = raw.tag !== undefined && raw.tag.length > 1 && !raw.tag.startsWith(STANDARD_TAG);
    const node = isLocalTag ? this.#tag(raw.tag ?? "", plain) : plain;
    if (raw.anchor !== undefined) this.#anchored.set(raw, { node, weight: this.#count - before });
    return node;
  }

  #plain(raw: Exclude<RawNode, RawAlias>, place: Place): Node {
    switch (raw.kind) {
      case "scalar": {
        const { value, text } = typeOf(raw);
        return scalarNode(place, value, text);
      }
      case "list":
        return listNode(place, raw.items.map((item, index) => this.node(item, place.child(index))));
      case "map":
        return this.#map(raw, place);
    }
  }

  #alias(raw: RawAlias, place: Place): Node {
    const anchored = raw.target && this.#anchored.get(raw.target);
    if (!anchored) {
      this.#refuse(raw.target ? `The alias *${raw.name} stands within what it names` : `No anchor &${raw.name} stands before this alias`, raw);
      return scalarNode(place, null);
    }
    this.#count += anchored.weight;
    this.#fromAliases += anchored.weight;
    if (this.#fromAliases <= ALIAS_BUDGET) return anchored.node;
    this.#refuse(`The aliases of this document stand for more than ${ALIAS_BUDGET} nodes`, raw);
    this.#isOverBudget = true;
    return scalarNode(place, null);
  }

  #map(raw: RawMap, place: Place): Node {
    const own = new WrittenMap(place);
    let merged: Entry[] | undefined;
    let indexes: Map<string, number> | undefined;
    let index = -1;
    for (const { key, value } of raw.pairs) {
      index++;
      if (isMergeKey(key)) {
        (merged ??= []).push(...this.#merge(value, place));
        continue;
      }
      const text = keyText(key);
      if (key.kind !== "alias" && key.anchor !== undefined) this.node(key, place.child(index).key);
      if (text === undefined) {
        this.#refuse(key.kind === "alias" ? `No anchor &${key.name} stands before this alias` : "A key must be text", key);
        continue;
      }
      const at = place.child(text);
      const known = own.indexOf(text);
      if (known >= 0) {
        // Few maps have duplicates, so only those pay for knowing where every key stands.
        indexes ??= new Map(raw.pairs.slice(0, index).map((pair, earlier) => [keyText(pair.key) ?? "", earlier]));
        this.duplicates.push({ key: text, place: place.child(indexes.get(text) ?? index).key });
      }
      indexes?.set(text, index);
      own.put(new WrittenEntry(text, at, this.node(value, at)), known);
    }
    return merged ? own.onTopOf(merged) : own;
  }

  /** https://yaml.org/type/merge.html: of several maps the earlier ones win, and a map's own keys over all of them. */
  #merge(raw: RawNode, place: Place): Entry[] {
    const source = this.node(raw, place.child("<<"));
    const maps = source.kind === "list" ? source.items : [source];
    const entries = new Map<string, Entry>();
    for (const map of maps) {
      if (map.kind !== "map") this.#refuse("What << merges must be a map, or a list of maps", raw);
      else for (const entry of map.entries()) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    }
    return [...entries.values()];
  }

  #refuse(message: string, { from, end }: RawNode): void {
    if (!this.#isOverBudget) this.issues.push({ message, span: { start: from, end } });
  }
}
