import type { Route } from "../../src/aws/index.ts";
import { type Fix, type MapNode, plainFrom } from "../../src/source/index.ts";
import { waitingFor } from "./gateway-fixes.ts";
import { agreedOrigin } from "./mapping-edits.ts";
import { freeId, typeOf, writtenResource } from "./written-resources.ts";

/** What a preflight for a route is to allow. */
interface Allowed {
  readonly origin: string;
  readonly methods: readonly string[];
  readonly headers: readonly string[];
}

/**
 * Answers the preflights of a route's path: an OPTIONS method with a MOCK integration beside an `AWS::ApiGateway::Method`, SAM's `Cors` on its API.
 * `undefined` where the route is written in another way.
 */
export function optionsMethodAdded(route: Route): Fix | undefined {
  const written = isInTemplate(route) ? writtenResource(route.api, route.place.path[1]) : undefined;
  const allowed = allowedFor(route, ["OPTIONS"]);
  if (!allowed) return undefined;
  if (typeOf(written) === "AWS::ApiGateway::Method" && written) return methodAdded(route, written, allowed);
  const api = writtenResource(route.api, route.api.id);
  const properties = api?.get("Properties");
  if (typeOf(api) !== "AWS::Serverless::Api" || properties?.kind !== "map" || properties.has("Cors")) return undefined;
  const value = { AllowOrigin: `'${allowed.origin}'`, AllowMethods: `'${allowed.methods.join(",")}'`, AllowHeaders: `'${allowed.headers.join(",")}'` };
  return { title: `Let ${allowed.origin === "*" ? "any page" : allowed.origin} call the API`, applicability: "unsafe", edits: [{ kind: "add-entry", place: properties.place, key: "Cors", value }] };
}

/** Gives an HTTP API or a function URL a CORS configuration for the routes that it has. */
export function configurationAdded(route: Route): Fix | undefined {
  const api = writtenResource(route.api, route.api.id);
  const properties = api?.get("Properties");
  const key = KEYS.get(typeOf(api) ?? "");
  if (key === undefined || properties?.kind !== "map" || [key, "Body", "DefinitionBody", "DefinitionUri", "BodyS3Location"].some((name) => properties.has(name))) return undefined;
  const allowed = allowedFor(route, []);
  if (!allowed) return undefined;
  const value = { AllowOrigins: [allowed.origin], AllowMethods: allowed.methods, AllowHeaders: allowed.headers };
  return { title: `Let ${allowed.origin === "*" ? "any page" : allowed.origin} call the API`, applicability: "unsafe", edits: [{ kind: "add-entry", place: properties.place, key, value }] };
}

const KEYS: ReadonlyMap<string, string> = new Map([["AWS::ApiGatewayV2::Api", "CorsConfiguration"], ["AWS::Serverless::HttpApi", "CorsConfiguration"], ["AWS::Lambda::Url", "Cors"]]);

/** The declared page, or the one that the rest of the API allows, or any; `undefined` where one value cannot hold what is declared. */
function allowedFor(route: Route, also: readonly string[]): Allowed | undefined {
  const declared = route.declaration?.origins?.values;
  if (declared && declared.length !== 1) return undefined;
  const isShared = route.api.kind !== "rest";
  const routes = route.api.routes.filter((other) => !other.isOptions && (isShared || other.path === route.path || also.length === 0));
  const methods = new Set(routes.flatMap(({ browserMethods }) => browserMethods));
  const required = routes.flatMap(({ requiredHeaders, declaration }) => [...requiredHeaders, ...(declaration?.requestHeaders ?? [])].map(({ name }) => name));
  const headers = new Set(["content-type", ...required]);
  return { origin: declared?.[0] ?? agreedOrigin(route.api) ?? "*", methods: [...methods].sort().concat(also), headers: [...headers].sort() };
}

const HEADER = "method.response.header.Access-Control-Allow-";

function methodAdded(route: Route, written: MapNode, { origin, methods, headers }: Allowed): Fix | undefined {
  const properties = written.get("Properties");
  const resources = written.place.parent;
  const [rest, resource] = properties?.kind === "map" ? [properties.get("RestApiId"), properties.get("ResourceId")] : [];
  if (!rest || !resource || !resources) return undefined;
  const id = idFor(route);
  const sent = { Origin: origin, Methods: methods.join(","), Headers: headers.join(",") };
  const each = (value: (text: string) => unknown): object => Object.fromEntries(Object.entries(sent).map(([name, text]) => [HEADER + name, value(text)]));
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
        RequestTemplates: { "application/json": '{"statusCode": 200}' },
        IntegrationResponses: [{ StatusCode: "200", ResponseParameters: each((text) => `'${text}'`) }],
      },
    },
  };
  const waits = waitingFor(route.api, [id]);
  return waits && { title: `Add an OPTIONS method to ${route.path}`, applicability: "unsafe", edits: [{ kind: "add-entry", place: resources, key: id, value: method }, ...waits] };
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
