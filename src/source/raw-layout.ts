import type { Layout, Part, Span } from "./file.ts";
import type { PathSegment } from "./place.ts";
import type { RawMap, RawNode, RawPair } from "./raw.ts";
import { dereference, isMergeKey, keyText, MAX_DEPTH } from "./raw.ts";
import { spanInScalar } from "./scalar-image.ts";

/** Where a path ends in a document as written. */
export interface Found {
  readonly node: RawNode;
  /** The entry whose value the node is; none for the root and for items of lists. */
  readonly pair: RawPair | undefined;
  /** Does the whole path exist, or only its beginning? */
  readonly complete: boolean;
}

/**
 * The layout of a document as written. A number as a segment below a map means its n-th pair as written, which is how a key that
 * a later one overrides is told from that later one.
 */
export class RawLayout implements Layout {
  readonly #text: string;
  readonly #root: RawNode | undefined;
  readonly #indexes = new Map<RawMap, ReadonlyMap<string, RawPair>>();

  constructor(text: string, root: RawNode | undefined) {
    this.#text = text;
    this.#root = root;
  }

  find(path: readonly PathSegment[]): Found | undefined {
    if (!this.#root) return undefined;
    let found: Found = { node: this.#root, pair: undefined, complete: true };
    for (const segment of path) {
      const next = this.#step(found.node, segment);
      if (!next) return { ...found, complete: false };
      found = next;
    }
    return found;
  }

  span(path: readonly PathSegment[], part: Part): Span {
    const found = this.find(path);
    if (!found) return { start: 0, end: 0 };
    const { node, pair } = found;
    const value = { start: node.from, end: node.end };
    if (!pair) return value;
    const key = { start: pair.key.from, end: pair.key.end };
    if (part === "key" || value.start === value.end) return key;
    return part === "entry" ? { start: key.start, end: value.end } : value;
  }

  scalarSpan(path: readonly PathSegment[], slice: Span): Span | undefined {
    const found = this.find(path);
    const node = found?.complete ? dereference(found.node) : undefined;
    return node?.kind === "scalar" ? spanInScalar(this.#text, node, slice) : undefined;
  }

  #step(from: RawNode, segment: PathSegment): Found | undefined {
    const node = dereference(from);
    if (node?.kind === "list") {
      const item = typeof segment === "number" ? node.items[segment] : undefined;
      return item && { node: item, pair: undefined, complete: true };
    }
    if (node?.kind !== "map") return undefined;
    const pair = typeof segment === "number" ? node.pairs[segment] : this.#pair(node, segment, 0);
    return pair && { node: pair.value, pair, complete: true };
  }

  #pair(map: RawMap, key: string, depth: number): RawPair | undefined {
    const own = this.#index(map).get(key);
    if (own || depth > MAX_DEPTH) return own;
    for (const pair of map.pairs) {
      if (!isMergeKey(pair.key)) continue;
      for (const source of mergedMaps(pair.value)) {
        const merged = this.#pair(source, key, depth + 1);
        if (merged) return merged;
      }
    }
    return undefined;
  }

  #index(map: RawMap): ReadonlyMap<string, RawPair> {
    const known = this.#indexes.get(map);
    if (known) return known;
    const index = new Map(map.pairs.map((pair) => [keyText(pair.key) ?? "", pair]));
    this.#indexes.set(map, index);
    return index;
  }
}

/** The maps that the value of a `<<` names. */
function mergedMaps(value: RawNode): readonly RawMap[] {
  const node = dereference(value);
  const sources = node?.kind === "list" ? node.items.map(dereference) : [node];
  return sources.filter((source) => source?.kind === "map");
}
