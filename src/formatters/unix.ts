import type { LintResult } from "../linter/index.ts";
import { locationText } from "./frame.ts";
import { printable } from "./printable.ts";

/** One line for each finding, as compilers print them: `template.yaml:8:24: error: message [rule]`. docs/problem-matcher.json reads it. */
export function formatUnix(result: LintResult): string {
  return result.findings.map(({ at, severity, message, rule }) => `${locationText(at)}: ${severity}: ${printable(message)} [${rule}]\n`).join("");
}
