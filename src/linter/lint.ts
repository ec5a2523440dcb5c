import { apisOf } from "../aws/apis.ts";
import { laterRefusals, predictFetch } from "../fetch/index.ts";
import type { Template } from "../template/index.ts";
import type { Engine } from "./engine.ts";
import { Linter, type LintOptions } from "./run.ts";
import type { LintResult, Rule } from "./types.ts";

/** What AWS would answer and a browser would decide, as this project models them. */
export const engine: Engine = { apisOf, predictFetch, laterRefusals };

/**
 * Runs rules over templates and returns what they found, sorted by file and position. Never throws for what a template holds or a rule
 * does: a rule that fails becomes the finding `internal-error`, and the others still run.
 */
export function lint(templates: readonly Template[], rules: readonly Rule[], options: LintOptions = {}): LintResult {
  return linterOf(rules, options).lint(templates);
}

/** The same for templates that come one by one. */
export function linterOf(rules: readonly Rule[], options: LintOptions): Linter {
  return new Linter(engine, rules, options);
}
