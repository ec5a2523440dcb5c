import { Place, SourceFile } from "../source/index.ts";
import { defineRule } from "./define-rule.ts";
import type { Finding, LintResult } from "./types.ts";

/**
 * Our own defect, said as a finding: the rule that failed is named and every other rule still speaks. It has no hooks, the run itself
 * reports it.
 */
export const internalError = defineRule({
  id: "internal-error",
  meta: {
    description: "Report a defect of cors-lint itself instead of hiding it",
    severity: "error",
    set: "recommended",
    category: "net",
    reference: "https://docs.npmjs.com/cli/commands/npm-bugs",
    failureModes: [],
    messages: {
      threw: "{{culprit}} failed on {{subject}}: {{error}}. What it would have found is unknown; the rest was checked.",
    },
    help: "This is a defect of cors-lint, not of the template: report it (npm bugs cors-lint) with the lines around this place.",
  },
});

/** The finding for something of ours that threw. */
export function internalErrorFinding(culprit: string, subject: string, error: unknown, at: Place): Finding {
  const text = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replace(/\.$/u, "");
  return {
    rule: internalError.id,
    severity: internalError.meta.severity,
    message: `${culprit} failed on ${subject}: ${text}. What it would have found is unknown; the rest was checked.`,
    at,
    related: [],
    help: internalError.meta.help,
    resource: undefined,
    constructPath: undefined,
    route: undefined,
    routes: [],
    scenarios: [],
    assumptions: [],
    browserMessage: undefined,
    fix: undefined,
  };
}

/** The result of a file that could not even be loaded: it hides no other. */
export function failedResult(file: string, error: unknown): LintResult {
  const source = new SourceFile(file, "", () => ({ span: () => ({ start: 0, end: 0 }), scalarSpan: () => undefined }));
  return { findings: [internalErrorFinding("Loading", file, error, Place.root(source))], files: [file], skipped: [], notes: [] };
}
