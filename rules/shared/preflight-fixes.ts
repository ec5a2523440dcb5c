import type { ApiDocument, Route } from "../../src/aws/index.ts";
import { type Edit, equals, type Fix, type MapNode, plainFrom } from "../../src/source/index.ts";
import { routesAt } from "./affected.ts";
import { type Allowed, allowedFor } from "./allowed.ts";
import { type ApiHome, homeOf } from "./api-home.ts";
import { describedHeader, PREFIX } from "./mapping-edits.ts";
import { waitingFor } from "./waiting.ts";
import { entryOf, freeId, typeOf, writtenResource } from "./written-resources.ts";

/**
 * Answers the preflights of a route's path: an OPTIONS method with a MOCK integration beside an `AWS::ApiGateway::Method` or an operation of an
 * OpenAPI document, SAM's `Cors` on its API or in `Globals`. `undefined` where the route is written in another way.
 */
export function optionsMethodAdded(route: Route): Fix | undefined {
  const allowed = allowedFor(route, routesAt(route.api, route.path));
  const written = isInTemplate(route) ? writtenResource(route.api, route.place.path[1]) : undefined;
  if (!allowed) return undefined;
  if (written && typeOf(written) === "AWS::ApiGateway::Method") return methodAdded(route, written, allowed);
  const home = homeOf(route.api);
  if (home?.dialect === "sam") return corsAdded(route, home);
  const { document } = route.api;
  return document && isOperation(route) ? operationAdded(route, document, allowed) : undefined;
}

/** SAM puts an OPTIONS method on every path, with the methods of that path. */
function corsAdded(route: Route, home: ApiHome): Fix | undefined {
  const allowed = allowedFor(route, route.api.routes);
  if (!allowed || home.get("Cors")) return undefined;
  const value = { AllowOrigin: `'${allowed.origin}'`, AllowHeaders: `'${allowed.headers.join(",")}'` };
  return { title: `Let ${whoever(allowed)} call the API`, applicability: "unsafe", edits: [home.entry("Cors", value), ...preflightsLeftOpen(route, home)] };
}

/** What SAM demands of every method it demands of OPTIONS as well, unless it is told not to. */
function preflightsLeftOpen({ api }: Route, home: ApiHome): readonly Edit[] {
  const auths = [home.get("Auth"), entryOf(entryOf(api.world.template.written.get("Globals"), "Api"), "Auth")];
  const says = (key: string): boolean => auths.some((auth) => entryOf(auth, key) !== undefined);
  const open = {
    ...(says("DefaultAuthorizer") && { AddDefaultAuthorizerToCorsPreflight: false }),
    ...(says("ApiKeyRequired") && { AddApiKeyRequiredToCorsPreflight: false }),
  };
  return Object.keys(open).length > 0 ? [home.entry("Auth", open)] : [];
}

export function whoever({ origin }: Allowed): string {
  return origin === "*" ? "any page" : origin;
}

/** The three headers of an answer to a preflight. */
function sent({ origin, methods, headers }: Allowed): readonly (readonly [name: string, text: string])[] {
  return [
    ["Access-Control-Allow-Origin", origin],
    ["Access-Control-Allow-Methods", [...methods, "OPTIONS"].join(",")],
    ["Access-Control-Allow-Headers", headers.join(",")],
  ];
}

function methodAdded(route: Route, written: MapNode, allowed: Allowed): Fix | undefined {
  const properties = written.get("Properties");
  const resources = written.place.parent;
  const [rest, resource] = [entryOf(properties, "RestApiId"), entryOf(properties, "ResourceId")];
  if (!rest || !resource || !resources) return undefined;
  const id = idFor(route);
  const each = (value: (text: string) => unknown): object => Object.fromEntries(sent(allowed).map(([name, text]) => [PREFIX + name, value(text)]));
  const condition = written.get("Condition");
  const method = {
    Type: "AWS::ApiGateway::Method",
    ...(condition && { Condition: plainFrom(condition) }),
    Properties: {
      RestApiId: plainFrom(rest),
      ResourceId: plainFrom(resource),
      HttpMethod: "OPTIONS",
      AuthorizationType: "NONE",
      MethodResponses: [{ StatusCode: "200", ResponseParameters: each(() => true) }],
      Integration: {
        Type: "MOCK",
        ...converting(route, "ContentHandling"),
        RequestTemplates: { "application/json": '{"statusCode": 200}' },
        IntegrationResponses: [{ StatusCode: "200", ...converting(route, "ContentHandling"), ResponseParameters: each((text) => `'${text}'`) }],
      },
    },
  };
  const edits: readonly Edit[] = [{ kind: "add-entry", place: resources, key: id, value: method }, ...waitingFor(route.api, [id])];
  return { title: `Add an OPTIONS method to ${route.path}`, applicability: "unsafe", edits };
}

function operationAdded(route: Route, { version }: ApiDocument, allowed: Allowed): Fix | undefined {
  const item = route.place.parent;
  const fields = sent(allowed);
  const operation = {
    responses: { "200": { description: "Answer to a preflight", headers: Object.fromEntries(fields.map(([name]) => [name, describedHeader(version)])) } },
    "x-amazon-apigateway-integration": {
      type: "mock",
      ...converting(route, "contentHandling"),
      requestTemplates: { "application/json": '{"statusCode": 200}' },
      responses: { default: { statusCode: "200", ...converting(route, "contentHandling"), responseParameters: Object.fromEntries(fields.map(([name, text]) => [PREFIX + name, `'${text}'`])) } },
    },
  };
  return item && { title: `Add an OPTIONS method to ${route.path}`, applicability: "unsafe", edits: [{ kind: "add-entry", place: item, key: "options", value: operation }] };
}

/** Where every body counts as binary, that of a preflight has to be made text of: see binary-media-type-breaks-mock. */
function converting({ api }: Route, key: "ContentHandling" | "contentHandling"): object {
  return api.kind === "rest" && api.binaryMediaTypes.some(({ value }) => equals(value, "*/*") !== "no") ? { [key]: "CONVERT_TO_TEXT" } : {};
}

/** An operation is named by its key (`post:`), a method or an event by a value. */
function isOperation({ place }: Route): boolean {
  return place.part === "key";
}

/** `CreateUserOptions`: the first method of the path gives its name, so that all routes of a path mean the same method. */
function idFor({ api, path }: Route): string {
  const first = api.routes.find((route) => route.path === path)?.place.path[1];
  return freeId(api, `${String(first)}Options`);
}

/** Is the route written in the template itself, and not in a file that it includes? */
function isInTemplate({ api, place }: Route): boolean {
  return place.file.name === api.world.template.written.place.file.name;
}
