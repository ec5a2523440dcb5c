const BITS = 5;
const WIDTH = 1 << BITS;

/**
 * A map from small whole numbers that is never changed: writing gives another one that shares all but the path to what was written. So a
 * snapshot costs nothing, and what two of them have in common is found without looking into it.
 */
export type Trie<V> = Leaf<V> | Branch<V>;

interface Leaf<V> {
  readonly level: 0;
  readonly values: readonly (V | undefined)[];
}

interface Branch<V> {
  readonly level: number;
  readonly children: readonly (Trie<V> | undefined)[];
}

export function emptyTrie<V>(): Trie<V> {
  return { level: 0, values: [] };
}

export function valueIn<V>(trie: Trie<V>, key: number): V | undefined {
  if (key >= capacity(trie.level)) return undefined;
  let node: Trie<V> | undefined = trie;
  while (node && "children" in node) node = node.children[slot(key, node.level)];
  return node?.values[key & (WIDTH - 1)];
}

export function withValue<V>(trie: Trie<V>, key: number, value: V): Trie<V> {
  let root = trie;
  while (key >= capacity(root.level)) root = { level: root.level + 1, children: [root] };
  return written(root, root.level, key, value);
}

function written<V>(node: Trie<V> | undefined, level: number, key: number, value: V): Trie<V> {
  if (level === 0) {
    const values = node && "values" in node ? node.values.slice() : [];
    values[key & (WIDTH - 1)] = value;
    return { level: 0, values };
  }
  const children = node && "children" in node ? node.children.slice() : [];
  const at = slot(key, level);
  children[at] = written(children[at], level - 1, key, value);
  return { level, children };
}

/** What both hold: `join` decides where they differ, and what only one of them has is kept. */
export function joinTries<V>(a: Trie<V>, b: Trie<V>, join: (left: V, right: V) => V): Trie<V> {
  if (a === b) return a;
  if (a.level < b.level) return joinTries({ level: a.level + 1, children: [a] }, b, join);
  if (a.level > b.level) return joinTries(a, { level: b.level + 1, children: [b] }, join);
  if ("values" in a && "values" in b) return { level: 0, values: joinLists(a.values, b.values, join) };
  if (!("children" in a) || !("children" in b)) return a;
  return { level: a.level, children: joinLists(a.children, b.children, (left, right) => joinTries(left, right, join)) };
}

function joinLists<T>(a: readonly (T | undefined)[], b: readonly (T | undefined)[], join: (left: T, right: T) => T): (T | undefined)[] {
  const joined = (a.length < b.length ? b : a).slice();
  for (let index = 0; index < joined.length; index++) {
    const [left, right] = [a[index], b[index]];
    joined[index] = left === undefined || right === undefined || left === right ? (left ?? right) : join(left, right);
  }
  return joined;
}

function capacity(level: number): number {
  return 2 ** (BITS * (level + 1));
}

function slot(key: number, level: number): number {
  return (key >>> (BITS * level)) & (WIDTH - 1);
}
