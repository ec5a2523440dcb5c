import type { Api, ApiOutline, Declarations, Route } from "../aws/index.ts";
import type { Place } from "../source/index.ts";
import type { Scenario, World } from "../template/index.ts";
import { assumptionsAt, spotOf } from "./assumptions.ts";
import { contextFor } from "./context.ts";
import type { Engine } from "./engine.ts";
import { Explanations } from "./explain.ts";
import { findingFrom, fixTogether, identityOf, RouteNames } from "./finding.ts";
import { internalErrorFinding } from "./internal-error.ts";
import { scenarioLabels } from "./scenarios.ts";
import type { RuleChoice } from "./severities.ts";
import { type Visit, visitsOfApi } from "./subjects.ts";
import type { BlockedRequest, Finding, LintResult, Report, Rule, RuleContext } from "./types.ts";

type Note = LintResult["notes"][number];

/** What one API gave: findings over all its scenarios, and what is said aloud beside them. */
export interface ApiLint {
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
}

interface Draft {
  finding: Finding;
  readonly routes: RouteNames;
  readonly holding: Set<Scenario>;
  readonly world: World;
  readonly places: readonly Place[];
}

/** All rules over one API in each scenario in which it exists. */
export function lintApi(engine: Engine, outline: ApiOutline, choice: RuleChoice, declarations?: Declarations): ApiLint {
  const { template } = outline;
  const scenarios = template.scenarios(outline.members);
  const drafts = new Map<string, Draft>();
  const notes = new Map<string, Note>();
  const existing: Scenario[] = [];
  const judged: Judged[] = [];

  for (const scenario of scenarios.all) {
    const like = judged.find(({ world }) => world.standsFor(scenario));
    const { world, api, said } = like ?? judgedIn(engine, outline, template.world(scenario), choice, declarations);
    if (!like) judged.push({ world, api, said });
    if (!api) continue;
    existing.push(scenario);
    for (const part of api.outOfView) notes.set(`${part.place.id}${part.what}`, { text: `out of view: ${part.what}`, place: part.place });
    for (const { finding, places } of said) {
      const identity = identityOf(finding);
      const draft = drafts.get(identity) ?? { finding, routes: new RouteNames(), holding: new Set(), world, places };
      draft.routes.add(finding.routes);
      draft.holding.add(scenario);
      const fix = fixTogether(draft.finding.fix, finding.fix);
      if (draft.finding.browserMessage === undefined && finding.browserMessage !== undefined) draft.finding = finding;
      if (fix !== draft.finding.fix) draft.finding = { ...draft.finding, fix };
      drafts.set(identity, draft);
    }
    if (scenarios.bounded && !notes.has("bounded")) {
      notes.set("bounded", { text: `${api.name} depends on more conditions and parameters than can be combined: ${scenarios.all.length} scenarios were looked at, not all`, place: api.place });
    }
  }
  return { findings: completed([...drafts.values()], existing, outline.members), notes: [...notes.values()] };
}

/** An API as it is in some scenarios, and what the rules say of it there. */
interface Judged {
  readonly world: World;
  /** `undefined`: it does not exist there. */
  readonly api: Api | undefined;
  readonly said: readonly Said[];
}

function judgedIn(engine: Engine, outline: ApiOutline, world: World, choice: RuleChoice, declarations: Declarations | undefined): Judged {
  const api = outline.build(world, declarations);
  return { world, api, said: api ? findingsIn(engine, api, choice) : [] };
}

function completed(drafts: readonly Draft[], existing: readonly Scenario[], members: readonly string[]): readonly Finding[] {
  const placesByWorld = new Map<World, Place[]>();
  for (const { world, places } of drafts) {
    const there = placesByWorld.get(world) ?? [];
    there.push(...places);
    placesByWorld.set(world, there);
  }
  const assumptions = new Map<Place, readonly string[]>();
  for (const [world, places] of placesByWorld) {
    for (const [place, names] of assumptionsAt(places, world, members)) assumptions.set(place, names);
  }
  return drafts.map(({ finding, routes, holding, places }) => ({
    ...finding,
    route: routes.all[0],
    routes: routes.all,
    scenarios: scenarioLabels(holding, existing),
    assumptions: [...new Set(places.flatMap((place) => assumptions.get(place) ?? []))],
  }));
}

interface Said {
  readonly finding: Finding;
  /** The places on whose values it rests. */
  readonly places: readonly Place[];
}

/** The findings of one scenario; `unexplained` hooks last, for what no other report accounts for. */
function findingsIn(engine: Engine, api: Api, choice: RuleChoice): readonly Said[] {
  const context = contextFor(engine);
  const explanations = new Explanations();
  const said: Said[] = [];

  const run = (rule: Rule, visit: Visit): void => {
    try {
      for (const report of visit.reports(rule)) {
        const routes = routesOf(report, visit);
        explanations.add(rule, report, routes);
        const severity = choice.severityOf(rule, report);
        if (severity === "off") continue;
        const told = report.verdict ? report : { ...report, ...consequence(rule, report, routes, context) };
        said.push({ finding: findingFrom(rule, severity, told, api.world.template, api, routes, visit.functionId), places: placesOf(told) });
      }
    } catch (error) {
      said.push({ finding: internalErrorFinding(`The rule ${rule.id}`, visit.subject(), error, visit.route?.place ?? api.place), places: [] });
    }
  };

  for (const visit of visitsOfApi(api, choice, context)) for (const rule of visit.rules) run(rule, visit);

  const last = choice.with("unexplained");
  if (last.length === 0) return said;
  for (const { route, blocked } of unexplained(api, context.blocked, explanations)) {
    const { request, verdict } = blocked;
    const visit: Visit = { subject: () => `the route ${route.method} ${route.path}`, route, rules: last, reports: (rule) => rule.unexplained?.(route, request, verdict, context) ?? [] };
    for (const rule of last) run(rule, visit);
  }
  return said;
}

/** Read lazily: what an `unexplained` hook reports explains the next request of the same route that is refused for the same reason. */
function* unexplained(api: Api, blockedOf: (route: Route) => readonly BlockedRequest[], explanations: Explanations): Generator<{ route: Route; blocked: BlockedRequest }> {
  for (const route of api.routes) {
    if (route.isOptions || route.intent.kind === "service") continue;
    for (const blocked of blockedOf(route)) {
      if (!blocked.isLater && !explanations.explain(route, blocked.verdict)) yield { route, blocked };
    }
  }
}

function routesOf(report: Report, visit: Visit): readonly Route[] {
  if (report.routes) return report.route && !report.routes.includes(report.route) ? [report.route, ...report.routes] : report.routes;
  const route = report.route ?? visit.route;
  return route ? [route] : [];
}

/** A rule about a value may lead to routes by the dozen; one example is enough, and it is among the first. */
const MAX_EXAMPLES = 50;

/**
 * What a browser says because of it: a blocked request of its routes that the rule explains, one that was decided at the reported
 * place if there is one.
 */
function consequence(rule: Rule, report: Report, routes: readonly Route[], context: RuleContext): Pick<Report, "verdict"> {
  const explains = report.explains ?? rule.meta.explains ?? [];
  if (explains.length === 0) return {};
  const verdicts = routes.slice(0, MAX_EXAMPLES).flatMap((route) => context.blocked(route).map(({ verdict }) => verdict)).filter(({ error }) => explains.includes(error));
  if (verdicts.length === 0) return {};
  const spot = spotOf(report.at);
  const verdict = verdicts.find(({ evidence }) => evidence.some(({ place }) => place && spotOf(place) === spot)) ?? verdicts[0];
  return verdict ? { verdict } : {};
}

function placesOf(report: Report): readonly Place[] {
  const evidence = report.verdict?.evidence ?? [];
  return [report.at, ...evidence.flatMap(({ place }) => (place ? [place] : []))];
}

