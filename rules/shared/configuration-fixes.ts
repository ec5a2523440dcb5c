import type { CorsBlock, Route } from "../../src/aws/index.ts";
import type { Edit, Fix } from "../../src/source/index.ts";
import { allowedFor } from "./allowed.ts";
import { homeOf, isIntrinsic } from "./api-home.ts";
import { whoever } from "./preflight-fixes.ts";
import { writtenNode } from "./written-resources.ts";

/** Gives an HTTP API or a function URL a CORS configuration for the routes that it has. */
export function configurationAdded(route: Route): Fix | undefined {
  const home = homeOf(route.api);
  const key = home?.dialect === "openapi" ? OPENAPI : route.api.kind === "function-url" ? "Cors" : "CorsConfiguration";
  const allowed = allowedFor(route, route.api.routes);
  if (!home || !allowed || home.get(key) || route.api.corsBlocks.length > 0) return undefined;
  const { origin, methods, headers } = allowed;
  const value = Object.fromEntries(Object.entries({ AllowOrigins: [origin], AllowMethods: methods, AllowHeaders: headers }).map(([name, list]) => [spelled(name, key), list]));
  return { title: `Let ${whoever(allowed)} call the API`, applicability: "unsafe", edits: [home.entry(key, value)] };
}

const OPENAPI = "x-amazon-apigateway-cors";

type ListProperty = "AllowOrigins" | "AllowMethods" | "AllowHeaders";

/** Adds a list to a CORS object that has none of this name; `undefined` where the object is not written as one. */
export function listAdded({ api, place, view }: CorsBlock, property: ListProperty, items: readonly string[]): readonly Edit[] | undefined {
  const named = nameOf(place);
  const written = writtenNode(api, place);
  // SAM makes an object of `true`, and a parameter may hold that.
  if (view.kind !== "map" || named === undefined || (written && (written.kind !== "map" || isIntrinsic(written)))) return undefined;
  return [{ kind: "add-entry", place, key: spelled(property, named), value: items }];
}

/** The key of the object, also where a branch of `Fn::If` holds it. */
function nameOf(place: CorsBlock["place"]): string | undefined {
  for (let at: typeof place | undefined = place; at; at = at.parent) {
    const { segment } = at;
    if (typeof segment === "string" && /cors/iu.test(segment)) return segment;
    if (typeof segment === "string" && segment !== "Fn::If") return undefined;
  }
  return undefined;
}

function spelled(name: string, object: string): string {
  return object === OPENAPI ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
