import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { analyzeHandler, handlerLanguage, type HandlerAnalysis } from "../../src/handler/index.ts";
import { SourceFile } from "../../src/source/index.ts";

/** What a reader said of one response. `unknowable`: not from this file; `n/a`: the answer is not an HTTP response at all. */
type Label = "yes" | "no" | "conditional" | "unknowable" | "n/a";

interface LabelledFile {
  readonly file: string;
  readonly responses: readonly { readonly line: number; readonly kind: string; readonly acao: Label; readonly note?: string }[];
  readonly notAResponse: readonly { readonly line: number; readonly why: string }[];
}

interface Row {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  readonly label: Label;
  readonly found: string;
}

/** Differences that are known and argued: `file suffix:line`, and why. Empty is what we want. */
const DOCUMENTED: Readonly<Record<string, string>> = {};

const DECIDABLE: ReadonlySet<Label> = new Set(["yes", "no", "conditional"]);

/**
 * Compares the handler analysis with what readers said of each response, at its line, and runs it over every handler of the folder. The
 * goals: nothing labelled yes is called no, at most one decidable response in ten is left unknown, nothing crashes.
 *
 * @returns the exit code: 1 where something differs that is not documented.
 */
export function conformHandlers(dir: string, out: (line: string) => void): number {
  const crashes = crashesOver(dir, out);
  const files = readFileSync(join(dir, "labels.jsonl"), "utf8").split("\n").filter((line) => line.trim() !== "");
  // One JSON object a line, in the format that the folder's README gives.
  const rows = files.flatMap((line) => compare(dir, JSON.parse(line) as LabelledFile));
  const differing = rows.filter((row) => !agrees(row));
  for (const row of differing) out(`${row.file}:${row.line} ${row.kind} labelled ${row.label}, found ${row.found}${isDocumented(row) ? " (documented)" : ""}`);
  printTable(rows, out);
  const decidable = rows.filter((row) => DECIDABLE.has(row.label) && row.kind !== "not-a-response");
  const lost = rows.filter((row) => row.label === "yes" && row.found === "no").length;
  const undecided = decidable.filter((row) => row.found === "unknown" || row.found === "nothing").length;
  out(`labelled yes, called no: ${lost}`);
  out(`decidable, left unknown: ${undecided} of ${decidable.length} (${decidable.length === 0 ? 0 : Math.round((1000 * undecided) / decidable.length) / 10} %)`);
  out(`crashes: ${crashes}`);
  const undocumented = differing.filter((row) => !isDocumented(row)).length;
  out(`${rows.length - differing.length} agree, ${differing.length} differ`);
  return undocumented > 0 || crashes > 0 ? 1 : 0;
}

function isDocumented(row: Row): boolean {
  return DOCUMENTED[`${row.file}:${row.line}`] !== undefined;
}

/** `n/a` agrees with anything but a statement: nothing may be said of what is no HTTP response, unless only the template could tell. */
function agrees(row: Row): boolean {
  if (row.label === "unknowable") return row.found === "unknown";
  if (row.label === "n/a") return row.kind === "not-a-response" ? row.found === "nothing" : true;
  return row.found === row.label;
}

function compare(dir: string, labelled: LabelledFile): Row[] {
  const text = readFileSync(join(dir, labelled.file), "utf8");
  const analysis = analyze(labelled.file, text);
  const lines = new SourceFile(labelled.file, text, () => ({ span: () => ({ start: 0, end: 0 }), scalarSpan: () => undefined }));
  const lineOf = (offset: number): number => lines.position(offset).line;
  const foundAt = (line: number): string => {
    const here = (analysis?.responses ?? []).filter((response) => response.site.file === labelled.file && lineOf(response.site.start) === line);
    const verdicts = new Set(here.map((response) => response.allowOrigin));
    const [only] = verdicts;
    if (only === undefined) return analysis?.kind === "other" ? "other event" : "nothing";
    return verdicts.size === 1 ? only : [...verdicts].sort().join("+");
  };
  return [
    ...labelled.responses.map((response) => ({ file: labelled.file, line: response.line, kind: response.kind, label: response.acao, found: foundAt(response.line) })),
    ...labelled.notAResponse.map(({ line }) => ({ file: labelled.file, line, kind: "not-a-response", label: "n/a" as const, found: foundAt(line) === "other event" ? "nothing" : foundAt(line) })),
  ];
}

function analyze(file: string, text: string): HandlerAnalysis | undefined {
  const language = handlerLanguage(file);
  return language && analyzeHandler({ file, text, language });
}

function crashesOver(dir: string, out: (line: string) => void): number {
  let crashes = 0;
  const seen = { handlers: 0, responses: 0, unknown: 0, exhausted: 0, problems: 0 };
  for (const file of readdirSync(dir).filter((name) => handlerLanguage(name) !== undefined)) {
    try {
      const analysis = analyze(file, readFileSync(join(dir, file), "utf8"));
      seen.handlers++;
      seen.responses += analysis?.responses.length ?? 0;
      seen.unknown += analysis?.responses.filter((response) => response.allowOrigin === "unknown").length ?? 0;
      if (analysis?.problem) seen.problems++;
    } catch (error) {
      crashes++;
      out(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  out(`${seen.handlers} handlers, ${seen.responses} responses, ${seen.unknown} of them unknown, ${seen.problems} files with a syntax error`);
  return crashes;
}

function printTable(rows: readonly Row[], out: (line: string) => void): void {
  const labels: readonly Label[] = ["yes", "no", "conditional", "unknowable", "n/a"];
  const founds = [...new Set(["yes", "no", "conditional", "unknown", "nothing", "other event", ...rows.map((row) => row.found)])];
  out(["labelled".padEnd(12), ...founds.map((found) => found.padStart(12))].join(""));
  for (const label of labels) {
    const counts = founds.map((found) => String(rows.filter((row) => row.label === label && row.found === found).length).padStart(12));
    out([label.padEnd(12), ...counts].join(""));
  }
}
