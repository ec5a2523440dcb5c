import type { AwsCause, BrowserRequest, Obstacle, Route } from "../../src/aws/index.ts";
import type { Blocked } from "../../src/fetch/index.ts";
import type { Related, RuleContext } from "../../src/linter/index.ts";

export interface BlockedRequest {
  readonly request: BrowserRequest;
  readonly verdict: Blocked<AwsCause>;
}

/** What kept a request from its integration, if that is why API Gateway itself answered. */
export function obstacleOf(verdict: Blocked<AwsCause>): Obstacle | undefined {
  return verdict.response.cause.kind === "gateway" ? verdict.response.cause.obstacle : undefined;
}

/** The first blocked request whose preflight one of these obstacles stopped. */
export function stoppedPreflight(route: Route, { blocked }: RuleContext, ...kinds: readonly Obstacle["kind"][]): (BlockedRequest & { readonly obstacle: Obstacle }) | undefined {
  for (const { request, verdict } of blocked(route)) {
    const obstacle = verdict.exchange === "preflight" ? obstacleOf(verdict) : undefined;
    if (obstacle && kinds.includes(obstacle.kind)) return { request, verdict, obstacle };
  }
  return undefined;
}

/**
 * Is what answers the preflight there for browsers? An OPTIONS method is, and what it says must hold; of an `ANY` method it is known only
 * where browsers are meant to call the route.
 */
export function isForBrowsers(route: Route, answering: Route | undefined): boolean {
  return route.intent.kind === "browser" || (answering?.isOptions === true && route.intent.kind === "unknown");
}

/** The route whose request is never sent, where another place is to blame. */
export function relatedRoute(route: Route, obstacle: Obstacle): readonly Related[] {
  return obstacle.place ? [{ place: route.place, note: "browsers never send this" }] : [];
}

/** `POST /users with a JSON body`: the request that browsers ask about first; without the body they need not ask. */
export function requestLine(route: Route, request: BrowserRequest): string {
  return `${request.request.method} ${route.path}${request.kind === "typical" ? " with a JSON body" : ""}`;
}
