import { describe, expect, it } from "vitest";
import { analyzeHandler, handlerLanguage } from "../../src/handler/index.ts";
import { entriesRemoved, type WrittenEntry } from "../../src/handler/entry-edits.ts";

/** Every `"drop…"` with what stands behind its colon (or `] =`), up to the mark `¦`. */
function without(marked: string): string | undefined {
  const entries: WrittenEntry[] = [];
  let text = marked;
  for (;;) {
    const found = /(["'])drop\w*\1(\s*\]?\s*[:=]\s*)([^¦]*?)¦/u.exec(text);
    if (!found) break;
    const [whole, , between = "", value = ""] = found;
    const key = { start: found.index, end: found.index + whole.length - 1 - value.length - between.length };
    entries.push({ key, value: { start: found.index + whole.length - 1 - value.length, end: found.index + whole.length - 1 } });
    text = text.replace("¦", "").replace(/(["'])drop/u, "$1DROP");
  }
  const changes = entriesRemoved(text, entries);
  return changes && [...changes].sort((a, b) => b.start - a.start).reduce((result, { start, end, text: put }) => result.slice(0, start) + put + result.slice(end), text);
}

describe("entries that are taken out of a program", () => {
  it.each<[string, string, string]>([
    ["the only one", `const h = { "drop": "*"¦ };`, "const h = {};"],
    ["the only one, on a line of its own", `const h = {\n  "drop": "*"¦,\n};`, "const h = {};"],
    ["the only one, with a comment behind it", `const h = {\n  "drop": "*"¦ // for CORS, too\n};`, "const h = {};"],
    ["the last line, with a comment behind it", `{\n  "a": 1,\n  "drop": "*"¦ // for CORS, too\n}`, `{\n  "a": 1\n}`],
    ["the first of a line", `{ "drop": "*"¦, "b": 1 }`, `{ "b": 1 }`],
    ["one in the middle", `{"a": 1, "drop": f("x", y)¦, "b": 1}`, `{"a": 1, "b": 1}`],
    ["the last of a line", `{ "a": 1, "drop": "*"¦ }`, `{ "a": 1 }`],
    ["the last of a line, with a comma behind it", `{ "a": 1, "drop": "*"¦, }`, `{ "a": 1, }`],
    ["a line, with the comment behind it", `{\n  "a": 1,\n  "drop": "*"¦, // any\n  "b": 2\n}`, `{\n  "a": 1,\n  "b": 2\n}`],
    ["the last line", `{\n  "a": 1,\n  "drop": "*"¦\n}`, `{\n  "a": 1\n}`],
    ["the last line, with a comma behind it", `{\n  "a": 1,\n  "drop": "*"¦,\n}`, `{\n  "a": 1,\n}`],
    ["a comment above stays", `{\n  // why\n  "drop": "*"¦,\n  "b": 2,\n}`, `{\n  // why\n  "b": 2,\n}`],
    ["two neighbours at the end", `{\n  "a": 1,\n  "drop": "*"¦,\n  "drop2": "x"¦\n}`, `{\n  "a": 1\n}`],
    ["two neighbours of a line", `{ "a": 1, "drop": "*"¦, "drop2": "x"¦ }`, `{ "a": 1 }`],
    ["all of them", `{ "drop": "*"¦, "drop2": "x"¦ }`, `{}`],
    ["all lines", `{\n  "drop": "*"¦,\n  "drop2": "x"¦,\n}`, `{}`],
    ["two that are apart", `{ "drop": "*"¦, "b": 1, "drop2": "x"¦, "c": 2 }`, `{ "b": 1, "c": 2 }`],
    ["line ends of Windows", `{\r\n  "a": 1,\r\n  "drop": "*"¦,\r\n  "b": 2\r\n}`, `{\r\n  "a": 1,\r\n  "b": 2\r\n}`],
    ["an assignment", `const h = {};\n  h["drop"] = "*"¦;\n  return h;`, `const h = {};\n  return h;`],
    ["an assignment in Python", `    h["drop"] = "*"¦  # any\n    return h`, `    return h`],
  ])("%s", (_name, marked, expected) => {
    expect(without(marked)).toBe(expected.replaceAll(/drop/gu, "DROP"));
  });

  it.each<[string, string]>([
    ["an argument by keyword", `dict("drop"= "*"¦)`],
    ["an assignment that hangs on a condition", `if (x)\n  h["drop"] = "*"¦;\nreturn h;`],
    ["an assignment among other statements", `a(); h["drop"] = "*"¦; b();`],
  ])("but not %s", (_name, marked) => {
    expect(without(marked)).toBeUndefined();
  });

  it("what is left is a program", () => {
    const text = `exports.handler = async () => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "*", "x": "1" }, body: "" });`;
    const [header] = analyzeHandler({ file: "a.js", text, language: handlerLanguage("a.js") ?? "javascript" }).responses[0]?.headers ?? [];
    const [change] = header ? (entriesRemoved(text, [{ key: header.keySite, value: header.valueSite }]) ?? []) : [];
    expect(change && text.slice(0, change.start) + text.slice(change.end)).toBe(`exports.handler = async () => ({ statusCode: 200, headers: { "x": "1" }, body: "" });`);
  });
});
