import { fixTogether, identityOf, RouteNames } from "./finding.ts";
import { sortedFindings } from "./order.ts";
import type { Finding, LintResult, Suppressed } from "./types.ts";

/**
 * Results of several templates as one. Two templates (or two APIs of one) that lead to the same finding, as through a file that both
 * include, lead to it once.
 */
export function mergedResults(results: readonly LintResult[]): LintResult {
  const findings = new Map<string, Finding>();
  const notes = new Map<string, LintResult["notes"][number]>();
  for (const result of results) {
    for (const finding of result.findings) {
      const identity = identityOf(finding);
      const there = findings.get(identity);
      findings.set(identity, there ? together(there, finding) : finding);
    }
    for (const note of result.notes) notes.set(`${note.place.id}${note.text}`, note);
  }
  return {
    findings: sortedFindings([...findings.values()]),
    files: [...new Set(results.flatMap(({ files }) => files))],
    skipped: results.flatMap(({ skipped }) => skipped),
    notes: [...notes.values()],
    suppressed: distinct(results.flatMap(({ suppressed = [] }) => suppressed)),
  };
}

function together(a: Finding, b: Finding): Finding {
  const routes = new RouteNames();
  routes.add(a.routes);
  routes.add(b.routes);
  const scenarios = a.scenarios.length === 0 || b.scenarios.length === 0 ? [] : [...new Set([...a.scenarios, ...b.scenarios])];
  return { ...a, route: a.route ?? b.route, routes: routes.all, scenarios, fix: fixTogether(a.fix, b.fix), assumptions: [...new Set([...a.assumptions, ...b.assumptions])] };
}

function distinct(suppressed: readonly Suppressed[]): readonly Suppressed[] {
  return [...new Map(suppressed.map((item) => [identityOf(item.finding), item])).values()];
}
