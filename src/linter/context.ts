import type { AwsCause, BrowserRequest, Route } from "../aws/index.ts";
import type { Blocked, Verdict } from "../fetch/index.ts";
import type { Engine } from "./engine.ts";
import type { BlockedRequest, RuleContext } from "./types.ts";

const URGENCY: Readonly<Record<BrowserRequest["kind"], number>> = { required: 0, typical: 1, credentialed: 2 };

/** Rules ask for verdicts, not for the way to them. */
const NO_STEPS = { trace: false } as const;

/** A context whose answers are remembered: one prediction for each request, however many rules ask for it. */
export function contextFor(engine: Engine): RuleContext {
  const verdicts = new Map<BrowserRequest, Verdict<AwsCause>>();
  const blockedByRoute = new Map<Route, readonly BlockedRequest[]>();
  const refusals = new Map<BrowserRequest, Blocked<AwsCause> | undefined>();
  const likenesses = new Map<BrowserRequest, string | undefined>();
  const refusedWithHeader = new Map<Route, BlockedRequest | undefined>();
  const passing = new Set<string>();
  const refusedOnce = new Set<string>();

  const likenessOfRequest = (route: Route, request: BrowserRequest): string | undefined => {
    if (!likenesses.has(request)) likenesses.set(request, likenessOf(route, request));
    return likenesses.get(request);
  };

  const predict = (route: Route, request: BrowserRequest): Verdict<AwsCause> => {
    const remembered = verdicts.get(request);
    if (remembered) return remembered;
    const verdict = engine.predictFetch(route.api.server, request.request, NO_STEPS);
    verdicts.set(request, verdict);
    return verdict;
  };

  const refusal = (route: Route, request: BrowserRequest): Blocked<AwsCause> | undefined => {
    if (refusals.has(request)) return refusals.get(request);
    const likeness = likenessOfRequest(route, request);
    const verdict = likeness !== undefined && passing.has(likeness) ? undefined : predict(route, request);
    const refused = verdict?.outcome === "blocked" ? verdict : undefined;
    if (likeness !== undefined && !refused) passing.add(likeness);
    refusals.set(request, refused);
    return refused;
  };

  const blocked = (route: Route): readonly BlockedRequest[] => {
    const remembered = blockedByRoute.get(route);
    if (remembered) return remembered;
    const found: BlockedRequest[] = [];
    for (const request of route.browserRequests) {
      const verdict = refusal(route, request);
      if (!verdict) continue;
      found.push({ request, verdict });
      const likeness = likenessOfRequest(route, request);
      if (likeness !== undefined && refusedOnce.has(likeness)) continue;
      const later = engine.laterRefusals(route.api.server, request.request, verdict, NO_STEPS);
      // What is refused once where one is refused once is so where all are that are like it.
      if (likeness !== undefined && later.length === 0) refusedOnce.add(likeness);
      for (const refused of later) found.push({ request, verdict: refused, isLater: true });
    }
    found.sort((a, b) => URGENCY[a.request.kind] - URGENCY[b.request.kind]);
    blockedByRoute.set(route, found);
    return found;
  };

  const blockedWithHeader = (route: Route): BlockedRequest | undefined => {
    if (refusedWithHeader.has(route)) return refusedWithHeader.get(route);
    const request = withHeader(route);
    const verdict = request && refusal(route, request);
    const refused = request && verdict && { request, verdict };
    refusedWithHeader.set(route, refused);
    return refused;
  };

  return { predict, blocked, blockedWithHeader };
}

/** Nothing for a route whose requests are all asked about anyway. */
function withHeader({ browserRequests }: Route): BrowserRequest | undefined {
  const [plain] = browserRequests;
  if (!plain || !browserRequests.every(({ request: { method, headers } }) => (method === "GET" || method === "HEAD") && headers.length === 0)) return undefined;
  return { kind: "typical", request: { ...plain.request, headers: [["authorization", "Bearer token"]] } };
}

/** Among fewer routes, to find those that are alike costs more than it saves. */
const MANY_ROUTES = 20;

/** Equal for requests of which a browser blocks all or none. A large API has hundreds of routes that are one like the other. */
function likenessOf({ api }: Route, { request }: BrowserRequest): string | undefined {
  if (api.routes.length < MANY_ROUTES) return undefined;
  const path = api.server.likeness?.(request.method, request.path);
  return path === undefined ? undefined : JSON.stringify({ ...request, path });
}
