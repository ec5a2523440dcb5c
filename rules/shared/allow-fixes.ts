import type { AwsCause, Route } from "../../src/aws/index.ts";
import type { Response } from "../../src/fetch/index.ts";
import { type Edit, equals, type Fix, knownText } from "../../src/source/index.ts";
import { routesAt } from "./affected.ts";
import { allowedFor } from "./allowed.ts";
import { listAdded } from "./configuration-fixes.ts";
import { itemsAdded } from "./list-fixes.ts";
import { headerMapped } from "./mapping-edits.ts";
import { mentionsHeader } from "./responses.ts";
import { sourceOf } from "./settings.ts";

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
  if (!allowed || (allowed.origin === "*" && names.includes("Access-Control-Allow-Origin") && allowsCredentials(route, cause))) return undefined;
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

/**
 * What an OPTIONS method lacks so that the headers of the requests behind it pass, once it answers at all; empty where nothing is lacking or
 * nobody can tell.
 */
export function neededHeadersAdded({ api }: Route, answering: Route): readonly Edit[] {
  const response = api.kind === "rest" ? api.methods.find(({ route }) => route === answering)?.responses[0] : undefined;
  const setting = api.settings.find((found) => found.property === "allow-headers" && found.response === response);
  const needed = allowedFor(answering, setting?.place.segment === "AllowHeaders" || answering.path.includes("+}") ? api.routes : routesAt(api, answering.path))?.headers ?? [];
  if (!response) return [];
  if (!setting) return (mentionsHeader(response, "Access-Control-Allow-Headers") ? undefined : headerMapped(response, "Access-Control-Allow-Headers", needed.join(","))) ?? [];
  const listed = setting.items.map(({ value }) => knownText(value)?.toLowerCase());
  const lacking = listed.includes(undefined) ? [] : needed.filter((name) => !listed.includes(name) && (name === "authorization" || !listed.includes("*")));
  return (lacking.length > 0 ? itemsAdded(api, "allow-headers", setting.mapping?.valuePlace ?? setting.place, lacking) : undefined) ?? [];
}

/** Whoever sends cookies is let in by name: to let any page in there is not for a program to choose. */
function allowsCredentials({ api }: Route, cause: AwsCause): boolean {
  const source = cause.kind === "mapped-response" ? cause.response : cause.kind === "cors-configuration" ? cause.block : undefined;
  return api.settings.some((setting) => setting.property === "allow-credentials" && sourceOf(setting) === source && equals(setting.value, "true") !== "no");
}

export const ALLOW_HEADERS: readonly AllowHeader[] = LISTS.map(([name]) => name);

function isMentioned(cause: AwsCause, name: AllowHeader, property: string): boolean {
  if (cause.kind === "mapped-response") return mentionsHeader(cause.response, name);
  return cause.kind === "cors-configuration" && cause.block.view.entries().some(({ key }) => key.toLowerCase() === property.toLowerCase());
}
