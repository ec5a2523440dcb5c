import type { Api, AwsCause, BrowserRequest, Route } from "../aws/index.ts";
import type { Blocked } from "../fetch/index.ts";
import type { Related, Report, RuleContext } from "./types.ts";

/**
 * The evidence that browsers are meant to call this route, as a related place (the strongest only); `undefined` where nothing shows it.
 * A rule about something absent speaks for a route only where this is defined.
 */
export function whereBrowsersCall(route: Route): readonly Related[] | undefined {
  if (route.isOptions || route.intent.kind !== "browser") return undefined;
  const strongest = route.intent.evidence.find((evidence) => evidence.weight > 0) ?? route.intent.evidence[0];
  return strongest ? [{ place: strongest.place, note: strongest.note }] : [];
}

/** Routes of an API that no browser can call while nothing says whether one should. */
export interface Doubt {
  readonly api: Api;
  /** The routes of unknown intent with a blocked request, in the order of the template. */
  readonly routes: readonly Route[];
  /** `POST /users, PUT /users/{id} and 3 more`. */
  readonly list: string;
  /** The first blocked request, a demanded one if there is one. */
  readonly request: BrowserRequest;
  readonly verdict: Blocked<AwsCause>;
  /** What makes the warning go away, as an imperative sentence. */
  readonly help: string;
  /** Spread into the report: one warning that accounts for all these routes. */
  readonly report: Pick<Report, "routes" | "verdict" | "explainsAll" | "severity" | "help">;
}

/**
 * Nobody answers for CORS: no OPTIONS method takes the preflight (`ANY` is there for other requests), or nothing puts the header on the
 * response. An answer that is there for CORS, but wrong, contradicts itself, and other rules say so whatever the intent.
 */
function isForWantOfCors({ error, exchange, response: { cause } }: Blocked<AwsCause>): boolean {
  if (cause.kind === "cors-configuration") return false;
  if (exchange === "actual") return cause.kind !== "mapped-response" || error === "MissingAllowOriginHeader";
  const answering = cause.kind === "mapped-response" ? cause.response.method.route : cause.kind === "gateway" ? cause.obstacle.route : undefined;
  return answering?.isOptions !== true;
}

/** An API that SAM makes of events has no resource in the template that could carry the line. */
function whereToSay(api: Api): string {
  const { path } = api.place;
  return path.length === 2 && path[1] === api.id ? `on ${api.id}` : "at the top level of the template";
}

const LISTED = 3;

/**
 * The blocked routes of an API for which nothing shows who calls them; `undefined` where there is none. They get one warning in all,
 * which names the line that makes it go away (docs/rules, "Intent").
 */
export function blockedRoutesInDoubt(api: Api, context: RuleContext): Doubt | undefined {
  const doubtful = api.routes
    .filter((route) => !route.isOptions && route.intent.kind === "unknown")
    .map((route) => ({ route, blocked: context.blocked(route).filter(({ verdict }) => isForWantOfCors(verdict)) }))
    .filter(({ blocked }) => blocked.length > 0);
  const all = doubtful.flatMap(({ blocked }) => blocked);
  const worst = all.find(({ request }) => request.kind === "required") ?? all[0];
  if (!worst) return undefined;

  const routes = doubtful.map(({ route }) => route);
  const help = `Where browsers call it, configure CORS; where none does, say so with Metadata: { cors-lint: { clients: service } } ${whereToSay(api)}.`;
  return {
    api,
    routes,
    list: routeList(routes),
    ...worst,
    help,
    report: { routes, verdict: worst.verdict, explainsAll: true, severity: "warning", help },
  };
}

/** Routes in a sentence: `POST /users`, `POST /users and PUT /users`, `POST /a, POST /b, POST /c and 7 more`. */
export function routeList(routes: readonly Route[]): string {
  const names = [...new Set(routes.map((route) => (route.path.startsWith("/") ? `${route.method} ${route.path}` : route.path)))];
  const shown = names.slice(0, names.length === LISTED + 1 ? LISTED + 1 : LISTED);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} and ${rest} more`;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}
