import { nearestName } from "../aws/nearest-name.ts";
import type { Fix } from "../source/index.ts";
import type { Template } from "../template/index.ts";
import { defineRule } from "./define-rule.ts";
import { findingFrom } from "./finding.ts";
import type { RuleChoice } from "./severities.ts";
import type { Suppression, SuppressedRule, SuppressionResult } from "./suppressions.ts";
import type { Finding, Report } from "./types.ts";

/**
 * A suppression outlives what it suppressed, and then hides the next finding on its line. It has no hooks: the run itself knows which
 * suppressions took something away.
 */
export const unusedSuppression = defineRule({
  id: "unused-suppression",
  meta: {
    description: "Disallow suppressions that suppress nothing",
    severity: "warning",
    set: "recommended",
    category: "net",
    reference: "https://eslint.org/docs/latest/use/configure/rules#report-unused-eslint-disable-comments",
    failureModes: [],
    fix: "safe",
    messages: {
      unused: "This suppresses nothing: {{what}} here.",
      unknown: "This suppresses nothing: there is no rule {{rule}}{{suggestion}}.",
      mistake: "This suppresses nothing: {{why}}.",
    },
    help: "Remove it: it would hide the next finding that comes here.",
  },
});

/**
 * Findings about suppressions that took nothing away. Silent about rules that did not run, where something could not be checked, and
 * about files beside the template, which other templates may include as well.
 */
export function unusedSuppressions({ findings, suppressions, used }: SuppressionResult, template: Template, choice: RuleChoice, known: ReadonlySet<string>): readonly Finding[] {
  if (suppressions.length === 0 || !choice.rules.includes(unusedSuppression)) return [];
  if (findings.some(({ rule }) => rule === "internal-error" || rule === "parse-error")) return [];
  const heard = choice.rules.filter((rule) => choice.severityOf(rule, {}) !== "off");
  const running = new Set(heard.map(({ id }) => id));
  return suppressions
    .filter(({ place }) => place.file.name === template.name || template.joinedFiles.includes(place.file.name))
    .flatMap((suppression) => reportsOn(suppression, used.get(suppression), running, known))
    .flatMap((report) => {
      const severity = choice.severityOf(unusedSuppression, report);
      return severity === "off" ? [] : [findingFrom(unusedSuppression, severity, report, template, undefined, [])];
    });
}

function reportsOn(suppression: Suppression, used: ReadonlySet<string> | undefined, running: ReadonlySet<string>, known: ReadonlySet<string>): readonly Report[] {
  const { rules, mistake, place, removal } = suppression;
  if (mistake !== undefined) return [{ message: "mistake", data: { why: mistake }, at: place, fix: fixOf("Remove it", removal) }];
  if (rules === undefined) return used ? [] : [{ message: "unused", data: { what: "no rule finds anything" }, at: place, fix: fixOf("Remove the comment", removal) }];

  const unused = rules.filter(({ id }) => (known.has(id) ? running.has(id) && !used?.has(id) : true));
  // Together they make the whole go: a comment without rules would mean all of them.
  const fix = unused.length === rules.length ? fixOf("Remove the suppression", removal) : undefined;
  return unused.map((rule): Report => ({
    ...(known.has(rule.id) ? { message: "unused", data: { what: `${rule.id} finds nothing` } } : { message: "unknown", data: { rule: rule.id, suggestion: suggestionFor(rule, known) } }),
    at: rule.place,
    fix: fix ?? fixOf(`Remove ${rule.id}`, rule.removal),
  }));
}

function fixOf(title: string, edits: Fix["edits"]): Fix {
  return { title, applicability: "safe", edits };
}

function suggestionFor({ id }: SuppressedRule, known: ReadonlySet<string>): string {
  const near = nearestName(id, [...known]);
  return near === undefined ? "" : `, but ${near}`;
}
