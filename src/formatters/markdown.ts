import type { LintResult, Severity } from "../linter/index.ts";
import { locationText } from "./frame.ts";
import { code, escaped, findingItem } from "./markdown-text.ts";
import { summaryLine } from "./summary.ts";

/** Finds the comment of an earlier run, so that it can be replaced. */
const MARK = "<!-- cors-lint -->";

/** GitHub refuses a comment of more than 65,536 characters, GitLab one of more than a million. */
const MAX_LENGTH = 60_000;

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** For a pull request's comment or the summary of a job: what was found, the worst first. */
export function formatMarkdown(result: LintResult): string {
  const notes = result.notes.map(({ text, place }) => `- Note, ${code(locationText(place))}: ${escaped(text)}`);
  const items = [...result.findings.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]).map(findingItem), ...notes];
  const shown: string[] = [];
  let length = 0;
  for (const item of items) {
    length += item.length + 1;
    if (length > MAX_LENGTH) break;
    shown.push(item);
  }
  const rest = items.length - shown.length;
  const parts = [`${MARK}\n### cors-lint: ${escaped(summaryLine(result))}`, shown.join("\n"), rest > 0 ? `${rest} more are left out for want of room.` : ""];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
