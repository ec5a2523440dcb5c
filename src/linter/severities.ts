import type { ApiKind, CorsProperty } from "../aws/index.ts";
import type { Report, Rule, RuleHooks, Severity } from "./types.ts";

export interface RuleOptions {
  /** Rules of the strict set run as well. */
  readonly strict?: boolean;
  /** Severities by rule id, over what the rules say. A strict rule that is given one runs. */
  readonly severities?: ReadonlyMap<string, Severity | "off">;
}

/** Which rules run, and how loud each is. */
export interface RuleChoice {
  readonly rules: readonly Rule[];
  /** Those of them that have this hook, for APIs of a kind. */
  with(hook: keyof RuleHooks, kind?: ApiKind): readonly Rule[];
  /** Those of them whose `setting` hook is about this property of such an API. */
  aboutSetting(property: CorsProperty, kind: ApiKind): readonly Rule[];
  severityOf(rule: Rule, report: Pick<Report, "severity">): Severity | "off";
}

/**
 * A rule that is off still runs where its findings explain a browser's refusal: who silences `missing-options-method` does not want to
 * read the same as `request-blocked`.
 */
export function chosenRules(all: readonly Rule[], options: RuleOptions): RuleChoice {
  const asked = (rule: Rule): boolean => options.strict === true || rule.meta.set === "recommended" || options.severities?.has(rule.id) === true;
  const isOff = (rule: Rule): boolean => options.severities?.get(rule.id) === "off";
  const rules = all.filter((rule) => asked(rule) && (!isOff(rule) || rule.unexplained === undefined));
  const withHook = remembered((hook: keyof RuleHooks, kind?: ApiKind) => rules.filter((rule) => rule[hook] && (kind === undefined || rule.apis === undefined || rule.apis.includes(kind))));
  return {
    rules,
    with: withHook,
    aboutSetting: remembered((property: CorsProperty, kind: ApiKind) => withHook("setting", kind).filter(({ settings }) => settings === undefined || settings.includes(property))),
    severityOf: (rule, report) => options.severities?.get(rule.id) ?? report.severity ?? rule.meta.severity,
  };
}

/** Asked for each template, API and setting, and always the same. */
function remembered<What extends string, Kind extends ApiKind | undefined>(rulesFor: (what: What, kind: Kind) => readonly Rule[]): (what: What, kind: Kind) => readonly Rule[] {
  const known = new Map<string, readonly Rule[]>();
  return (what, kind) => {
    const key = `${what} ${kind}`;
    const there = known.get(key);
    if (there) return there;
    const made = rulesFor(what, kind);
    known.set(key, made);
    return made;
  };
}
