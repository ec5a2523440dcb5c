import type { Api } from "../../src/aws/index.ts";
import type { Report, RuleContext } from "../../src/linter/index.ts";
import { routeList } from "./verdicts.ts";

/**
 * The one warning for an API of which nobody can tell whether browsers are meant to call it: they cannot, and if they are not meant to,
 * one line says so.
 */
export function* unreachableApi<Id extends string>(
  api: Api,
  { blocked }: RuleContext,
  message: Id,
): Generator<Report<Id> & { readonly data: { readonly name: string; readonly routes: string } }> {
  if (api.intent.kind !== "unknown") return;
  const routes = api.routes.filter((route) => route.intent.kind === "unknown" && blocked(route).length > 0);
  const [verdict] = routes.flatMap((route) => blocked(route).map((found) => found.verdict));
  if (!verdict) return;
  yield {
    message,
    data: { name: api.name, routes: routeList(routes) },
    at: api.place,
    related: routes.slice(0, 3).map((route) => ({ place: route.place, note: "a browser cannot send this" })),
    routes,
    severity: "warning",
    verdict,
    help: `If browsers call this API, add CORS to it; if they do not, say so: \`Metadata: {cors-lint: {clients: service}}\` on ${api.id}.`,
  };
}
