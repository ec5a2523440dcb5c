import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { decode } from "../../src/source/decode.ts";
import { readFast } from "../../src/source/fast-yaml.ts";
import type { RawNode } from "../../src/source/raw.ts";
import { readWithLibrary } from "../../src/source/yaml-library.ts";

/** Where the two readers differ about a text that both accept: the path, and what each has there. */
function difference(text: string): string | undefined {
  const fast = readFast(text);
  if (!fast || fast.issues.length > 0 || fast.repaired.length > 0) return undefined;
  const slow = readWithLibrary(text);
  if (slow.issues.length > 0) return `the package refuses it: ${slow.issues[0]?.message}`;
  return fast.root && slow.root ? differenceOf(fast.root, slow.root, "") : "one has no root";
}

function differenceOf(fast: RawNode, slow: RawNode, path: string): string | undefined {
  const [a, b] = [outline(fast), outline(slow)];
  if (a !== b) return `${path}: ${a} / ${b}`;
  const [left, right] = [childrenOf(fast), childrenOf(slow)];
  for (const [index, child] of left.entries()) {
    const other = right[index];
    const found = other && differenceOf(child, other, `${path}/${index}`);
    if (found) return found;
  }
  return undefined;
}

function outline(raw: RawNode): string {
  const { start, end, from, tag, anchor } = raw;
  const own = raw.kind === "scalar" ? [raw.style, raw.text] : raw.kind === "alias" ? [raw.name, raw.target?.start] : [raw.flow, childrenOf(raw).length];
  return JSON.stringify([raw.kind, own, start, end, from, tag, anchor]);
}

function childrenOf(raw: RawNode): readonly RawNode[] {
  if (raw.kind === "list") return raw.items;
  return raw.kind === "map" ? raw.pairs.flatMap(({ key, value }) => [key, value]) : [];
}

describe("the fast reader", () => {
  it.each([
    "a: b\n",
    "- a\n- - b\n  - c: d\n    e: f\n-   g:\n    - h\n",
    "a:\n- b\n- c:\n  - d\ne: f\n",
    "a: &x !T\n  b: c\nd: !Sub 'e'\nf: *x\ng:\n  !Sub h\n",
    "a: [b, {c: d, e}, 'f', \"g\", !Ref h, i: j, ]\nk: {\n  l: [\n    m\n  ]\n}\n",
    "a: b\n  c\n\n  d # e\nf: \"g\n  h\\\n  i\\tj\"\nk: 'l\n\n  m'\n",
    "a: |\n  b\n    c\n\n  d\ne: >-\n  f\n  g\n\n    h\n  i\nj: |+\n  k\n\nl: |2\n    m\n",
    "# a\n---\n# b\na: # c\n  b: c # d\n\n# e\n",
    "a: http://b:80/c#d\ne: f:g\n-h: i\n?j: k\n",
    "a:\nb:\n  c:\nd: {e: , f}\n",
    "\"a\" : b\n'c': d\ne : f\n",
    "a:\n  -\n  - b\n  - # c\n  -   \n\n  # d\n  - - \n    - e\n  - !f\n  -\ng:\n-\n",
    "a: !b\nc: !d   # e\nf: &g\nh:\n  !i\nj:\n  - !k \n  - &l # m\n",
    "a: b\r\nc: |\r\n  d\r\n  e\r\nf: 'g\r\n  h'\r\n",
  ])("is sure of %j and agrees with the package", (text) => {
    expect(readFast(text)).toBeDefined();
    expect(difference(text)).toBeUndefined();
  });

  it.each(["a: b: c\n", "a:\n  b: c\n d: e\n", "a: 'b' c\n", "? a\n: b\n", "%YAML 1.1\n---\na: b\n", "a: b\n---\nc: d\n", "a:\tb\n", "a: [b\n", "a: !x !y b\n", "&a b: c\n", "- a\nb: c\n", "a: @b\n", "a: \"\\q\"\n", "a: b\n...\n", "", "a: [b]c\n", "a: - b\n"])("leaves %j to the package", (text) => {
    expect(readFast(text)).toBeUndefined();
  });

  it("agrees with the package about whatever is put together from the pieces of YAML", () => {
    const piece = fc.constantFrom("a", "b: ", "c:", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}", ", ", "'", '"', "|\n  ", ">-\n    ", "|+\n", "&a ", "*a", "!Sub ", " # x", "\r\n", "1", "é", " ", ":", "''", "\\n", "\\\n", "-", "?", "\n\n", "x y");
    fc.assert(fc.property(fc.array(piece, { minLength: 1, maxLength: 14 }), (pieces) => {
      const text = pieces.join("");
      // The package does not tell where a tag or anchor stands; it is searched for, and a comment may hold the same one.
      fc.pre(!/#[^\n]*[&!]/u.test(text));
      expect(difference(text)).toBeUndefined();
    }), { numRuns: 20_000 });
  });

  it("agrees with the package about trees that the package printed", () => {
    const text = fc.oneof(fc.string(), fc.lorem({ maxCount: 30 }), fc.array(fc.constantFrom("x", " ", "\n", "'", '"', "\\", ":", "#"), { maxLength: 12 }).map((parts) => parts.join("")));
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, text, fc.integer(), fc.array(tie("tree"), { maxLength: 4 }), fc.dictionary(text, tie("tree"), { maxKeys: 4 })),
    }));
    const options = fc.record({ defaultStringType: fc.constantFrom("PLAIN" as const, "QUOTE_SINGLE" as const, "QUOTE_DOUBLE" as const, "BLOCK_LITERAL" as const, "BLOCK_FOLDED" as const), indentSeq: fc.boolean(), lineWidth: fc.constantFrom(20, 80), collectionStyle: fc.constantFrom("any" as const, "flow" as const) });
    fc.assert(fc.property(tree, options, (data, style) => {
      expect(difference(stringify(data, style))).toBeUndefined();
    }), { numRuns: 2000 });
  });

  const corpus = process.env["CORS_LINT_CORPUS"];
  it.skipIf(corpus === undefined)("agrees with the package about every file of CORS_LINT_CORPUS, and is sure of most", () => {
    const texts = readdirSync(corpus ?? ".", { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:ya?ml|template)$/u.test(entry.name))
      .map(({ name, parentPath }) => ({ name, text: decode(readFileSync(join(parentPath, name))).text }))
      .filter(({ text }) => !/^\s*[[{]/u.test(text));
    const differing = texts.map(({ name, text }) => [name, difference(text)]).filter(([, found]) => found !== undefined);
    expect(differing).toEqual([]);
    expect(texts.filter(({ text }) => readFast(text)).length).toBeGreaterThan(texts.length * 0.9);
  }, 120_000);
});
