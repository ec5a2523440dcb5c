import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { Node, ReadResult } from "../../src/source/index.ts";
import { mapOf, plainFrom, readDocument } from "../../src/source/index.ts";

const encoder = new TextEncoder();

function read(text: string, name = "template.yaml"): ReadResult {
  return readDocument(name, encoder.encode(text), { tag: (tag, node) => mapOf(node.place, [[tag, node]]) });
}

function at(result: ReadResult, ...path: (string | number)[]): Node | undefined {
  let node = result.root;
  for (const segment of path) node = node?.kind === "map" ? node.get(String(segment)) : node?.kind === "list" ? node.items[Number(segment)] : undefined;
  return node;
}

/** The text where the node at the path stands. */
function textAt(result: ReadResult, path: (string | number)[], part: "key" | "value" | "entry" = "value"): string {
  const { start, end } = result.file.layout.span(path, part);
  return result.file.text.slice(start, end);
}

describe("a plain scalar of YAML 1.1", () => {
  it.each<[string, string, unknown, string]>([
    ["bool (yaml.org/type/bool)", "yes", true, "true"],
    ["bool (yaml.org/type/bool)", "Off", false, "false"],
    ["bool (yaml.org/type/bool)", "TRUE", true, "true"],
    ["y and n are text, as PyYAML has it", "y", "y", "y"],
    ["quoted is text", '"yes"', "yes", "yes"],
    ["int (yaml.org/type/int), base 8", "0600", 384, "384"],
    ["int, base 8 has no 9", "0900", "0900", "0900"],
    ["int, base 16", "0x1F", 31, "31"],
    ["int, base 2", "0b101", 5, "5"],
    ["int with underscores", "1_000", 1000, "1000"],
    ["int beyond 2^53 keeps its digits", "12345678901234567890", 12345678901234567000, "12345678901234567890"],
    ["int, negative", "-5", -5, "-5"],
    ["float (yaml.org/type/float) keeps its digits", "2.0", 2, "2.0"],
    ["float", "6.8523e+5", 685230, "6.8523e+5"],
    ["float needs a dot, as PyYAML has it", "1e3", "1e3", "1e3"],
    ["base 60 stays text", "12:30:45", "12:30:45", "12:30:45"],
    ["timestamp: not supported by CloudFormation, stays text", "2012-10-17", "2012-10-17", "2012-10-17"],
    ["null (yaml.org/type/null)", "~", null, ""],
    ["null", "", null, ""],
    ["null", "Null", null, ""],
    ["!!str", "!!str 600", "600", "600"],
    ["!!int of a quoted text", '!!int "600"', 600, "600"],
    ["! means text", "! 600", "600", "600"],
    ["infinity stays text", ".inf", ".inf", ".inf"],
    ["a lone dot is text", ".", ".", "."],
    ["an address is text", "10.0.0.0/16", "10.0.0.0/16", "10.0.0.0/16"],
  ])("%s: %s", (_sentence, written, value, text) => {
    expect(at(read(`a: ${written}\n`), "a")).toMatchObject({ value, text });
  });
});

describe("a block scalar at the end of a document without a line break", () => {
  it.each(["a: |\n  x", "a: |+\n  x", "a: >\n  x", "%YAML 1.1\n---\na: |\n  x"])("has none either, as PyYAML has it: %j", (text) => {
    expect(at(read(text), "a")).toMatchObject({ value: "x" });
  });
});

describe("JSON", () => {
  it.each<[string, unknown, string]>([["2.0", 2, "2.0"], ["12345678901234567890", 12345678901234567000, "12345678901234567890"], ["1e2", 100, "1e2"], ["600", 600, "600"], ["-0", -0, "-0"], ["true", true, "true"], ["null", null, ""]])("has %s as written", (written, value, text) => {
    expect(at(read(`{"a": [${written}]}`, "a.json"), "a", 0)).toMatchObject({ value, text });
  });

  it("keeps the order of keys, numbers too, and the last of equal ones", () => {
    const result = read('{"b": 1, "200": 2, "100": 3, "b": 4}', "a.json");
    const root = result.root;
    expect(root?.kind === "map" && [...root.keys()]).toEqual(["b", "200", "100"]);
    expect(plainFrom(root as Node)).toEqual({ b: 4, "200": 2, "100": 3 });
    expect(result.duplicates.map(({ key, place }) => [key, place.range.start.column])).toEqual([["b", 2]]);
    expect(textAt(result, ["b"], "entry")).toBe('"b": 4');
  });

  it.each<[string, string, number, number]>([
    ['{"a": 1,\n "b": 2,}', 'Expected a key in double quotes, found "}"', 2, 9],
    ['{"a" 1}', 'Expected a colon, found "1"', 1, 6],
    ['{"a": [1 2]}', 'Expected a comma or a closing bracket, found "2"', 1, 10],
    ['{"a": 1', "Expected a comma or a closing brace, found the end of the document", 1, 8],
    ['{"a": "x\ny"}', "A string in JSON ends on the line it begins", 1, 7],
    ['{"a": "\\x"}', "A backslash in JSON begins an escape, and this is none", 1, 8],
    ['{"a": 1} // x', 'Expected the end of the document, found "/"', 1, 10],
    ['{"a": 01}', 'Expected a comma or a closing brace, found "1"', 1, 8],
  ])("is refused where it stops being JSON: %j", (text, message, line, column) => {
    const { issues, file } = read(text, "a.json");
    expect(issues.map((issue) => [issue.message, file.position(issue.span.start)])).toMatchObject([[message, { line, column }]]);
  });

  it("is read on after a mistake, so that the rest is not lost", () => {
    expect(plainFrom(read('{"a": 1, "b": [2,],}', "a.json").root as Node)).toEqual({ a: 1, b: [2] });
  });

  it("may be YAML in flow style where the name says so", () => {
    expect(read("{a: 1, b: [2,]}")).toMatchObject({ format: "yaml", issues: [] });
  });
});

describe("places", () => {
  const text = [
    "Resources:",
    "  Users: &users",
    "    Type: AWS::S3::Bucket # why",
    "    Nothing:",
    "    Sub: !Sub \"${Users}/x\"",
    "    Items:",
    "    - a",
    "    - {b: [c, 'd']}",
    "    Text: |",
    "      one",
    "      two",
    "",
    "  Copy:",
    "    <<: *users",
    "    Type: Other",
    "    Alias: *users",
  ].join("\n");
  const result = read(`${text}\n`);

  it.each<[(string | number)[], "key" | "value" | "entry", string]>([
    [["Resources", "Users", "Type"], "value", "AWS::S3::Bucket"],
    [["Resources", "Users", "Type"], "key", "Type"],
    [["Resources", "Users", "Type"], "entry", "Type: AWS::S3::Bucket"],
    [["Resources", "Users", "Nothing"], "value", "Nothing"],
    [["Resources", "Users", "Sub"], "value", '!Sub "${Users}/x"'],
    [["Resources", "Users", "Sub", "Fn::Sub"], "value", '!Sub "${Users}/x"'],
    [["Resources", "Users", "Items", 0], "value", "a"],
    [["Resources", "Users", "Items", 0], "key", "a"],
    [["Resources", "Users", "Items", 1, "b", 1], "value", "'d'"],
    [["Resources", "Users", "Items", 1], "value", "{b: [c, 'd']}"],
    [["Resources", "Users", "Text"], "value", "|\n      one\n      two"],
    [["Resources", "Users", "Missing", "Deeper"], "key", "Users"],
    [["Resources", "Copy", "Sub"], "value", '!Sub "${Users}/x"'],
    [["Resources", "Copy", "Alias", "Type"], "value", "AWS::S3::Bucket"],
  ])("%j %s", (path, part, expected) => {
    expect(textAt(result, path, part)).toBe(expected);
  });

  it("of merged entries and aliases are where those stand", () => {
    const copy = at(result, "Resources", "Copy");
    const entry = copy?.kind === "map" ? copy.entry("Nothing") : undefined;
    expect(entry?.keyPlace.range.start.line).toBe(4);
    expect(at(result, "Resources", "Copy", "Type")?.place.range.start.line).toBe(15);
    expect(at(result, "Resources", "Copy", "Alias")?.place.path).toEqual(["Resources", "Users"]);
  });

  it.each<[string, string, [number, number], string | undefined]>([
    ["plain", "a: https://x/", [8, 10], "x/"],
    ["single quotes, ''", "a: 'it''s /'", [3, 6], "s /"],
    ["single quotes, '' itself", "a: 'it''s'", [2, 3], "''"],
    ["quotes in quotes", `a: "'https://app.example.com/'"`, [24, 25], "/"],
    ["an escape", 'a: "x\\u0041\\ty"', [1, 3], "\\u0041\\t"],
    ["a pair of surrogates from one escape", 'a: "\\U0001F600!"', [2, 3], "!"],
    ["folded quotes", 'a: "x  \n   y"', [1, 3], "  \n   y"],
    ["an escaped line break", 'a: "x\\\n   y"', [0, 2], "x\\\n   y"],
    ["a plain scalar of two lines", "a: x\n  y z\n", [2, 3], "y"],
    ["literal", "a: |\n    one\n      two\n    /\n", [4, 9], "  two"],
    ["literal, second line", "a: |2-\n    one\n  two/\n", [10, 11], undefined],
    ["literal with blank first line", "a: |\n\n  one/\n", [4, 5], "/"],
    ["folded block", "a: >-\n  one\n  two\n\n  three\n", [4, 7], "two"],
    ["CRLF", "a: |\r\n  one\r\n  two/\r\n", [7, 8], "/"],
    ["what is no image of the text", "a: Yes", [0, 1], undefined],
    ["outside the text", "a: x", [0, 9], undefined],
  ])("within a scalar: %s", (_name, written, [start, end], expected) => {
    const { file } = read(written);
    const span = file.layout.scalarSpan(["a"], { start, end });
    expect(span && file.text.slice(span.start, span.end)).toBe(expected);
  });

  it("of a key that a later one overrides are its own", () => {
    const { duplicates, root } = read("a: 1\nb: 2\na: 3\n");
    expect(duplicates.map(({ key, place }) => [key, place.range.start.line])).toEqual([["a", 1]]);
    expect(plainFrom(root as Node)).toEqual({ a: 3, b: 2 });
  });
});

describe("encodings", () => {
  const text = "a: ü\r\nb: 😀\r\n";
  const utf16 = Buffer.from(text, "utf16le");
  it.each<[string, Uint8Array]>([
    ["UTF-8", encoder.encode(text)],
    ["UTF-8 with a byte order mark", encoder.encode(`\uFEFF${text}`)],
    ["UTF-16 LE with a byte order mark", Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16 LE", utf16],
    ["UTF-16 BE", Buffer.from(utf16).swap16()],
    ["UTF-16 BE with a byte order mark", Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
  ])("%s", (_name, bytes) => {
    const { root, file, repaired } = readDocument("a.yaml", bytes);
    expect([plainFrom(root as Node), file.text, repaired]).toEqual([{ a: "ü", b: "😀" }, text, []]);
  });

  it("that are none are repaired, and that is said", () => {
    const { repaired, root } = readDocument("a.yaml", Uint8Array.of(0x61, 0x3a, 0x20, 0x62, 0xff));
    expect([plainFrom(root as Node), repaired]).toEqual([{ a: "b\uFFFD" }, [{ what: "Bytes that are not UTF-8 were replaced", span: { start: 4, end: 5 } }]]);
  });
});

describe("what AWS reads and a strict YAML parser refuses", () => {
  it.each<[string, string, unknown]>([
    ["a closing bracket too far left", "a:\n  b: [\n    x,\n]\nc: 1\n", { a: { b: ["x"] }, c: 1 }],
    ["a flow map too far left", "a:\n  b: {\nx: 1,\ny: 2}\nc: 1\n", { a: { b: { x: 1, y: 2 } }, c: 1 }],
    ["a quoted line too far left", 'a:\n  b: "x\ny"\nc: 1\n', { a: { b: "x y" }, c: 1 }],
  ])("%s", (_name, text, expected) => {
    const result = read(text);
    expect([plainFrom(result.root as Node), result.issues, result.repaired.length > 0]).toEqual([expected, [], true]);
  });
});

describe("hostile input", () => {
  it.each<[string, string]>([
    ["brackets, JSON", "[".repeat(100_000) + "]".repeat(100_000)],
    ["brackets, open", "[".repeat(100_000)],
    ["brackets, YAML", `a: ${"[".repeat(100_000)}`],
    ["braces", `a: ${"{a: ".repeat(100_000)}`],
    ["dashes", "- ".repeat(100_000)],
    ["dashes and an anchor", `&a\n? ${"- ".repeat(20_000)}`],
    ["indentation", Array.from({ length: 2000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
  ])("nested 100,000 deep is refused: %s", (_name, text) => {
    const { issues } = read(text);
    expect(issues.length).toBeGreaterThan(0);
  });

  it("a mistake in YAML is one issue, not one for each line after it that it makes look wrong", () => {
    const { issues, file } = read('Name: "${Prefix}\nUsers: "x"\nList:\n  Other: "b"\nMore: c: d\n');
    expect(issues.map(({ message, span }) => [message, file.position(span.start).line])).toEqual([['Missing closing "quote', 1]]);
  });

  it("nesting that only the package sees is refused in our words", () => {
    const { issues } = read(`a:\tb\nc: ${"[".repeat(50_000)}`);
    expect(issues.length).toBeLessThan(200);
    expect(issues.some(({ message }) => message.startsWith("The document is nested more than 256 levels deep"))).toBe(true);
  });

  it("a chain of merges past the budget is one issue", () => {
    const chain = Array.from({ length: 3000 }, (_, index) => `a${index + 1}: &a${index + 1}\n  <<: *a${index}\n  k${index}: 1\n`).join("");
    expect(read(`a0: &a0 {k: 1}\n${chain}`).issues).toMatchObject([{ message: "The aliases of this document stand for more than 100000 nodes" }]);
  });

  it("an alias bomb is refused", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]", ..."bcdefghij".split("").map((name, index) => `${name}: &${name} [${Array(10).fill(`*${"abcdefghi"[index]}`).join(", ")}]`)].join("\n");
    expect(read(bomb).issues).toMatchObject([{ message: "The aliases of this document stand for more than 100000 nodes" }]);
  });

  it("an alias within what it names is refused", () => {
    expect(read("a: &a [1, *a]\n").issues).toMatchObject([{ message: "The alias *a stands within what it names", span: { start: 10, end: 12 } }]);
    expect(read("a: &a\n  <<: *a\n").issues).toHaveLength(2);
  });

  it.each(['{"__proto__": {"x": 1}, "constructor": 2}', "__proto__: {x: 1}\nconstructor: 2\n"])("__proto__ is a key like any other: %j", (text) => {
    const result = read(text, "a.x");
    const root = result.root;
    expect(root?.kind === "map" && [...root.keys()]).toEqual(["__proto__", "constructor"]);
    expect([root?.kind === "map" && root.has("toString"), root?.kind === "map" && root.get("hasOwnProperty"), ({} as { x?: unknown }).x]).toEqual([false, undefined, undefined]);
    expect(at(result, "__proto__", "x")).toMatchObject({ value: 1 });
  });

  it("a scalar of 5 MB is read", () => {
    const big = "x".repeat(5_000_000);
    for (const text of [`a: ${big}`, `a: "${big}"`, `{"a": "${big}"}`, `a: |\n  ${big}\n`]) expect(at(read(text), "a")).toMatchObject({ kind: "scalar" });
  });

  it("growth is linear", () => {
    const make = (count: number): string => Array.from({ length: count }, (_, index) => `R${index}:\n  Type: A\n  Type: B\n`).join("");
    const time = (text: string): number => {
      const before = performance.now();
      expect(read(text).duplicates.length).toBeGreaterThan(0);
      return performance.now() - before;
    };
    time(make(2000));
    expect(time(make(50_000))).toBeLessThan(25 * 10 * Math.max(2, time(make(2000))));
  });

  it.each(["a: \0b", '{"a": "\\ud800"}', 'a: "\\uD800"', "a: \u2028b", "%YAML 9.9\n---\na: 1", "\t", "a:\tb", "", " ", "#", "---\n---\na: 1", "<<: 1", "? [a]\n: 1", "*a : 1", "a: *b", "!", "&", "|", "a: !<x y", "- !!binary x"])("odd text is read or refused, never thrown at: %j", (text) => {
    expect(() => read(text)).not.toThrow();
  });

  it("any text is read or refused", () => {
    const piece = fc.constantFrom("a", ": ", "\n", "  ", "- ", "[", "]", "{", "}", ",", "'", '"', "|\n", ">-\n", "&a ", "*a", "!Sub ", "#", "<<", "---\n", "\t", "\\", "\r\n", "? ", "1", "é");
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const result = read(pieces.join(""));
      if (result.root) plainFrom(result.root);
      void result.duplicates;
      for (const { span } of result.issues) result.file.range(span);
    }), { numRuns: 2000 });
  });

  it("any bytes are read or refused", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readDocument("a", bytes)), { numRuns: 1000 });
  });
});

const leaf = fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: "grapheme", maxLength: 12 }), fc.lorem({ maxCount: 20 }), fc.array(fc.constantFrom("x", " ", "\n", "'", '"', "\\", ":", "#", "- ", "{"), { maxLength: 15 }).map((parts) => parts.join("")), fc.integer(), fc.boolean(), fc.constant(null));
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie("tree"), { maxLength: 4 }), fc.dictionary(fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("__proto__", "200", "on", "a b")), tie("tree"), { maxKeys: 4 })),
}));
// `<<` is a merge in YAML 1.1, which `stringify` does not quote in version 1.2.
const document = fc.dictionary(fc.stringMatching(/^[A-Za-z]{1,6}$/u), tree, { minKeys: 1, maxKeys: 4 });

describe("a tree that was printed", () => {
  const styles: [string, (data: unknown) => string, string][] = [
    ["JSON", (data) => JSON.stringify(data), "a.json"],
    ["JSON, indented", (data) => JSON.stringify(data, undefined, 2), "a.json"],
    ["YAML", (data) => stringify(data, { version: "1.1" }), "a.yaml"],
    ["YAML, quoted", (data) => stringify(data, { version: "1.1", defaultStringType: "QUOTE_DOUBLE" }), "a.yaml"],
    ["YAML, narrow", (data) => stringify(data, { version: "1.1", lineWidth: 20, indentSeq: false }), "a.yaml"],
    ["YAML, blocks", (data) => stringify(data, { version: "1.1", defaultStringType: "BLOCK_LITERAL" }), "a.yaml"],
    ["YAML, flow", (data) => stringify(data, { version: "1.1", collectionStyle: "flow" }), "a.yaml"],
  ];
  it.each(styles)("as %s is the same when read, and every scalar knows where it stands", (_name, print, name) => {
    fc.assert(fc.property(document, (data) => {
      const text = print(data);
      // The package prints some texts (white space before a line break) so that it cannot read them back itself.
      fc.pre(readsBack(text, data));
      const result = read(text, name);
      expect(result.issues).toEqual([]);
      expect(plainFrom(result.root as Node)).toEqual(plainFrom(read(JSON.stringify(data), "a.json").root as Node));
      for (const scalar of scalarsIn(result.root as Node)) {
        const span = result.file.layout.scalarSpan(scalar.place.path, { start: 0, end: scalar.text.length });
        const written = textAt(result, [...scalar.place.path]);
        if (typeof scalar.value === "string" && span === undefined) throw new Error(`no image of ${JSON.stringify(scalar.value)} in ${JSON.stringify(result.file.text)}`);
        if (typeof scalar.value === "string" && !/[\s"'\\]/u.test(scalar.value)) expect(result.file.text.slice(span?.start, span?.end)).toBe(scalar.value);
        if (scalar.text !== "" && name === "a.json") expect(JSON.parse(written)).toEqual(scalar.value);
      }
    }), { numRuns: 300 });
  });
});

function readsBack(text: string, data: unknown): boolean {
  try {
    return JSON.stringify(parse(text, { version: "1.1", logLevel: "error" })) === JSON.stringify(data);
  } catch {
    return false;
  }
}

function* scalarsIn(node: Node): Iterable<Node & { kind: "scalar" }> {
  if (node.kind === "scalar") yield node;
  else if (node.kind === "list") for (const item of node.items) yield* scalarsIn(item);
  else for (const { value } of node.entries()) yield* scalarsIn(value);
}

const corpus = process.env["CORS_LINT_CORPUS"];

describe.skipIf(corpus === undefined)("every file of CORS_LINT_CORPUS", () => {
  it("is read or refused, with places", () => {
    const files = readdirSync(corpus ?? ".", { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const { name, parentPath } of files) {
      const result = readDocument(name, readFileSync(join(parentPath, name)));
      const [first] = result.root ? scalarsIn(result.root) : [];
      if (first) expect(first.place.range.end.offset).toBeLessThanOrEqual(result.file.text.length);
    }
  }, 120_000);
});
