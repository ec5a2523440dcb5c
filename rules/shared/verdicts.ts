import type { AwsCause, BrowserRequest, Obstacle, Route } from "../../src/aws/index.ts";
import type { Blocked } from "../../src/fetch/index.ts";
import type { BlockedRequest, Related, RuleContext } from "../../src/linter/index.ts";

/** What kept a request from its integration, if that is why API Gateway itself answered. */
export function obstacleOf(verdict: Blocked<AwsCause>): Obstacle | undefined {
  return verdict.response.cause.kind === "gateway" ? verdict.response.cause.obstacle : undefined;
}

/** The first blocked request whose preflight one of these obstacles stopped. */
export function stoppedPreflight(route: Route, { blocked, blockedWithHeader }: RuleContext, ...kinds: readonly Obstacle["kind"][]): StoppedRequest | undefined {
  for (const refused of blocked(route)) {
    const obstacle = obstacleToPreflight(refused, kinds);
    if (obstacle) return { ...refused, obstacle };
  }
  const refused = blockedWithHeader(route);
  const obstacle = refused && obstacleToPreflight(refused, kinds);
  return refused && obstacle?.route?.isOptions === true ? { ...refused, obstacle } : undefined;
}

type StoppedRequest = BlockedRequest & { readonly obstacle: Obstacle };

function obstacleToPreflight({ verdict }: BlockedRequest, kinds: readonly Obstacle["kind"][]): Obstacle | undefined {
  const obstacle = verdict.exchange === "preflight" ? obstacleOf(verdict) : undefined;
  return obstacle && kinds.includes(obstacle.kind) ? obstacle : undefined;
}

/**
 * Does no more stop than a JSON body, in an API that works without preflights? The same call without the body gets an answer that pages may read, and neither a path nor a function is there for
 * OPTIONS: whoever made that may have made pages that send their JSON as plain text, which browsers send without asking.
 */
export function isOfWorkingPages(route: Route, { request }: StoppedRequest, context: RuleContext): boolean {
  if (request.kind !== "typical" || route.api.corsBlocks.length > 0 || route.api.routes.some(({ isOptions, method }) => isOptions || method === "ANY")) return false;
  const plain = route.browserRequests.filter(({ kind, request: { method } }) => kind === "required" && method === request.request.method);
  return plain.length > 0 && plain.every((one) => {
    const verdict = context.predict(route, one);
    return verdict.outcome === "allowed" && !tellsOptionsApart(verdict.response.cause);
  });
}

/** The answer is one of a function that has another for OPTIONS. */
function tellsOptionsApart(cause: AwsCause): boolean {
  const methods = cause.kind === "function" ? cause.returned?.methods : undefined;
  return methods !== undefined && "except" in methods && methods.except.includes("OPTIONS");
}

/**
 * Is what answers the preflight there for browsers? An OPTIONS method is, and what it says must hold; of an `ANY` method it is known only
 * where browsers are meant to call the route.
 */
export function isForBrowsers(route: Route, answering: Route | undefined): boolean {
  return route.intent.kind === "browser" || (answering?.isOptions === true && route.intent.kind === "unknown");
}

/** A method that takes everything answers the preflight of a route for services: nobody says that it is meant to. */
export function isAskedByNobody(route: Route, { response: { cause } }: Blocked<AwsCause>): boolean {
  return route.intent.kind === "service" && cause.kind === "mapped-response" && !cause.response.method.route.isOptions;
}

/** The route whose request is never sent, where another place is to blame. */
export function relatedRoute(route: Route, obstacle: Obstacle): readonly Related[] {
  return obstacle.place ? [{ place: route.place, note: "browsers never send this" }] : [];
}

/** `POST /users with a JSON body`: the request that browsers ask about first; without the body they need not ask. */
export function requestLine(route: Route, request: BrowserRequest): string {
  return `${request.request.method} ${route.path}${request.kind === "typical" ? " with a JSON body" : ""}`;
}
