import type { Finding, LintResult, Severity } from "../linter/index.ts";
import { fingerprint } from "./fingerprint.ts";
import { repositoryPath } from "./repository-path.ts";
import type { FormatOptions } from "./types.ts";

const SEVERITIES: Readonly<Record<Severity, "major" | "minor" | "info">> = { error: "major", warning: "minor", info: "info" };

/** A Code Quality report. https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function formatGitlab(result: LintResult, options: FormatOptions): string {
  const open = new Set(options.rules.filter(({ meta }) => meta.security !== undefined).map(({ id }) => id));
  const seen = new Map<string, number>();
  const issues = result.findings.map((finding) => {
    const { start, end } = finding.at.range;
    return {
      description: descriptionOf(finding),
      check_name: finding.rule,
      fingerprint: uniqueFingerprint(finding, seen),
      severity: finding.severity === "error" && open.has(finding.rule) ? "critical" : SEVERITIES[finding.severity],
      location: { path: repositoryPath(finding.at.file.name, options.uriPrefix ?? "") ?? "stdin", lines: { begin: start.line, end: end.line } },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}

function descriptionOf({ message, browserMessage, help }: Finding): string {
  return [message, ...(browserMessage === undefined ? [] : [`Browser: ${browserMessage}`]), help].join(" ");
}

/** GitLab takes issues with the same fingerprint for one. */
function uniqueFingerprint(finding: Finding, seen: Map<string, number>): string {
  const hash = fingerprint(finding);
  const before = seen.get(hash) ?? 0;
  seen.set(hash, before + 1);
  return before === 0 ? hash : `${hash}-${before + 1}`;
}
