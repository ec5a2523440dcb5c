import type { Finding, Severity } from "./types.ts";

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Is `severity` at least as bad as `threshold`? */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return RANK[severity] <= RANK[threshold];
}

/** By file, line, column, then severity, rule and message: the same input always reads the same. */
export function sortedFindings(findings: readonly Finding[]): readonly Finding[] {
  const keyed = findings.map((finding) => ({ finding, start: finding.at.range.start, file: finding.at.file.name }));
  keyed.sort(
    (a, b) =>
      compare(a.file, b.file) ||
      a.start.offset - b.start.offset ||
      RANK[a.finding.severity] - RANK[b.finding.severity] ||
      compare(a.finding.rule, b.finding.rule) ||
      compare(a.finding.message, b.finding.message),
  );
  return keyed.map(({ finding }) => finding);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
