import type { Api, Declarations } from "../aws/index.ts";
import type { ApiChange, CallChange, Finding, LintResult, Rule } from "../linter/index.ts";
import { findingFrom, identityOf, RouteNames } from "../linter/finding.ts";
import { internalErrorFinding } from "../linter/internal-error.ts";
import { scenarioLabels } from "../linter/scenarios.ts";
import type { RuleChoice } from "../linter/severities.ts";
import type { Scenario } from "../template/index.ts";
import { CallTable } from "./call-table.ts";
import { Assumptions } from "./assumptions.ts";
import { type Call, callsOf } from "./calls.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import type { ApiPair } from "./pair-apis.ts";
import { pairedScenarios } from "./pair-scenarios.ts";
import { regressionsOf } from "./regressions.ts";
import type { TemplateChanges } from "./resource-changes.ts";
import { staleDeployments } from "./stale.ts";

export interface ApiDiff {
  readonly findings: readonly Finding[];
  readonly notes: LintResult["notes"];
  readonly calls: readonly CallChange[];
  readonly unchangedCalls: number;
}

/** Predictions that are left for a run. */
export interface Budget {
  left: number;
}

/** What all APIs of two templates share. */
export interface Circumstances {
  readonly changes: TemplateChanges;
  readonly choice: RuleChoice;
  readonly budget: Budget;
  /** What the configuration says of APIs. */
  readonly declarations: Declarations | undefined;
}

interface Draft {
  readonly finding: Finding;
  readonly routes: RouteNames;
  readonly holding: Set<Scenario>;
  readonly assumptions: Set<string>;
}

/** One API under two versions, in each scenario that both have. */
export function diffApi(pair: ApiPair, { changes, choice, budget, declarations }: Circumstances): ApiDiff {
  const { before, after } = pair;
  const scenarios = { before: before.template.scenarios(before.members), after: after.template.scenarios(after.members) };
  const { pairs, bounded } = pairedScenarios(scenarios.before.all, scenarios.after.all);
  const table = new CallTable();
  const drafts = new Map<string, Draft>();
  const notes = new Map<string, LintResult["notes"][number]>();
  const existing = new Set<Scenario>();

  for (const { before: earlier, after: scenario } of pairs) {
    const [old, now] = [before.build(before.template.world(earlier), declarations), after.build(after.template.world(scenario), declarations)];
    if (!old || !now) {
      if (old) notes.set("gone", { text: `${old.name} does not exist any more${withLabel(scenario)}: no page can call it`, place: old.place });
      continue;
    }
    existing.add(scenario);
    const outcomes = [...boundedOutcomes(old, now, budget)];
    const change: ApiChange = { before: old, after: now, regressions: regressionsOf(outcomes, now), stale: staleDeployments(old, now, changes) };
    table.add(outcomes, now, scenario, change.stale.some(({ doubt }) => doubt === undefined) ? "no" : "yes");
    const found = [...findingsAbout(change, choice)];
    const assumed = new Assumptions(found, old, now, pair);
    for (const draftFinding of found) {
      const assumptions = assumed.of(draftFinding);
      const finding = assumed.isOfStacksThatAreNew(draftFinding) ? { ...draftFinding, severity: milder(draftFinding.severity) } : draftFinding;
      const identity = identityOf(finding);
      const draft = drafts.get(identity) ?? { finding, routes: new RouteNames(), holding: new Set(), assumptions: new Set() };
      draft.routes.add(finding.routes);
      draft.holding.add(scenario);
      for (const assumption of assumptions) draft.assumptions.add(assumption);
      drafts.set(identity, draft);
    }
    const stranger = strangersCall(outcomes, old, now);
    if (stranger !== undefined && !notes.has("strangers")) notes.set("strangers", { text: `pages on origins that neither version names could call ${stranger}${withLabel(scenario)}, and no longer can`, place: now.place });
    if (budget.left <= 0) notes.set("budget", { text: `${now.name} has more requests than are compared: the rest was left out`, place: now.place });
    if (bounded || scenarios.after.bounded) notes.set("bounded", { text: `${now.name} depends on more conditions and parameters than can be combined: ${pairs.length} scenarios were compared, not all`, place: now.place });
  }

  const all = [...existing];
  return {
    findings: Array.from(drafts.values(), ({ finding, routes, holding, assumptions }) => ({ ...finding, route: routes.all[0], routes: routes.all, scenarios: scenarioLabels(holding, all), assumptions: [...assumptions] })),
    notes: [...notes.values()],
    calls: table.rows(all),
    unchangedCalls: table.unchanged,
  };
}

function withLabel({ label }: Scenario): string {
  return label === "" ? "" : ` (with ${label})`;
}

/** Calls that are tried from an origin that nobody names. */
const MAX_STRANGERS = 20;

/** A call that any page could make before and only named ones can now: whether a page is lost by that nobody can see. */
function strangersCall(outcomes: readonly Outcome[], before: Api, after: Api): string | undefined {
  const plain = outcomes.filter(({ call, kind }) => call.manner === "" && kind === "unchanged").slice(0, MAX_STRANGERS);
  const lost = plain.find(({ call }) => outcomeOf(fromElsewhere(call), before, after).kind === "regression");
  return lost && `${lost.call.method} ${lost.call.path}`;
}

function fromElsewhere(call: Call): Call {
  const origin = "https://elsewhere.example.org";
  const moved = (side: Call["before"]): Call["before"] => ({ ...side, request: { ...side.request, origin } });
  return { ...call, origin, before: moved(call.before), after: moved(call.after) };
}

function milder(severity: Finding["severity"]): Finding["severity"] {
  return severity === "error" ? "warning" : severity;
}

function* boundedOutcomes(before: Api, after: Api, budget: Budget): Generator<Outcome> {
  for (const call of callsOf(before, after)) {
    if (budget.left <= 0) return;
    budget.left -= 2;
    yield outcomeOf(call, before, after);
  }
}

function* findingsAbout(change: ApiChange, { rules, severityOf }: RuleChoice): Generator<Finding> {
  const { after } = change;
  for (const rule of rules) {
    if (!rule.change) continue;
    try {
      yield* findingsOf(rule, change, severityOf);
    } catch (error) {
      yield internalErrorFinding(`The rule ${rule.id}`, `the API ${after.id}`, error, after.place);
    }
  }
}

function* findingsOf(rule: Rule, change: ApiChange, severityOf: RuleChoice["severityOf"]): Generator<Finding> {
  for (const report of rule.change?.(change) ?? []) {
    const severity = severityOf(rule, report);
    const routes = report.routes ?? (report.route ? [report.route] : []);
    if (severity !== "off") yield findingFrom(rule, severity, report, change.after.world.template, change.after, routes);
  }
}
