import type { CallChange, DiffResult } from "../linter/index.ts";
import { locationText } from "./frame.ts";
import { type Paint, painter } from "./paint.ts";
import { printable } from "./printable.ts";
import { countsOf, plural } from "./summary.ts";
import { findingText } from "./text.ts";
import type { FormatOptions } from "./types.ts";

const LISTED = 10;

/** For people: the findings with their code, then what got better or cannot be told, then one line that counts. */
export function formatDiffText(result: DiffResult, options: FormatOptions): string {
  const paint = painter(options.color ?? false);
  const blocks = result.findings.map((finding) => findingText(finding, { paint, severity: finding.severity, columns: options.columns }));
  const lists = [
    listText("mended", result.calls.filter(({ kind }) => kind === "fixed"), paint),
    listText("cannot tell any more", result.calls.filter(({ kind }) => kind === "unclear"), paint),
    notesText(result, paint),
  ];
  return `${[...blocks, ...lists.filter((text) => text !== ""), paint("strong", diffSummary(result))].join("\n\n")}\n`;
}

function listText(title: string, calls: readonly CallChange[], paint: Paint): string {
  const lines = calls.slice(0, LISTED).map((call) => `${paint("help", `${title}:`)} ${printable(`${callName(call)} from ${originsText(call)}: ${call.before.text} → ${call.after.text}${circumstances(call)}`)}`);
  const rest = calls.length - lines.length;
  return [...lines, ...(rest > 0 ? [`${paint("help", `${title}:`)} ${rest} more`] : [])].join("\n");
}

function notesText({ notes }: DiffResult, paint: Paint): string {
  return notes.map(({ text, place }) => `${paint("info", "note:")} ${locationText(place)}: ${printable(text)}`).join("\n");
}

/** `GET /users with credentials`. */
export function callName({ method, path, manner }: CallChange): string {
  return `${path.startsWith("/") ? `${method} ${path}` : path}${manner === "" ? "" : ` ${manner}`}`;
}

export function originsText({ origins }: CallChange): string {
  const shown = origins.slice(0, 3).join(", ");
  return origins.length > 3 ? `${shown} and ${origins.length - 3} more` : shown;
}

/** Where it holds, and that it waits for a deployment: ` (only with Stage=prod; not live without a new deployment)`. */
export function circumstances({ scenarios, goesLive }: CallChange): string {
  const parts = [...(scenarios.length > 0 ? [`only with ${scenarios.slice(0, 3).join(", ")}${scenarios.length > 3 ? ` and ${scenarios.length - 3} more` : ""}`] : []), ...(goesLive === "no" ? ["not live without a new deployment"] : [])];
  return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}

/** `2 errors and 1 warning; 3 kinds of calls pass that were blocked; 12 as before.` */
export function diffSummary(result: DiffResult): string {
  const { errors, warnings, infos } = countsOf(result);
  const kinds = [errors > 0 ? plural(errors, "error") : "", warnings > 0 ? plural(warnings, "warning") : "", infos > 0 ? `${infos} info` : ""].filter((text) => text !== "");
  const fixed = result.calls.filter(({ kind, goesLive }) => kind === "fixed" && goesLive === "yes").length;
  const parts = [
    kinds.length > 0 ? kinds.join(" and ") : "Nothing breaks for browsers",
    ...(fixed > 0 ? [`${plural(fixed, "call")} that ${fixed === 1 ? "was" : "were"} blocked now ${fixed === 1 ? "passes" : "pass"}`] : []),
    ...(result.unchangedCalls > 0 ? [`${result.unchangedCalls} as before`] : []),
  ];
  return `${parts.join("; ")}.`;
}
