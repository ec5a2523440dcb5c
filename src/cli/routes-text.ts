import { type Paint, painter } from "../formatters/paint.ts";
import { printable, widthOf } from "../formatters/printable.ts";
import type { AnswerData, RouteRow } from "../report/route-rows.ts";

const COLUMNS = ["METHOD", "PATH", "INTEGRATION", "PREFLIGHT", "RESPONSE", "INTENT", "LIVE", "VERDICT"] as const;
const WIDEST_CELL = 44;
const NARROWEST_CELL = 12;

/** Rows of one API in the scenarios in which they are the same. */
export interface RouteTable {
  /** `Users, REST API in template.yaml`. */
  readonly title: string;
  readonly scenarios: readonly string[];
  readonly rows: readonly RouteRow[];
}

/** Tables that a person reads at a glance, as wide as the terminal where that is known. */
export function routesText(tables: readonly RouteTable[], color: boolean, columns: number | undefined): string {
  const paint = painter(color);
  return `${tables.map((table) => tableText(table, paint, columns)).join("\n\n")}\n`;
}

function tableText({ title, scenarios, rows }: RouteTable, paint: Paint, columns: number | undefined): string {
  const shown = rows.map(cellsOf);
  const widths = fittingWidths(COLUMNS.map((name, index) => shown.reduce((width, cells) => Math.max(width, widthOf(cells[index] ?? "")), name.length)), columns);
  const cell = (text: string, index: number): string => {
    const width = widths[index] ?? 0;
    const fit = shortened(text, width);
    return index === COLUMNS.length - 1 ? fit : `${fit}${" ".repeat(Math.max(0, width - widthOf(fit)))}`;
  };
  const line = (cells: readonly string[], style: (text: string, index: number) => string): string => `  ${cells.map((text, index) => style(cell(text, index), index)).join("  ")}`.trimEnd();
  const labels = scenarios.filter((label) => label !== "");
  const heading = `${paint("strong", printable(title))}${labels.length > 0 ? `  ${printable(listed(labels))}` : ""}`;
  if (rows.length === 0) return `${heading}\n  no routes for browsers`;
  return [
    heading,
    line(COLUMNS, (text) => paint("quiet", text)),
    ...shown.map((cells, row) => line(cells, (text, index) => (index === COLUMNS.length - 1 ? paint(verdictStyle(rows[row]), text) : text))),
  ].join("\n");
}

/** Takes from the widest column, as long as the line does not fit. */
function fittingWidths(widths: readonly number[], columns: number | undefined): readonly number[] {
  const fitting = [...widths];
  const total = (): number => fitting.reduce((sum, width) => sum + width + 2, 0);
  while (columns !== undefined && total() > columns) {
    const widest = Math.max(...fitting);
    if (widest <= NARROWEST_CELL) break;
    fitting[fitting.indexOf(widest)] = widest - 1;
  }
  return fitting;
}

function cellsOf(row: RouteRow): readonly string[] {
  return [
    row.method,
    row.path,
    row.integration.replace(/^(?:the|an?) /u, ""),
    row.method === "OPTIONS" ? "is one" : row.preflight ? answerCell(row.preflight) : "not needed",
    answerCell(row.response),
    row.method === "OPTIONS" ? "-" : row.intent,
    row.deployed.replace(/ \(.*$/su, ""),
    verdictCell(row),
  ].map((cell, index) => shortened(printable(cell), index === COLUMNS.length - 1 ? 60 : WIDEST_CELL));
}

/** Status and allowed origin: what decides first. A status that is not known goes without saying, as functions choose their own. */
function answerCell({ status, headers, otherHeaders }: AnswerData): string {
  const allowed = headers["access-control-allow-origin"];
  const origin = allowed !== undefined ? short(allowed) : otherHeaders === "absent" ? "no origin" : "unknown";
  const code = short(status);
  return code === "unknown" ? origin : `${code} ${origin}`;
}

/** Without the reason of an unknown: it stands in the JSON. */
function short(text: string): string {
  return [...new Set(text.replace(REASONED, "unknown").split(" or "))].join(" or ");
}

/** A reason may hold reasons of its own, in parentheses. */
const REASONED = /unknown \((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/gu;

function verdictCell(row: RouteRow): string {
  switch (row.verdict) {
    case "none":
      return "-";
    case "allowed":
      return "allowed";
    case "cannot-tell":
      return "cannot tell";
    case "blocked": {
      const [kind] = row.requests.filter(({ verdict }) => verdict === "blocked").map((request) => request.kind);
      return kind === "required" || kind === undefined ? "blocked" : `blocked (${kind === "typical" ? "with JSON" : "with credentials"})`;
    }
  }
}

function verdictStyle(row: RouteRow | undefined): "error" | "warning" | "help" | "quiet" {
  switch (row?.verdict) {
    case "blocked":
      return "error";
    case "cannot-tell":
      return "warning";
    case "allowed":
      return "help";
    case "none":
    case undefined:
      return "quiet";
  }
}

function shortened(text: string, width: number): string {
  return widthOf(text) > width ? `${text.slice(0, width - 1)}…` : text;
}

const LISTED = 4;

function listed(labels: readonly string[]): string {
  const rest = labels.length - LISTED;
  return `with ${labels.slice(0, LISTED).join(" or ")}${rest > 0 ? ` or ${rest} more` : ""}`;
}
