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

/** Whether a rule about something absent speaks for this route. */
export function isForBrowsers(route: Route): boolean {
  return route.intent.kind === "browser" && !route.isOptions;
}

/** The strongest sign that browsers are meant to call it, as a related place. */
export function whyForBrowsers(route: Route): readonly Related[] {
  const [strongest] = route.intent.evidence;
  return strongest && strongest.weight > 0 ? [{ place: strongest.place, note: strongest.note }] : [];
}

/** `POST /users`, as the browser would send it. */
export function requestLine(route: Route, request: BrowserRequest): string {
  return `${request.request.method} ${route.path}`;
}

/** `GET /users, POST /users and 3 more`. */
export function routeList(routes: readonly Route[], shown = 4): string {
  const names = routes.slice(0, shown).map((route) => `${route.method} ${route.path}`);
  const rest = routes.length - names.length;
  if (rest > 0) return `${names.join(", ")} and ${rest} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}` : names.join("");
}
