import type { Report, Rule, Severity } from "./types.ts";

export interface RuleOptions {
  /** Rules of the strict set run as well. */
  readonly strict?: boolean;
  /** Severities by rule id, over what the rules say. A strict rule that is given one runs. */
  readonly severities?: ReadonlyMap<string, Severity | "off">;
}

/** Which rules run, and how loud each is. */
export interface RuleChoice {
  readonly rules: readonly Rule[];
  severityOf(rule: Rule, report: Report): Severity | "off";
}

/**
 * A rule that is off still runs where its findings explain a browser's refusal: who silences `missing-options-method` does not want to
 * read the same as `request-blocked`.
 */
export function chosenRules(rules: readonly Rule[], options: RuleOptions): RuleChoice {
  const asked = (rule: Rule): boolean => options.strict === true || rule.meta.set === "recommended" || options.severities?.has(rule.id) === true;
  const isOff = (rule: Rule): boolean => options.severities?.get(rule.id) === "off";
  return {
    rules: rules.filter((rule) => asked(rule) && (!isOff(rule) || rule.unexplained === undefined)),
    severityOf: (rule, report) => options.severities?.get(rule.id) ?? report.severity ?? rule.meta.severity,
  };
}
