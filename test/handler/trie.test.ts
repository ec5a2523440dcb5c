import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyTrie, joinTries, valueIn, withValue, type Trie } from "../../src/handler/trie.ts";

const writes = fc.array(fc.tuple(fc.oneof(fc.nat(70), fc.nat(200_000)), fc.nat(9)), { maxLength: 40 });

function written(pairs: readonly (readonly [number, number])[], from: Trie<number> = emptyTrie()): Trie<number> {
  return pairs.reduce((trie, [key, value]) => withValue(trie, key, value), from);
}

describe("a map that is never changed", () => {
  it("holds what a Map holds", () => {
    fc.assert(
      fc.property(writes, fc.nat(200_000), (pairs, other) => {
        const trie = written(pairs);
        const map = new Map(pairs);
        for (const [key, value] of map) expect(valueIn(trie, key)).toBe(value);
        expect(valueIn(trie, other)).toBe(map.get(other));
      }),
    );
  });

  it("keeps a snapshot as it was", () => {
    fc.assert(
      fc.property(writes, writes, (before, later) => {
        const snapshot = written(before);
        written(later, snapshot);
        for (const [key, value] of new Map(before)) expect(valueIn(snapshot, key)).toBe(value);
      }),
    );
  });

  it("joins what differs and keeps what one alone has", () => {
    fc.assert(
      fc.property(writes, writes, writes, (both, left, right) => {
        const base = written(both);
        const joined = joinTries(written(left, base), written(right, base), (a, b) => 100 + 10 * a + b);
        const [lefts, rights] = [new Map([...both, ...left]), new Map([...both, ...right])];
        for (const key of new Set([...lefts.keys(), ...rights.keys()])) {
          const [a, b] = [lefts.get(key), rights.get(key)];
          expect(valueIn(joined, key)).toBe(a === undefined || b === undefined || a === b ? (a ?? b) : 100 + 10 * a + b);
        }
      }),
    );
  });
});
