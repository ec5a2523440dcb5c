import type { Tree } from "@lezer/common";
import { createRequire } from "node:module";
import type { EstreeNode } from "./estree.ts";
import { isNode } from "./estree.ts";
import type { HandlerLanguage, ModuleIr } from "./ir.ts";
import { lowerEstree } from "./lower-estree.ts";
import { lowerPython } from "./lower-python.ts";
import { mendPython, withoutMarks } from "./mend-python.ts";
import { filledIn } from "./unfilled.ts";

/** A file, lowered; or where and why it cannot be read. */
export type Parsed = { readonly module: ModuleIr; readonly problem: ParseProblem | undefined };

export interface ParseProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

// The parsers are loaded when the first file needs them: a run without handlers never pays for them.
const load = createRequire(import.meta.url);
const MAX_TEXT = 2_000_000;

/** Parses with oxc (JavaScript, TypeScript) or lezer (Python). Never throws. */
export function parseSource(file: string, text: string, language: HandlerLanguage): Parsed {
  const empty: ModuleIr = { file, text, language, body: [] };
  if (text.length > MAX_TEXT) return { module: empty, problem: { message: "the file is too large to be analysed", start: 0, end: 0 } };
  try {
    const parsed = parse(file, text, language);
    const filled = parsed.problem && filledIn(text);
    const other = filled === undefined ? undefined : parse(file, filled, language);
    return other && !other.problem ? other : parsed;
  } catch (error) {
    return { module: empty, problem: { message: error instanceof Error ? error.message : "it cannot be parsed", start: 0, end: 0 } };
  }
}

function parse(file: string, text: string, language: HandlerLanguage): Parsed {
  return language === "python" ? parsePython(file, text) : parseJavaScript(file, text, language);
}

function parseJavaScript(file: string, text: string, language: HandlerLanguage): Parsed {
  // The module is typed by its package; `require` itself is not.
  const { parseSync } = load("oxc-parser") as typeof import("oxc-parser");
  const base = { preserveParens: false } as const;
  const lang = language === "typescript" ? (file.endsWith(".tsx") ? "tsx" : "ts") : "jsx";
  const first = parseSync(file, text, { ...base, lang, sourceType: "unambiguous" });
  const result = first.errors.length > 0 && language === "javascript" ? parseSync(file, text, { ...base, lang: "ts", sourceType: "unambiguous" }) : first;
  const used = result.errors.length > 0 ? first : result;
  const program: unknown = used.program;
  const [error] = used.errors;
  const label = error?.labels[0];
  const problem = error ? { message: error.message, start: label?.start ?? 0, end: label?.end ?? 0 } : undefined;
  const node: EstreeNode = isNode(program) ? program : { type: "Program" };
  return { module: lowerEstree(node, file, text, language), problem };
}

function parsePython(file: string, text: string): Parsed {
  const { parser } = load("@lezer/python") as typeof import("@lezer/python");
  const parsed = (source: string): Parsed => {
    const tree = parser.parse(source);
    return { module: lowerPython(tree.topNode, file, source), problem: problemOf(tree) };
  };
  const source = withoutMarks(text);
  const first = parsed(source);
  const mended = first.problem ? mendPython(source) : source;
  return mended === source ? first : parsed(mended);
}

function problemOf(tree: Tree): ParseProblem | undefined {
  let problem: ParseProblem | undefined;
  tree.iterate({
    enter(node) {
      // A bare `yield` is fine; the parser misses what it yields.
      const isBareYield = node.from === node.to && /^Yield/u.test(node.node.parent?.name ?? "");
      if (node.type.isError && !isBareYield) problem ??= { message: "invalid syntax", start: node.from, end: node.to };
      return problem === undefined;
    },
  });
  return problem;
}

/** A JSON file that is imported: its value is what it exports. */
export function jsonModule(file: string, text: string): ModuleIr {
  const { module } = parseSource(file, `(${text}\n)`, "javascript");
  const [statement] = module.body;
  if (statement?.kind !== "expression") return { file, text, language: "javascript", body: [] };
  const value = statement.value;
  return { file, text, language: "javascript", body: ["*", "default"].map((name) => ({ kind: "export", name, value, start: 0, end: text.length })) };
}
