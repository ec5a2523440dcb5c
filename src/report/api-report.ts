import type { Declarations } from "../aws/declared.ts";
import type { Api, AwsCause, BrowserRequest, Route } from "../aws/model.ts";
import type { Response } from "../fetch/types.ts";
import type { Engine } from "../linter/engine.ts";
import type { Tri } from "../source/index.ts";
import type { Template } from "../template/types.ts";
import { type Asked, cellsOf } from "./cells.ts";
import { blockedIn, circumstanceKey, columnsOf } from "./columns.ts";
import { errorOf, exchangeOf } from "./exchange.ts";
import { type Alike, alike } from "./alike.ts";
import { integrationText, isOfInterest } from "./route-rows.ts";
import { MAX_COLUMNS, MAX_EXCHANGES, RANKS, rankOf, type Room } from "./room.ts";
import type { ApiReport, Circumstance, ErrorsReport, ExchangeReport, Outcome, RouteCells, RouteReport } from "./types.ts";
import { apiViews, kindName } from "./views.ts";

/** What one template is believed to hold, and what had to be left out of it. */
export interface TemplateReport {
  readonly apis: readonly ApiReport[];
  readonly leftOut: readonly string[];
}

/**
 * The APIs of a template with their routes, as pages meet them. `room` is shared by the templates of a run. Never throws: a template that cannot
 * be shown is left out, and said to be.
 */
export function templateReport(engine: Engine, template: Template, room: Room, declarations?: Declarations): TemplateReport {
  try {
    return shown(engine, template, room, declarations);
  } catch (error) {
    // The run itself reports the defect as a finding, and goes on too.
    return { apis: [], leftOut: [`The APIs of ${template.name} are not shown, because of a defect of cors-lint: ${error instanceof Error ? error.message : String(error)}.`] };
  }
}

function shown(engine: Engine, template: Template, room: Room, declarations: Declarations | undefined): TemplateReport {
  const drafts = new Map<string, ApiDraft>();
  for (const { api, label } of apiViews(engine, template, declarations)) {
    const key = `${api.kind} ${api.id}`;
    const draft = drafts.get(key) ?? { api, names: new Set(), live: new Map(), circumstances: new Map(), routes: new Map() };
    drafts.set(key, draft);
    draft.names.add(api.name);
    draft.live.set(api.deployment.why, api.deployment.live);
    for (const route of api.routes) if (!route.isOptions && isOfInterest(route)) addRoute(draft, engine, route, label);
  }
  const made = [...drafts.values()].filter(({ routes }) => routes.size > 0).map((draft) => apiReport(engine, draft, room));
  return { apis: made.map(({ report }) => report), leftOut: made.flatMap(({ leftOut }) => leftOut) };
}

interface ApiDraft {
  readonly api: Api;
  readonly names: Set<string>;
  /** Reasons, and what follows from them. */
  readonly live: Map<string, Tri>;
  readonly circumstances: Map<string, Circumstance>;
  readonly routes: Map<string, RouteDraft>;
}

interface RouteDraft {
  readonly route: Route;
  verdict: Outcome | "none";
  readonly cells: Map<string, RouteCells>;
  /** The route as it is in each circumstance, with what its pages ask: to be asked again where there is room for the whole exchange. */
  readonly asking: { readonly circumstance: Circumstance; readonly route: Route; readonly requests: readonly BrowserRequest[] }[];
}

const BADNESS: Readonly<Record<Outcome | "none", number>> = { blocked: 0, "cannot-tell": 1, allowed: 2, none: 3 };

function addRoute(api: ApiDraft, engine: Engine, route: Route, scenario: string): void {
  const key = `${route.method} ${route.path}`;
  const draft: RouteDraft = api.routes.get(key) ?? { route, verdict: "none", cells: new Map(), asking: [] };
  api.routes.set(key, draft);
  const errors = route.errorResponses();
  for (const [origin, requests] of byOrigin(route.browserRequests)) {
    const circumstance: Circumstance = { origin, scenario };
    const at = circumstanceKey(circumstance);
    const asked = askedOf(engine, route, requests);
    api.circumstances.set(at, circumstance);
    draft.cells.set(at, cellsOf(asked, errors));
    draft.asking.push({ circumstance, route, requests });
    for (const { verdict } of asked) if (BADNESS[verdict.outcome] < BADNESS[draft.verdict]) draft.verdict = verdict.outcome;
  }
}

function byOrigin(requests: readonly BrowserRequest[]): ReadonlyMap<string, readonly BrowserRequest[]> {
  const origins = [...new Set(requests.map(({ request }) => request.origin))];
  return new Map(origins.map((origin) => [origin, requests.filter(({ request }) => request.origin === origin)]));
}

function askedOf(engine: Engine, route: Route, requests: readonly BrowserRequest[]): readonly Asked<AwsCause>[] {
  return requests.map((request) => ({ request, verdict: engine.predictFetch(route.api.server, request.request) }));
}

function apiReport(engine: Engine, { api, names, live, circumstances, routes }: ApiDraft, room: Room): { readonly report: ApiReport; readonly leftOut: readonly string[] } {
  const cells = Array.from(routes.values(), (draft) => draft.cells);
  const all = columnsOf([...circumstances.values()], cells);
  const columns = all.length <= MAX_COLUMNS ? all : all.toSorted((a, b) => blockedIn(b, cells) - blockedIn(a, cells)).slice(0, MAX_COLUMNS);
  const ranked = Array.from(routes.values(), (draft) => ({ draft, rank: rankOf({ verdict: draft.verdict, intent: draft.route.intent.kind }) }));
  const reports = new Map<RouteDraft, RouteReport>();
  for (const rank of RANKS) for (const each of ranked) if (each.rank === rank) reports.set(each.draft, routeReport(engine, each.draft, columns, room));
  const { id, place } = api;
  const name = names.size === 1 ? api.name : id;
  return {
    report: {
      name, names: [...names], kind: kindName(api), place, columns,
      live: Array.from(live, ([why, state]) => ({ state, why })),
      routes: ranked.flatMap(({ draft }) => reports.get(draft) ?? []),
    },
    leftOut: columns.length < all.length ? [`Of ${name} ${all.length} combinations of pages and scenarios look different; the ${columns.length} with the most blocked calls are shown.`] : [],
  };
}

function routeReport(engine: Engine, draft: RouteDraft, columns: ApiReport["columns"], room: Room): RouteReport {
  const { route, verdict, cells } = draft;
  const rank = rankOf({ verdict, intent: route.intent.kind });
  const told = room.hasSome(rank) ? detailsOf(engine, draft) : { exchanges: [], errors: [], count: draft.asking.length };
  const exchanges = told.exchanges.slice(0, room.take(rank, Math.min(told.exchanges.length, MAX_EXCHANGES)));
  return {
    method: route.method, path: route.path, place: route.place, intent: route.intent.kind, verdict, exchanges,
    integration: integrationText(route),
    authorization: authorizationText(route),
    cells: columns.map(([first]) => first && cells.get(circumstanceKey(first))),
    exchangesLeftOut: told.count - exchanges.length,
    errors: told.errors,
  };
}

interface Details {
  /** The worst first. */
  readonly exchanges: readonly ExchangeReport[];
  readonly count: number;
  readonly errors: readonly ErrorsReport[];
}

function detailsOf(engine: Engine, { asking }: RouteDraft): Details {
  const exchanges: Alike<ExchangeReport> = alike();
  const errors: Alike<ErrorsReport> = alike();
  for (const { circumstance, route, requests } of asking) {
    const asked = askedOf(engine, route, requests);
    for (const each of asked) exchanges.add(exchangeOf(route, each, circumstance), circumstance, route.api.name);
    const responses: readonly Response<AwsCause>[] = route.errorResponses();
    if (responses.length > 0) errors.add({ circumstances: [circumstance], errors: responses.map((response) => errorOf(asked, response)) }, circumstance, route.api.name);
  }
  const all = exchanges.all();
  return { exchanges: all.toSorted((a, b) => BADNESS[a.outcome] - BADNESS[b.outcome]), count: all.length, errors: errors.all() };
}

function authorizationText({ authorization }: Route): string | undefined {
  switch (authorization.kind) {
    case "none":
    case "unknown":
      return undefined;
    case "iam":
      return "IAM signature";
    case "authorizer":
      return `authorizer ${authorization.name}`;
  }
}
