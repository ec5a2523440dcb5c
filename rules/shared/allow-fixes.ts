import type { AwsCause, Route } from "../../src/aws/index.ts";
import type { Response } from "../../src/fetch/index.ts";
import type { Edit, Fix } from "../../src/source/index.ts";
import { routesAt } from "./affected.ts";
import { allowedFor } from "./allowed.ts";
import { listAdded } from "./configuration-fixes.ts";
import { headerMapped } from "./mapping-edits.ts";
import { mentionsHeader } from "./responses.ts";

const LISTS = [
  ["Access-Control-Allow-Origin", "AllowOrigins"],
  ["Access-Control-Allow-Methods", "AllowMethods"],
  ["Access-Control-Allow-Headers", "AllowHeaders"],
] as const;

/** Each of these headers that the answer to a preflight of the route lacks. */
type AllowHeader = (typeof LISTS)[number][0];

/**
 * Gives an answer to preflights those of the headers that it does not mention, each with what the routes behind it need. `undefined` where one of
 * them has no clear place.
 */
export function allowHeadersAdded(route: Route, { cause }: Response<AwsCause>, names: readonly AllowHeader[]): Fix | undefined {
  const answered = cause.kind === "mapped-response" && !cause.response.method.route.path.includes("+}") ? routesAt(route.api, cause.response.method.route.path) : route.api.routes;
  const allowed = allowedFor(route, answered);
  if (!allowed) return undefined;
  const values: Readonly<Record<AllowHeader, readonly string[]>> = {
    "Access-Control-Allow-Origin": [allowed.origin],
    "Access-Control-Allow-Methods": cause.kind === "mapped-response" ? [...allowed.methods, "OPTIONS"] : allowed.methods,
    "Access-Control-Allow-Headers": allowed.headers,
  };
  const wanted = LISTS.filter(([name, property]) => names.includes(name) && !isMentioned(cause, name, property));
  const edits = wanted.map(([name, property]): readonly Edit[] | undefined => {
    if (cause.kind === "cors-configuration") return listAdded(cause.block, property, values[name]);
    return cause.kind === "mapped-response" ? headerMapped(cause.response, name, values[name].join(",")) : undefined;
  });
  if (edits.length === 0 || edits.includes(undefined)) return undefined;
  return { title: `Add ${wanted.map(([name, property]) => (cause.kind === "cors-configuration" ? property : name)).join(", ")}`, applicability: "unsafe", edits: edits.flatMap((each) => each ?? []) };
}

export const ALLOW_HEADERS: readonly AllowHeader[] = LISTS.map(([name]) => name);

function isMentioned(cause: AwsCause, name: AllowHeader, property: string): boolean {
  if (cause.kind === "mapped-response") return mentionsHeader(cause.response, name);
  return cause.kind === "cors-configuration" && cause.block.view.entries().some(({ key }) => key.toLowerCase() === property.toLowerCase());
}
