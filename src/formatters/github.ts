import type { Finding, LintResult, Severity } from "../linter/index.ts";
import { printable } from "./printable.ts";
import { repositoryPath } from "./repository-path.ts";
import { plural } from "./summary.ts";
import type { FormatOptions } from "./types.ts";

const COMMANDS: Readonly<Record<Severity, "error" | "warning" | "notice">> = { error: "error", warning: "warning", info: "notice" };
const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

/** GitHub shows so many annotations of each kind for a step; the others stand in the log alone. */
const SHOWN = 10;

/**
 * Workflow commands that GitHub Actions turns into annotations, errors first.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function formatGithub(result: LintResult, options: FormatOptions): string {
  const prefix = options.uriPrefix ?? "";
  const kinds = SEVERITIES.map((severity) => ({ severity, findings: result.findings.filter((finding) => finding.severity === severity) }));
  const lines = kinds.flatMap(({ findings }) => findings.map((finding) => annotation(finding, prefix)));
  const beyond = kinds.filter(({ findings }) => findings.length > SHOWN).map(({ severity, findings }) => plural(findings.length - SHOWN, COMMANDS[severity]));
  if (beyond.length > 0) lines.push(`GitHub shows ${SHOWN} annotations of a kind for a step: ${beyond.join(" and ")} more stand in this log alone.`);
  return lines.map((line) => `${line}\n`).join("");
}

function annotation(finding: Finding, prefix: string): string {
  const { start, end } = finding.at.range;
  const properties: readonly (readonly [string, string | number | undefined])[] = [
    ["file", repositoryPath(finding.at.file.name, prefix)],
    ["line", start.line],
    ["endLine", end.line],
    // GitHub takes columns only where it is one line.
    ["col", start.line === end.line ? start.column : undefined],
    ["endColumn", start.line === end.line ? end.column : undefined],
    ["title", `cors-lint: ${finding.rule}`],
  ];
  const written = properties.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${propertyText(String(value))}`]));
  return `::${COMMANDS[finding.severity]} ${written.join(",")}::${dataText(messageText(finding))}`;
}

function messageText({ message, browserMessage, scenarios, assumptions, help }: Finding): string {
  const lines = [message];
  if (browserMessage !== undefined) lines.push(`Browser: ${browserMessage}`);
  if (scenarios.length > 0) lines.push(`Only with ${scenarios.join(", ")}.`);
  if (assumptions.length > 0) lines.push(`Assumes the defaults ${assumptions.join(", ")}.`);
  return [...lines, help].map(printable).join("\n");
}

/** A line break would end the command, and what follows could be another one. */
function dataText(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function propertyText(text: string): string {
  return dataText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
