import type { ApiOutline } from "../aws/index.ts";
import { Place } from "../source/index.ts";
import type { Template } from "../template/index.ts";
import type { Engine } from "./engine.ts";
import { findingFrom, identityOf, RouteNames } from "./finding.ts";
import { internalErrorFinding } from "./internal-error.ts";
import { type ApiLint, lintApi } from "./lint-api.ts";
import { sortedFindings } from "./order.ts";
import { type RuleChoice, type RuleOptions, chosenRules } from "./severities.ts";
import { visitsOfTemplate } from "./subjects.ts";
import { applySuppressions } from "./suppressions.ts";
import type { Finding, LintResult, Rule } from "./types.ts";

export interface LintOptions extends RuleOptions {
  /** Called before each template, for progress. */
  readonly onTemplate?: (template: Template, index: number) => void;
}

/** {@link import("./lint.ts").lint}, with the engine handed in. */
export function lintWith(engine: Engine, templates: readonly Template[], rules: readonly Rule[], options: LintOptions = {}): LintResult {
  const choice = chosenRules(rules, options);
  const findings = new Map<string, Finding>();
  const notes = new Map<string, LintResult["notes"][number]>();
  templates.forEach((template, index) => {
    options.onTemplate?.(template, index);
    const said = [{ findings: lintTemplate(template, choice), notes: [] }, ...lintApis(engine, template, choice)];
    for (const part of said) {
      for (const finding of part.findings) add(findings, finding);
      for (const note of part.notes) notes.set(`${note.place.id}${note.text}`, note);
    }
  });
  return {
    findings: sortedFindings(applySuppressions([...findings.values()], templates)),
    files: templates.map(({ name }) => name),
    skipped: [],
    notes: [...notes.values()],
  };
}

/** Two APIs (or two templates that share an included file) may lead to the same finding. */
function add(findings: Map<string, Finding>, finding: Finding): void {
  const identity = identityOf(finding);
  const there = findings.get(identity);
  if (!there) {
    findings.set(identity, finding);
    return;
  }
  const scenarios = there.scenarios.length === 0 || finding.scenarios.length === 0 ? [] : [...new Set([...there.scenarios, ...finding.scenarios])];
  const routes = new RouteNames();
  routes.add(there.routes);
  routes.add(finding.routes);
  findings.set(identity, { ...there, route: there.route ?? finding.route, routes: routes.all, scenarios });
}

function lintTemplate(template: Template, choice: RuleChoice): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { rule, subject, reports } of visitsOfTemplate(template, choice.rules)) {
    try {
      for (const report of reports()) {
        const severity = choice.severityOf(rule, report);
        if (severity !== "off") findings.push(findingFrom(rule, severity, report, template, undefined, report.routes ?? (report.route ? [report.route] : [])));
      }
    } catch (error) {
      findings.push(internalErrorFinding(`The rule ${rule.id}`, subject, error, template.root.place));
    }
  }
  return findings;
}

function lintApis(engine: Engine, template: Template, choice: RuleChoice): readonly ApiLint[] {
  let outlines: readonly ApiOutline[];
  try {
    outlines = engine.apisOf(template);
  } catch (error) {
    return [{ findings: [internalErrorFinding("The model of its APIs", `the template ${template.name}`, error, template.root.place)], notes: [] }];
  }
  return outlines.map((outline) => {
    try {
      return lintApi(engine, outline, choice);
    } catch (error) {
      const at = template.resources.get(outline.id)?.place ?? Place.root(template.root.place.file);
      return { findings: [internalErrorFinding("The model", `the API ${outline.id}`, error, at)], notes: [] };
    }
  });
}
