import type { HandlerUse, Route } from "../aws/index.ts";
import type { HandlerResponse } from "../handler/index.ts";
import { fixOfReplacement } from "./fix-of-replacement.ts";
import type { Audience, HandlerProblem } from "./handler-rule.ts";
import { whereBrowsersCall } from "./intent.ts";
import type { Related, Report } from "./types.ts";

/** Problems of a function's source as reports, each for the routes that it concerns; those that concern none are left out. */
export function* reportsOfHandler(use: HandlerUse, audience: Audience, problems: Iterable<HandlerProblem>): Generator<Report> {
  for (const problem of problems) {
    const routes = use.routes.filter((route) => isConcerned(route, audience) && (!problem.response || canGet(route, problem.response)));
    const [route] = routes;
    const at = use.placeOf(problem.at);
    if (!route || !at) continue;
    const { message, data, severity, help } = problem;
    const others = (problem.related ?? []).flatMap(({ site, note }): readonly Related[] => {
      const place = use.placeOf(site);
      return place ? [{ place, note }] : [];
    });
    const related = [...others.slice(0, 2), { place: route.place, note: `${use.name} answers ${nameOf(route)}` }];
    const fix = problem.replacement && fixOfReplacement(at, problem.replacement);
    yield { message, at, related, routes, ...(fix && { fix }), ...(data && { data }), ...(severity && { severity }), ...(help !== undefined && { help }) };
  }
}

function isConcerned(route: Route, audience: Audience): boolean {
  if (!answersForItself(route) || (audience.restOnly && route.api.kind !== "rest")) return false;
  return audience.intent === "browser" ? whereBrowsersCall(route) !== undefined : route.intent.kind !== "service";
}

/** What the function says about CORS is what browsers get: nothing in front of it answers or replaces it. */
export function answersForItself({ api, integration, isOptions }: Route): boolean {
  if (integration.kind !== "proxy-function" || isOptions) return false;
  return api.kind === "rest" || api.ownsCors === "no";
}

/** Can a request of a page to this route lead to this response, by its method? */
export function canGet(route: Route, { methods }: HandlerResponse): boolean {
  if (!methods || route.method === "ANY") return true;
  return "only" in methods ? methods.only.includes(route.method) : !methods.except.includes(route.method);
}

function nameOf(route: Route): string {
  if (route.api.kind === "function-url") return `the function URL ${route.api.name}`;
  return route.path === "$default" ? "the route $default" : `${route.method} ${route.path}`;
}
