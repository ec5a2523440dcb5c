import { MAX_ROUTES, RANKS, rankOf } from "./room.ts";
import type { TemplateReport } from "./api-report.ts";
import type { RunReport, RouteReport } from "./types.ts";

/** The templates of a run as one report. Where there are more routes than can be looked at, those that matter most are kept. */
export function reportFrom(templates: readonly TemplateReport[]): RunReport {
  const apis = templates.flatMap((template) => template.apis);
  const leftOut = templates.flatMap((template) => template.leftOut);
  const routes = apis.flatMap((api) => api.routes);
  const counts = countsOf(routes);
  if (routes.length <= MAX_ROUTES) return { apis, counts, leftOut };
  const kept = new Set(RANKS.flatMap((rank) => routes.filter((route) => rankOf(route) === rank)).slice(0, MAX_ROUTES));
  return {
    counts,
    apis: apis.map((api) => ({ ...api, routes: api.routes.filter((route) => kept.has(route)) })).filter((api) => api.routes.length > 0),
    leftOut: [...leftOut, `The matrix shows ${kept.size} of ${routes.length} routes; left out are ${leftOutText(routes.filter((route) => !kept.has(route)))}.`],
  };
}

/** Routes of each rank. */
export function countsOf(routes: readonly RouteReport[]): RunReport["counts"] {
  const counts = { blocked: 0, "cannot-tell": 0, allowed: 0, idle: 0 };
  for (const route of routes) counts[rankOf(route)] += 1;
  return counts;
}

function leftOutText(routes: readonly RouteReport[]): string {
  const names = { blocked: "that are blocked", "cannot-tell": "of which nobody can tell", allowed: "that are allowed", idle: "that no page calls" } as const;
  const counts = countsOf(routes);
  return RANKS.filter((rank) => counts[rank] > 0).map((rank) => `${counts[rank]} ${names[rank]}`).join(", ");
}
