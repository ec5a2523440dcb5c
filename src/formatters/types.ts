import type { LintResult, Rule, Severity } from "../linter/index.ts";
import type { RunReport } from "../report/index.ts";

export interface FormatOptions {
  /** The version of cors-lint, `0.1.0`. SARIF and HTML only. */
  readonly version?: string;
  /** The rules that ran: SARIF lists them. */
  readonly rules: readonly Rule[];
  /** With ANSI colours. Text only. */
  readonly color?: boolean;
  /** Width to fit into, in columns; absent: lines are not wrapped, and code is cut at 120. Text only. */
  readonly columns?: number;
  /** With the line that counts the findings (the default). Text only. */
  readonly summary?: boolean;
  /** Path from the root of the repository to the working directory, `packages/api`; `""` where they are one. Formats whose readers know the repository. */
  readonly uriPrefix?: string;
  /** What sets this run apart from others of the same commit; absent: `cors-lint/`. SARIF only. */
  readonly category?: string;
  /** Whether a finding makes the exit code 1. JUnit only; absent: errors do. */
  readonly counts?: (severity: Severity) => boolean;
  /** The page of a rule, as Markdown. SARIF only; absent: help is made from the rule's metadata. */
  readonly pageOf?: (rule: string) => string | undefined;
  /** What is believed of the APIs; absent: the page shows findings alone. HTML only. */
  readonly report?: RunReport;
}

/** A result → the text to print, with a line break at its end. Formatters write nothing themselves. */
export type Formatter = (result: LintResult, options: FormatOptions) => string;
