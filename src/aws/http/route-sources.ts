import type { Place, Value } from "../../source/index.ts";
import type { View, World, WorldResource } from "../../template/index.ts";
import type { Integration } from "../model.ts";
import { isHidden, openApiDocument, type OpenApiDocument } from "../openapi/index.ts";
import { resourcesOf } from "../references.ts";
import { OPEN, operationAccess, routeAccess, type Access } from "./authorization.ts";
import { operationIntegration, quickIntegration, targetIntegration } from "./integration.ts";
import { DEFAULT_KEY, routeKeyFrom, routeKeyText, type RouteKey } from "./route-key.ts";

/** A route as one of its three notations gives it: a resource, an operation of the body, quick create. */
export interface RouteSource {
  /** `undefined` where the route key is not known. */
  readonly key: RouteKey | undefined;
  readonly keyText: Value;
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly integration: Integration;
  readonly access: Access;
}

export interface OutOfView {
  readonly what: string;
  readonly place: Place;
}

/** The API's definition as an OpenAPI document; `undefined` where it has none in view. */
export function bodyOf(world: World, api: WorldResource): { readonly document: OpenApiDocument | undefined; readonly outOfView: readonly OutOfView[] } {
  const body = api.properties.get("Body");
  if (body.kind === "map" && !isHidden(body)) {
    const document = openApiDocument(body, world);
    return { document, outOfView: document.outOfView };
  }
  if (body.kind !== "absent") return { document: undefined, outOfView: [{ what: "the API's definition", place: body.place }] };
  const location = api.properties.get("BodyS3Location");
  if (location.kind === "absent") return { document: undefined, outOfView: [] };
  const key = location.get("Key").known();
  const path = location.known() ?? (key === undefined ? undefined : world.template.assetFile?.(key));
  const local = path === undefined ? undefined : world.template.readLocal(location.place, path);
  if (!local || "refused" in local) return { document: undefined, outOfView: [{ what: "the API's definition, which lies elsewhere", place: location.place }] };
  const document = openApiDocument(world.view(local.root), world);
  return { document, outOfView: document.outOfView };
}

/** Every route of the API, in the order of the template. */
export function routeSources(world: World, apiId: string, api: WorldResource | undefined, document: OpenApiDocument | undefined): readonly RouteSource[] {
  return [
    ...(document ? document.operations.map((operation) => operationSource(world, document, operation)) : []),
    ...(api ? quickCreated(world, apiId, api) : []),
    ...resourcesOf(world, "AWS::ApiGatewayV2::Route", "ApiId", apiId).map((route) => resourceSource(world, route)),
  ];
}

function resourceSource(world: World, route: WorldResource): RouteSource {
  const { properties } = route;
  const keyView = properties.get("RouteKey");
  const keyText = keyView.text();
  const place = keyView.kind === "absent" ? route.place : keyView.place;
  return { key: routeKeyFrom(keyText), keyText, place, constructPath: route.constructPath, integration: targetIntegration(world, properties.get("Target"), place), access: routeAccess(properties) };
}

function operationSource(world: World, document: OpenApiDocument, { path, method, place, view }: OpenApiDocument["operations"][number]): RouteSource {
  const isDefault = path === "$default" || path === "/$default" || view.get("isDefaultRoute").boolean() === true;
  const key = isDefault ? DEFAULT_KEY : { method, path };
  return { key, keyText: routeKeyText(key), place, constructPath: undefined, integration: operationIntegration(world, document, view, place), access: operationAccess(document, view) };
}

/** `Target` makes one route, `$default` unless `RouteKey` says otherwise; overrides may give it an authorizer (HS5, HS10). */
function quickCreated(world: World, apiId: string, api: WorldResource): readonly RouteSource[] {
  const target: View = api.properties.get("Target");
  if (target.kind === "absent") return [];
  const keyView = api.properties.get("RouteKey");
  const keyText = keyView.kind === "absent" ? routeKeyText(DEFAULT_KEY) : keyView.text();
  const [overrides] = resourcesOf(world, "AWS::ApiGatewayV2::ApiGatewayManagedOverrides", "ApiId", apiId);
  const place = keyView.kind === "absent" ? target.place : keyView.place;
  const access = overrides ? routeAccess(overrides.properties.get("Route")) : OPEN;
  return [{ key: routeKeyFrom(keyText), keyText, place, constructPath: api.constructPath, integration: quickIntegration(world, target), access }];
}
