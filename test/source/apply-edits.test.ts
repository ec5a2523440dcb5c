import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { applyEdits } from "../../src/source/apply-edits.ts";
import type { Edit, Node, PathSegment, Place, ReadResult } from "../../src/source/index.ts";
import { plainFrom, readDocument } from "../../src/source/index.ts";

function read(text: string, name = "template.yaml"): ReadResult {
  return readDocument(name, new TextEncoder().encode(text));
}

function placeAt({ root }: ReadResult, path: readonly PathSegment[]): Place {
  if (!root) throw new Error("the document is empty");
  return path.reduce((place, segment) => place.child(segment), root.place);
}

/** An edit whose place is still a path. */
type Asked = Edit extends infer E ? (E extends Edit ? Omit<E, "place"> & { readonly at: readonly PathSegment[]; readonly slice?: readonly [number, number] } : never) : never;

function apply(text: string, asked: readonly Asked[], name?: string): { text: string } | { refused: string } {
  const result = read(text, name);
  const edits = asked.map(({ at, slice, ...rest }) => {
    const place = placeAt(result, at);
    // What was taken off the edit's type is put back.
    return { ...rest, place: slice ? place.at(...slice) : place } as Edit;
  });
  return applyEdits(result.file, edits);
}

const template = `# A template
Resources:
  Api: # the API
    Type: AWS::Serverless::Api
    Properties:
      Cors:
        AllowOrigin: "'https://app.example.com/'" # with a slash
        AllowHeaders: 'Content-Type'
      Flow: {a: 1, b: [x, y]}
      Methods:
        - GET
        # a comment
        - POST

  Other:
    Credentials: true
    Empty:
`;

describe("an edit changes only", () => {
  it.each<[string, Asked, string, string]>([
    ["the character of a slice, inside two pairs of quotes", { kind: "replace", at: ["Resources", "Api", "Properties", "Cors", "AllowOrigin"], slice: [24, 25], text: "" }, `"'https://app.example.com/'"`, `"'https://app.example.com'"`],
    ["a quoted scalar, which keeps its quotes", { kind: "replace", at: ["Resources", "Api", "Properties", "Cors", "AllowHeaders"], text: "it's" }, "'Content-Type'", "'it''s'"],
    ["a plain scalar, which gets quotes where it needs them", { kind: "replace", at: ["Resources", "Api", "Type"], text: "*" }, "AWS::Serverless::Api", "'*'"],
    ["a boolean, which stays one", { kind: "replace", at: ["Resources", "Other", "Credentials"], text: "false" }, "Credentials: true", "Credentials: false"],
    ["a boolean, for a text that looks like a number", { kind: "replace", at: ["Resources", "Api", "Type"], text: "600" }, "AWS::Serverless::Api", "'600'"],
    ["an empty value", { kind: "replace", at: ["Resources", "Other", "Empty"], text: "x" }, "Empty:", "Empty: x"],
    ["a key", { kind: "rename-key", at: ["Resources", "Other", "Credentials"], key: "AllowCredentials" }, "Credentials:", "AllowCredentials:"],
    ["the end of a map", { kind: "add-entry", at: ["Resources", "Api", "Properties", "Cors"], key: "MaxAge", value: "'600'" }, "'Content-Type'\n", "'Content-Type'\n        MaxAge: \"'600'\"\n"],
    ["the end of a map, with a map", { kind: "add-entry", at: ["Resources", "Api", "Properties", "Cors"], key: "A", value: { b: ["c", { d: 1, e: true }], f: {} } }, "'Content-Type'\n", "'Content-Type'\n        A:\n          b:\n            - c\n            - d: 1\n              e: true\n          f: {}\n"],
    ["the end of a map in braces", { kind: "add-entry", at: ["Resources", "Api", "Properties", "Flow"], key: "c", value: ["*"] }, "[x, y]}", "[x, y], c: ['*']}"],
    ["the end of a list", { kind: "add-item", at: ["Resources", "Api", "Properties", "Methods"], value: "OPTIONS" }, "- POST\n", "- POST\n        - OPTIONS\n"],
    ["the end of a list, with a map", { kind: "add-item", at: ["Resources", "Api", "Properties", "Methods"], value: { a: 1, b: { c: 2 } } }, "- POST\n", "- POST\n        - a: 1\n          b:\n            c: 2\n"],
    ["the end of a list in brackets", { kind: "add-item", at: ["Resources", "Api", "Properties", "Flow", "b"], value: "z" }, "[x, y]", "[x, y, z]"],
    ["one entry, with its lines and the comment behind it", { kind: "remove", at: ["Resources", "Api", "Properties", "Cors", "AllowOrigin"] }, `        AllowOrigin: "'https://app.example.com/'" # with a slash\n`, ""],
    ["one item", { kind: "remove", at: ["Resources", "Api", "Properties", "Methods", 0] }, "        - GET\n", ""],
    ["one item in brackets", { kind: "remove", at: ["Resources", "Api", "Properties", "Flow", "b", 0] }, "[x, y]", "[y]"],
    ["one entry in braces", { kind: "remove", at: ["Resources", "Api", "Properties", "Flow", "b"] }, "{a: 1, b: [x, y]}", "{a: 1}"],
  ])("%s", (_name, edit, before, after) => {
    const expected = template.replace(before, after);
    expect(expected).not.toBe(template);
    expect(apply(template, [edit])).toEqual({ text: expected });
    // CRLF files stay CRLF files.
    expect(apply(template.replaceAll("\n", "\r\n"), [edit])).toEqual({ text: expected.replaceAll("\n", "\r\n") });
  });

  it.each<[string, Asked, string, string]>([
    ["the last of an indented object", { kind: "add-entry", at: ["a"], key: "c", value: ["x"] }, '{\n  "a": {\n    "b": 1\n  }\n}\n', '{\n  "a": {\n    "b": 1,\n    "c": [\n      "x"\n    ]\n  }\n}\n'],
    ["an indented object of a file with small parts on one line", { kind: "add-entry", at: ["a"], key: "c", value: { d: [1, "x"], e: { f: "g" }, h: {} } }, '{\n  "l": ["y"],\n  "a": {\n    "b": {"Ref": "x"}\n  }\n}\n', '{\n  "l": ["y"],\n  "a": {\n    "b": {"Ref": "x"},\n    "c": {\n      "d": [1, "x"],\n      "e": {"f": "g"},\n      "h": {}\n    }\n  }\n}\n'],
    ["a list of indented objects", { kind: "add-item", at: ["a"], value: { d: 1 } }, '{\n    "a": [\n        {\n            "b": 1\n        }\n    ]\n}', '{\n    "a": [\n        {\n            "b": 1\n        },\n        {\n            "d": 1\n        }\n    ]\n}'],
    ["a tab-indented object", { kind: "add-entry", at: [], key: "c", value: { d: null } }, '{\n\t"a": 1\n}', '{\n\t"a": 1,\n\t"c": {\n\t\t"d": null\n\t}\n}'],
    ["an empty object", { kind: "add-entry", at: ["a"], key: "c", value: 1 }, '{"a": {}}', '{"a": {"c": 1}}'],
    ["a list", { kind: "add-item", at: ["a"], value: "b" }, '{"a": ["a"]}', '{"a": ["a", "b"]}'],
    ["a single text, which becomes a list", { kind: "add-item", at: ["a"], value: "c" }, '{"a": "b"}', '{"a": ["b", "c"]}'],
    ["a string", { kind: "replace", at: ["a"], slice: [1, 2], text: '"' }, '{"a": "x\\u0041"}', '{"a": "x\\""}'],
    ["a boolean", { kind: "replace", at: ["a"], text: "false" }, '{"a": true}', '{"a": false}'],
    ["a number that is none in JSON", { kind: "replace", at: ["a"], text: "*" }, '{"a": 600}', '{"a": "*"}'],
    ["the last entry", { kind: "remove", at: ["b"] }, '{\n  "a": 1,\n  "b": 2\n}', '{\n  "a": 1\n}'],
    ["the only entry", { kind: "remove", at: ["a"] }, '{"a": 1}', "{}"],
  ])("JSON: %s", (_name, edit, before, after) => {
    expect(apply(before, [edit], "a.json")).toEqual({ text: after });
  });

  it.each<[string, Asked, string, string]>([
    ["the first entry of an item", { kind: "remove", at: [0, "a"] }, "- a: 1\n  b: 2\n", "- b: 2\n"],
    ["the only entry", { kind: "remove", at: ["a", "b"] }, "a:\n  b: 1\nc: 2\n", "a: {}\nc: 2\n"],
    ["the only item of a list at its key's column", { kind: "remove", at: ["a", 0] }, "a:\n- b\nc: 2\n", "a: []\nc: 2\n"],
    ["a digit of a number", { kind: "replace", at: ["a"], slice: [2, 3], text: "1" }, "a: 600\n", "a: 601\n"],
    ["the last line of a file without a line break", { kind: "remove", at: ["b"] }, "a: 1\nb: 2", "a: 1"],
    ["a single text, which becomes a list", { kind: "add-item", at: ["a"], value: "c" }, "a: b # first\nd: e\n", "a: [b, c] # first\nd: e\n"],
    ["a single text in quotes", { kind: "add-item", at: ["a"], value: "c" }, "a: 'b, x'\n", "a: ['b, x', c]\n"],
    ["a list at its key's column", { kind: "add-item", at: ["a"], value: "c" }, "a:\n- b\nd: e\n", "a:\n- b\n- c\nd: e\n"],
    ["the text of a short tag", { kind: "replace", at: ["a"], slice: [0, 4], text: "http:" }, "a: !Sub http/x\n", "a: !Sub http:/x\n"],
    ["a short tag and its text", { kind: "replace", at: ["a"], text: "*" }, "a: !Ref Origin\n", "a: '*'\n"],
    ["an anchored text", { kind: "replace", at: ["a"], text: "y" }, "a: &x z\nb: *x\n", "a: &x y\nb: *x\n"],
    ["a line of a block", { kind: "replace", at: ["a"], slice: [4, 5], text: "y" }, "a: |\n  one\n  x\n", "a: |\n  one\n  y\n"],
    ["a list in a file whose dashes stand below their keys", { kind: "add-entry", at: ["a"], key: "e", value: { f: ["x", { g: 1 }] } }, "a:\n  b:\n  - c\n", "a:\n  b:\n  - c\n  e:\n    f:\n    - x\n    - g: 1\n"],
    ["functions in a file that writes their tags", { kind: "add-entry", at: [], key: "b", value: { c: { Ref: "Api" }, d: [{ "Fn::GetAtt": ["Api", "Arn"] }], e: { Ref: "a b" } } }, "a: !Ref Api\n", "a: !Ref Api\nb:\n  c: !Ref Api\n  d:\n    - !GetAtt Api.Arn\n  e:\n    Ref: a b\n"],
    ["functions in a file that does not", { kind: "add-entry", at: [], key: "b", value: { c: { Ref: "Api" } } }, "a:\n  Ref: Api\n", "a:\n  Ref: Api\nb:\n  c:\n    Ref: Api\n"],
    ["the end of a file without a line break", { kind: "add-entry", at: [], key: "b", value: "2" }, "a: 1", "a: 1\nb: '2'"],
    ["what a merged entry really is", { kind: "replace", at: ["b", "x"], text: "2" }, "a: &a\n  x: '1'\nb:\n  <<: *a\n", "a: &a\n  x: '2'\nb:\n  <<: *a\n"],
  ])("YAML: %s", (_name, edit, before, after) => {
    expect(apply(before, [edit])).toEqual({ text: after });
  });
});

it.each<[string, string, string]>([
  ["in block style", "a:\n  b: 'x' # all\n  d: 1\n", "a:\n  b:\n    c: x\n    e: [1] # all\n  d: 1\n".replace("e: [1]", "e:\n      - 1")],
  ["in flow style", "a: {b: x, d: 1}\n", "a: {b: {c: x, e: [1]}, d: 1}\n"],
  ["in JSON", '{"a": {"b": "x"}}', '{"a": {"b": {"c": "x", "e": [1]}}}'],
])("puts data in the place of a text: %s", (_name, before, after) => {
  expect(apply(before, [{ kind: "put", at: ["a", "b"], value: { c: "x", e: [1] } }])).toEqual({ text: after });
});

describe("additions that end on the same line", () => {
  it.each([[[0, 1]], [[1, 0]]])("go from the inside out, whatever their order (%s)", (order) => {
    const edits: Asked[] = [
      { kind: "add-entry", at: ["a"], key: "x", value: 1 },
      { kind: "add-entry", at: ["a", "b", 0], key: "y", value: 2 },
    ];
    expect(apply("a:\n  b:\n    - c: 1\n", order.flatMap((index) => edits[index] ?? []))).toEqual({ text: "a:\n  b:\n    - c: 1\n      y: 2\n  x: 1\n" });
  });
});

describe("edits are refused", () => {
  it.each<[string, string, Asked[], string]>([
    ["where two put different texts", "a: b\n", [{ kind: "replace", at: ["a"], text: "c" }, { kind: "replace", at: ["a"], text: "d" }], "Two changes put different texts in the same place"],
    ["where one removes what another changes", "a:\n  b: c\nd: e\n", [{ kind: "remove", at: ["a"] }, { kind: "replace", at: ["a", "b"], text: "d" }], "Two changes touch the same text"],
    ["where slices overlap", "a: bcd\n", [{ kind: "replace", at: ["a"], slice: [0, 2], text: "x" }, { kind: "replace", at: ["a"], slice: [1, 3], text: "y" }], "Two changes touch the same text"],
    ["where the key is there with another value", "a: {b: 1}\n", [{ kind: "add-entry", at: ["a"], key: "b", value: 2 }], "There is a key b already"],
    ["where nothing stands", "a: b\n", [{ kind: "replace", at: ["x", "y"], text: "c" }], "There is nothing at x/y"],
    ["where it is no map", "a: b\n", [{ kind: "add-entry", at: ["a"], key: "b", value: 2 }], "An entry can be added only to a map"],
    ["where an alias would lose its anchor", "a: &x 1\nb: *x\n", [{ kind: "remove", at: ["a"] }], "The change cannot be written into this text"],
    ["where the document cannot be read", "a: [b\n", [{ kind: "remove", at: ["a"] }], "The document cannot be read without mistakes"],
    ["where there are several documents", "a: 1\n---\nb: 1\n", [{ kind: "remove", at: ["a"] }], "The document cannot be read without mistakes"],
  ])("%s", (_name, text, edits, refused) => {
    expect(apply(text, edits)).toEqual({ refused });
  });

  it("not where two findings ask for the same, or for what is so already", () => {
    const added: Asked = { kind: "add-entry", at: ["a"], key: "b", value: [1] };
    expect(apply("a: {c: 1}\n", [added, added])).toEqual({ text: "a: {c: 1, b: [1]}\n" });
    expect(apply("a: {b: [1]}\n", [added])).toEqual({ text: "a: {b: [1]}\n" });
    expect(apply("a: 1\n", [{ kind: "remove", at: ["b"] }])).toEqual({ text: "a: 1\n" });
  });
});

const key = fc.constantFrom("Type", "on", "a b", "200", "x:y", "#", "it's", "Résumé");
const text = fc.oneof(fc.constantFrom("https://app.example.com/", "'*'", "*", "true", "2012-10-17", "", " x ", "a\nb\n", "a: b", "- a", "#", "\\", '"'), fc.string({ maxLength: 8 }), fc.string({ unit: "grapheme", maxLength: 4 }));
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie("tree"), { maxLength: 4 }), fc.dictionary(key, tie("tree"), { maxKeys: 4 })),
}));
const document = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 });

function pathsIn(data: unknown, path: readonly PathSegment[] = []): (readonly PathSegment[])[] {
  const children = Array.isArray(data) ? data.map((item, index) => pathsIn(item, [...path, index])) : typeof data === "object" && data !== null ? Object.entries(data).map(([name, item]) => pathsIn(item, [...path, name])) : [];
  return [path, ...children.flat()];
}

/** The data after the edit, worked out without any text. */
function expectedData(data: unknown, edit: Asked, path: readonly PathSegment[] = edit.at): unknown {
  const [first, ...rest] = path;
  if (first === undefined) {
    if (edit.kind === "add-item" && Array.isArray(data)) return [...data, edit.value];
    if (edit.kind === "add-entry" && typeof data === "object") return { ...data, [edit.key]: edit.value };
    return edit.kind === "replace" ? edit.text : data;
  }
  const isHere = rest.length === 0;
  if (Array.isArray(data)) return data.flatMap((item, index) => (index !== first ? [item] : isHere && edit.kind === "remove" ? [] : [expectedData(item, edit, rest)]));
  return Object.fromEntries(
    Object.entries(data as object).flatMap(([name, item]) => {
      if (name !== String(first)) return [[name, item]];
      if (isHere && edit.kind === "remove") return [];
      if (isHere && edit.kind === "rename-key") return [[edit.key, item]];
      return [[name, expectedData(item, edit, rest)]];
    }),
  );
}

function editsAt(data: unknown, at: readonly PathSegment[], put: string, value: unknown): Asked[] {
  const node = at.reduce<unknown>((inner, segment) => (inner as Record<PathSegment, unknown>)[segment], data);
  const inside: Asked[] = at.length === 0 ? [] : [{ kind: "remove", at }];
  if (at.length > 0 && typeof at.at(-1) === "string") inside.push({ kind: "rename-key", at, key: "Renamed" });
  if (typeof node === "string" && at.length > 0) inside.push({ kind: "replace", at, text: put });
  if (Array.isArray(node)) inside.push({ kind: "add-item", at, value });
  else if (typeof node === "object" && node !== null) inside.push({ kind: "add-entry", at, key: "Added", value });
  return inside;
}

describe("after an edit, a document", () => {
  it.each<[string, (data: unknown) => string, string]>([
    ["JSON", (data) => JSON.stringify(data), "a.json"],
    ["JSON, indented", (data) => JSON.stringify(data, undefined, 2), "a.json"],
    ["YAML", (data) => stringify(data, { version: "1.1" }), "a.yaml"],
    ["YAML, quoted", (data) => stringify(data, { version: "1.1", defaultStringType: "QUOTE_SINGLE", indentSeq: false, lineWidth: 30 }), "a.yaml"],
    ["YAML, blocks", (data) => stringify(data, { version: "1.1", defaultStringType: "BLOCK_LITERAL", indent: 4 }), "a.yaml"],
    ["YAML, flow", (data) => stringify(data, { version: "1.1", collectionStyle: "flow", defaultStringType: "QUOTE_DOUBLE" }), "a.yaml"],
  ])("as %s says what the edit asks for, and nothing else", (_name, print, name) => {
    let done = 0;
    let refused = 0;
    fc.assert(fc.property(document, text, tree, fc.nat(), fc.nat(), (data, put, value, which, how) => {
      const printed = print(data);
      const before = read(printed, name);
      const asJson = JSON.stringify(data);
      fc.pre(before.root !== undefined && before.issues.length === 0 && isSame(before.root, asJson));
      const paths = pathsIn(data);
      const edits = editsAt(data, paths[which % paths.length] ?? [], put, value);
      const edit = edits[how % Math.max(1, edits.length)];
      fc.pre(edit !== undefined);
      const result = apply(printed, [edit as Asked], name);
      if ("refused" in result) return void refused++;
      done++;
      expect(plainFrom(read(result.text, name).root as Node)).toEqual(plainFrom(read(JSON.stringify(expectedData(data, edit as Asked)), "a.json").root as Node));
    }), { numRuns: 500 });
    expect(refused / (done + refused)).toBeLessThan(0.03);
  });
});

function isSame(root: Node, json: string): boolean {
  return JSON.stringify(plainFrom(root)) === JSON.stringify(plainFrom(read(json, "a.json").root as Node));
}
