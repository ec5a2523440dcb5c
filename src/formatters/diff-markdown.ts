import type { CallChange, DiffResult, Finding } from "../linter/index.ts";
import { callName, circumstances, diffSummary, originsText } from "./diff-text.ts";
import { locationText } from "./frame.ts";
import { code, escaped, findingItem } from "./markdown-text.ts";

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
  const texts = findings.slice(0, MAX_FINDINGS).map(findingItem);
  const rest = findings.length - texts.length;
  return rest > 0 ? [...texts, `${rest} more findings.`] : texts;
}

function notesText({ notes }: DiffResult): string {
  return notes.map(({ text, place }) => `- Note, ${code(locationText(place))}: ${escaped(text)}`).join("\n");
}
