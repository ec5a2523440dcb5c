import type { Place } from "../source/index.ts";
import type { Finding, LintResult, Rule, Severity } from "../linter/index.ts";
import { fingerprint } from "./fingerprint.ts";
import { MAX_RESULTS } from "./sarif-limits.ts";
import { sarifRule, sentence } from "./sarif-rule.ts";
import { sarifUri } from "./sarif-uri.ts";
import type { FormatOptions } from "./types.ts";

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = { error: "error", warning: "warning", info: "note" };

/** SARIF 2.1.0 as GitHub code scanning reads it: narrow regions, URIs relative to the repository, related places linked from the message. */
export function formatSarif(result: LintResult, options: FormatOptions): string {
  const indexes = new Map(options.rules.map((rule, index) => [rule.id, index]));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "cors-lint",
            informationUri: "https://www.npmjs.com/package/cors-lint",
            version: options.version,
            // Left out by JSON.stringify where it is not known.
            semanticVersion: options.version,
            rules: options.rules.map((rule: Rule) => sarifRule(rule, options.pageOf?.(rule.id))),
          },
        },
        automationDetails: { id: options.category ?? "cors-lint/" },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: true }],
        results: keptFindings(result.findings).map((finding) => resultOf(finding, indexes.get(finding.rule), options.uriPrefix ?? "")),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function keptFindings(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MAX_RESULTS) return findings;
  const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
  return findings.toSorted((a, b) => rank[a.severity] - rank[b.severity]).slice(0, MAX_RESULTS);
}

function resultOf(finding: Finding, ruleIndex: number | undefined, prefix: string): object {
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: LEVELS[finding.severity],
    message: { text: messageText(finding) },
    locations: [{ physicalLocation: physicalLocation(finding.at, prefix) }],
    relatedLocations: finding.related.length === 0 ? undefined : finding.related.map(({ place, note }, index) => ({ id: index + 1, physicalLocation: physicalLocation(place, prefix), message: { text: note } })),
    // GitHub reads only primaryLocationLineHash, which its upload computes; this one is for other readers.
    partialFingerprints: { "corsLint/v1": fingerprint(finding) },
  };
}

/** The story in one text: the message, the browser's words, where it holds, and a link to each related place. */
function messageText(finding: Finding): string {
  const lines = [escaped(finding.message)];
  if (finding.browserMessage !== undefined) lines.push(`Browser: ${escaped(finding.browserMessage)}`);
  if (finding.scenarios.length > 0) lines.push(`Only with ${escaped(finding.scenarios.join(", "))}.`);
  if (finding.assumptions.length > 0) lines.push(`Assumes the defaults ${escaped(finding.assumptions.join(", "))}.`);
  finding.related.forEach(({ place, note }, index) => lines.push(`[Line ${place.range.start.line}](${index + 1}): ${escaped(note)}`));
  lines.push(sentence(escaped(finding.help)));
  return lines.join("\n");
}

/** A bracketed text before a parenthesis would be read as a link (SARIF 2.1.0, 3.11.6). */
function escaped(text: string): string {
  return text.includes("](") ? text.replaceAll("[", "\\[").replaceAll("]", "\\]") : text;
}

/** Only the first line of a longer place: an alert shows in a pull request only where all its lines are in the diff. */
function physicalLocation(place: Place, prefix: string): object {
  const { start, end } = place.range;
  const lastColumn = end.line === start.line ? end.column : place.file.line(start.line).length + 1;
  return {
    artifactLocation: sarifUri(place.file.name, prefix),
    region: { startLine: start.line, startColumn: start.column, endLine: start.line, endColumn: Math.max(lastColumn, start.column + 1) },
  };
}
