import type { Entry, Node } from "./node.ts";
import { listNode, mapNode, scalarNode } from "./node.ts";
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
    // Once is enough: every later alias is over the budget as well.
    if (this.#fromAliases - anchored.weight <= ALIAS_BUDGET) this.#refuse(`The aliases of this document stand for more than ${ALIAS_BUDGET} nodes`, raw);
    return scalarNode(place, null);
  }

  #map(raw: RawMap, place: Place): Node {
    const own = new Map<string, Entry>();
    const indexes = new Map<string, number>();
    const merged: Entry[] = [];
    raw.pairs.forEach(({ key, value }, index) => {
      if (isMergeKey(key)) return void merged.push(...this.#merge(value, place));
      const text = keyText(key);
      if (key.kind !== "alias" && key.anchor !== undefined) this.node(key, place.child(index).key);
      if (text === undefined) return void this.#refuse(key.kind === "alias" ? `No anchor &${key.name} stands before this alias` : "A key must be text", key);
      const earlier = indexes.get(text);
      if (earlier !== undefined) this.duplicates.push({ key: text, place: place.child(earlier).key });
      indexes.set(text, index);
      const at = place.child(text);
      own.set(text, { key: text, keyPlace: at.key, value: this.node(value, at) });
    });
    if (merged.length === 0) return mapNode(place, own.values());
    return mapNode(place, [...merged.filter(({ key }) => !own.has(key)), ...own.values()]);
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
    this.issues.push({ message, span: { start: from, end } });
  }
}
