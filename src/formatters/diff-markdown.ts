import type { CallChange, DiffResult, Finding } from "../linter/index.ts";
import { callName, circumstances, diffSummary, originsText } from "./diff-text.ts";
import { locationText } from "./frame.ts";
import { printable } from "./printable.ts";

/** GitHub refuses a comment of more than 65,536 characters. */
const MAX_ROWS = 100;
const MAX_FINDINGS = 50;

/** Finds the comment of an earlier run, so that it can be replaced. */
const MARK = "<!-- cors-lint diff -->";

const ICONS: Readonly<Record<CallChange["kind"], string>> = { regression: "❌", unclear: "❔", fixed: "✅", new: "🆕" };
const ORDER: Readonly<Record<CallChange["kind"], number>> = { regression: 0, unclear: 1, fixed: 2, new: 3 };

/** For a pull request: a table of what changed for browsers, then the findings. */
export function formatDiffMarkdown(result: DiffResult): string {
  const parts = [`${MARK}\n### cors-lint: ${escaped(diffSummary(result))}`, tableText(result.calls), ...findingTexts(result.findings), notesText(result)];
  return `${parts.filter((text) => text !== "").join("\n\n")}\n`;
}

function tableText(calls: readonly CallChange[]): string {
  if (calls.length === 0) return "";
  const rows = calls.toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind]).map((call) => `| ${call.goesLive === "no" && call.kind === "fixed" ? "⏳" : ICONS[call.kind]} | ${code(callName(call))} | ${code(originsText(call))} | ${escaped(call.before.text)} | ${escaped(call.after.text + circumstances(call))} |`);
  const rest = rows.length - MAX_ROWS;
  return ["| | Call | Pages on | Before | After |", "|---|---|---|---|---|", ...rows.slice(0, MAX_ROWS), ...(rest > 0 ? [`| | ${rest} more | | | |`] : [])].join("\n");
}

function findingTexts(findings: readonly Finding[]): readonly string[] {
  const texts = findings.slice(0, MAX_FINDINGS).map(findingText);
  const rest = findings.length - texts.length;
  return rest > 0 ? [...texts, `${rest} more findings.`] : texts;
}

function findingText({ severity, rule, at, message, browserMessage, scenarios, assumptions, help }: Finding): string {
  const lines = [`- **${severity}** ${code(rule)} at ${code(locationText(at))}: ${escaped(message)}`];
  if (browserMessage !== undefined) lines.push(`Browser: ${code(browserMessage)}`);
  if (scenarios.length > 0) lines.push(`Only with ${escaped(scenarios.join(", "))}.`);
  if (assumptions.length > 0) lines.push(`Assumes the defaults ${escaped(assumptions.join(", "))}.`);
  lines.push(escaped(help));
  return lines.join("  \n  ");
}

function notesText({ notes }: DiffResult): string {
  return notes.map(({ text, place }) => `- Note, ${code(locationText(place))}: ${escaped(text)}`).join("\n");
}

/** Template texts are other people's: no link, mention, image or table cell comes of them. */
function escaped(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>#|~@]/gu, "\\$&");
}

function code(text: string): string {
  const safe = printable(text).replaceAll("|", "\\|");
  const fence = "`".repeat(Math.max(0, ...Array.from(safe.matchAll(/`+/gu), ([run]) => run.length)) + 1);
  const pad = safe.startsWith("`") || safe.endsWith("`") ? " " : "";
  return `${fence}${pad}${safe}${pad}${fence}`;
}
