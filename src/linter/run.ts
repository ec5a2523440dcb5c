import type { ApiOutline, Declarations } from "../aws/index.ts";
import { Place } from "../source/index.ts";
import type { Template } from "../template/index.ts";
import type { Engine } from "./engine.ts";
import { findingFrom } from "./finding.ts";
import { internalErrorFinding } from "./internal-error.ts";
import { type ApiLint, lintApi } from "./lint-api.ts";
import { mergedResults } from "./merge-results.ts";
import { type RuleChoice, type RuleOptions, chosenRules } from "./severities.ts";
import { visitOfTemplate } from "./subjects.ts";
import { applySuppressions } from "./suppressions.ts";
import type { Finding, LintResult, Rule } from "./types.ts";
import { unusedSuppressions } from "./unused-suppression.ts";

export interface LintOptions extends RuleOptions {
  /** Called before each template, for progress. */
  readonly onTemplate?: (template: Template, index: number) => void;
  /** Ids of all rules there are, where not all were handed in: a suppression of one that does not run is no mistake. */
  readonly knownRules?: ReadonlySet<string>;
  /** What the configuration says of APIs. */
  readonly declarations?: Declarations | undefined;
}

/** Rules, chosen once for however many templates. */
export class Linter {
  readonly #engine: Engine;
  readonly #options: LintOptions;
  readonly #choice: RuleChoice;
  readonly #knownRules: ReadonlySet<string>;

  constructor(engine: Engine, rules: readonly Rule[], options: LintOptions) {
    this.#engine = engine;
    this.#options = options;
    // Of a change only `cors-lint diff` can speak; what suppresses it there is not unused here.
    this.#choice = chosenRules(rules.filter((rule) => rule.change === undefined), options);
    this.#knownRules = options.knownRules ?? new Set(rules.map(({ id }) => id));
  }

  /** {@link import("./lint.ts").lint}. */
  lint(templates: readonly Template[]): LintResult {
    return mergedResults(
      templates.map((template, index) => {
        this.#options.onTemplate?.(template, index);
        return this.#lintOne(template);
      }),
    );
  }

  #lintOne(template: Template): LintResult {
    const choice = this.#choice;
    const parts = [{ findings: lintTemplate(template, choice), notes: [] }, ...lintApis(this.#engine, template, choice, this.#options.declarations)];
    const { findings, notes } = mergedResults(parts.map((part) => ({ ...part, files: [], skipped: [] })));
    const judged = applySuppressions(findings, template);
    const unused = unusedSuppressions(judged, template, choice, this.#knownRules);
    return { findings: [...judged.findings, ...unused], suppressed: judged.suppressed, files: [template.name, ...template.nestedFiles], skipped: [], notes };
  }
}

function lintTemplate(template: Template, choice: RuleChoice): readonly Finding[] {
  const findings: Finding[] = [];
  const { subject, rules, reports } = visitOfTemplate(template, choice);
  for (const rule of rules) {
    try {
      for (const report of reports(rule)) {
        const severity = choice.severityOf(rule, report);
        if (severity !== "off") findings.push(findingFrom(rule, severity, report, template, undefined, report.routes ?? (report.route ? [report.route] : [])));
      }
    } catch (error) {
      findings.push(internalErrorFinding(`The rule ${rule.id}`, subject(), error, template.root.place));
    }
  }
  return findings;
}

function lintApis(engine: Engine, template: Template, choice: RuleChoice, declarations: Declarations | undefined): readonly ApiLint[] {
  let outlines: readonly ApiOutline[];
  try {
    outlines = engine.apisOf(template);
  } catch (error) {
    return [{ findings: [internalErrorFinding("The model of its APIs", `the template ${template.name}`, error, template.root.place)], notes: [] }];
  }
  return outlines.map((outline) => {
    try {
      return lintApi(engine, outline, choice, declarations);
    } catch (error) {
      const at = template.resources.get(outline.id)?.place ?? Place.root(template.root.place.file);
      return { findings: [internalErrorFinding("The model", `the API ${outline.id}`, error, at)], notes: [] };
    }
  });
}
