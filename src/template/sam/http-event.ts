import type { Node } from "../../source/index.ts";
import type { ApiEvent } from "./api-event.ts";
import { addIntegration, ANY_METHOD, INTEGRATION, isIntegrated, methodDefinitions, methodKey, pathItems, securityOf, setSecurity, withoutTrace } from "./body.ts";
import { editList, editMap, EditableList, EditableMap, get, intrinsicOf, isLiteralTrue, isNull, isTruthy, mapFrom, scalar, stringOf } from "./editable.ts";
import { expect, pythonText, refuseDocument, refuseEvent, refuseResource, SamRefusal } from "./refusal.ts";
import type { Expansion } from "./serverless.ts";
import { openOpenApi } from "./swagger.ts";

/** Adds the integration of an `HttpApi` event to its API's body (SAM: "HttpApi event"). */
export function addHttpIntegration(expansion: Expansion, event: ApiEvent, uri: Node): void {
  const { api, route } = event;
  const body = api.properties.get("DefinitionBody");
  if (body === undefined || isNull(body)) return;
  const { paths } = openOpenApi(api);
  expansion.edit(api, () => withoutTrace(paths, route, () => addToPath(expansion, event, uri, paths)), route.path);
}

function addToPath(expansion: Expansion, event: ApiEvent, uri: Node, paths: EditableMap): void {
  const { api, route, properties } = event;
  const isThere = isIntegrated(paths, route.path, route.method);
  if (api.managed && isThere) refuseEvent(event.id, `API method '${route.method}' defined multiple times for path '${route.path}'.`, event.place);
  if (!isThere) addIntegration(paths, route, uri, event.user.condition, (definition, target) => fillProxy(definition, target, route.path, methodKey(route.method)));
  addHttpAuth(expansion, event, paths);
  const timeout = properties.get("TimeoutInMillis");
  const version = properties.get("PayloadFormatVersion");
  for (const definition of methodDefinitions(paths, route.path, route.method)) {
    if (isTruthy(timeout)) editMap(definition, INTEGRATION)?.set("timeoutInMillis", timeout);
    addPathParameters(definition, route.path, route.pathPlace);
    if (isTruthy(version)) editMap(definition, INTEGRATION)?.set("payloadFormatVersion", version);
  }
}

function fillProxy(definition: EditableMap, uri: Node, path: string, key: string): void {
  const { place } = definition;
  const text = (value: string): Node => scalar(place, value);
  definition.set(INTEGRATION, mapFrom(place, [["type", text("aws_proxy")], ["httpMethod", text("POST")], ["payloadFormatVersion", text("2.0")], ["uri", uri]]), place);
  if (path === "$default" && key === ANY_METHOD) definition.set("isDefaultRoute", scalar(place, true), place);
  if (!definition.has("responses")) definition.set("responses", new EditableMap(place), place);
}

function addPathParameters(definition: EditableMap, path: string, place: ApiEvent["place"]): void {
  const names = [...path.matchAll(/\{(.*?)\}/gu)].map(([, name = ""]) => name);
  if (names.length === 0) return;
  if (!definition.has("parameters")) definition.set("parameters", new EditableList(place), place);
  const parameters = editList(definition, "parameters");
  for (const name of names) {
    const index = parameters?.items.findIndex((item) => stringOf(get(item, "name")) === name) ?? -1;
    const there = index < 0 ? undefined : parameters?.items[index];
    const parameter = new EditableMap(there?.place ?? place, there?.kind === "map" ? there.entries() : [{ key: "name", keyPlace: place, value: scalar(place, name) }]);
    parameter.set("in", scalar(place, "path"), place).set("required", scalar(place, true), place);
    if (index < 0) parameters?.items.push(parameter);
    else if (parameters !== undefined) parameters.items[index] = parameter;
  }
}

function addHttpAuth(expansion: Expansion, event: ApiEvent, paths: EditableMap): void {
  const auth = event.properties.get("Auth");
  if (!isTruthy(auth)) return;
  const { path, method } = event.route;
  const apiAuth = expansion.look(event.api.properties.get("Auth")) ?? new EditableMap(event.api.place);
  expect(apiAuth, { kind: "resource", id: event.api.id, place: event.api.place }, "Auth", "map");
  const standard = get(apiAuth, "DefaultAuthorizer");
  const authorizer = isTruthy(get(auth, "Authorizer")) ? get(auth, "Authorizer") : standard;
  if (!isTruthy(authorizer)) {
    return refuseEvent(event.id, "'Auth' section requires either an explicit 'Authorizer' set or a 'DefaultAuthorizer' configured on the HttpApi.", auth.place);
  }
  const name = checkHttpAuthorizer(event, authorizer, apiAuth);
  const scopes = get(auth, "AuthorizationScopes");
  if (isTruthy(scopes) && scopes.kind !== "list") {
    refuseEvent(event.id, `Unable to set Authorizer on API method [${method}] for path [${path}] because 'AuthorizationScopes' must be a list of strings.`, scopes.place);
  }
  const settings = get(get(apiAuth, "Authorizers"), name);
  for (const definition of methodDefinitions(paths, path, method)) {
    if (settings !== undefined && settings.kind !== "map") refuseDocument(`Type of authorizer '${name}' must be a dictionary`, settings.place);
    const own = isTruthy(scopes) ? scopes : get(settings, "AuthorizationScopes");
    const isPlain = name === "NONE" || name === "AWS_IAM" || !isTruthy(settings) || !isTruthy(own);
    const item = mapFrom(authorizer.place, [[name, isPlain ? new EditableList(authorizer.place) : own, authorizer.place]]);
    setSecurity(definition, [...securityOf(definition, path, method), item], authorizer.place);
  }
}

function checkHttpAuthorizer(event: ApiEvent, authorizer: Node, apiAuth: Node): string {
  const name = stringOf(authorizer);
  // Of an API without Auth SAM takes the empty map for its authorizers, of one with Auth but no Authorizers nothing.
  const authorizers = isTruthy(apiAuth) ? get(apiAuth, "Authorizers") : apiAuth;
  const isIam = isLiteralTrue(get(apiAuth, "EnableIamAuthorizer"));
  const where = `on API method [${event.route.method}] for path [${event.route.path}]`;
  const unable = `Unable to set Authorizer [${pythonText(authorizer)}] ${where}`;
  if (name === "AWS_IAM" && isIam) return name;
  if (name === "NONE") {
    if (!isTruthy(get(apiAuth, "DefaultAuthorizer"))) {
      refuseEvent(event.id, `Unable to set Authorizer ${where} because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.`, authorizer.place);
    }
    return name;
  }
  if (name === undefined || authorizers?.kind !== "map") {
    return refuseEvent(event.id, `${unable}. The method authorizer must be a string with a corresponding dict entry in the api authorizer.`, authorizer.place);
  }
  if (authorizers.size === 0) refuseEvent(event.id, `${unable} because the related API does not define any Authorizers.`, authorizer.place);
  if (!isTruthy(authorizers.get(name))) refuseEvent(event.id, `${unable} because it wasn't defined in the API's Authorizers.`, authorizer.place);
  return name;
}

/**
 * The function's `$default` route lets API Gateway call it for every other route too, so that SAM gives those no permission of their
 * own. `targetId` is the function or its alias.
 */
export function isCoveredByDefaultRoute(event: ApiEvent, targetId: string): boolean {
  if (!isTruthy(event.api.properties.get("DefinitionBody"))) return false;
  const { paths } = openedOrRefused(event);
  if (event.route.path === "$default" || !isIntegrated(paths, "$default", ANY_METHOD)) return false;
  return methodDefinitionsOfDefault(paths).every((definition) => {
    const uri = get(definition.get(INTEGRATION), "uri");
    if (uri?.kind !== "map") return false;
    const branches = intrinsicOf(uri)?.name === "Fn::If" ? branchesOf(uri) : [uri];
    return branches.every((branch) => /([A-Za-z0-9]+)\.Arn/u.exec(stringOf(get(branch, "Fn::Sub")) ?? "")?.[1] === targetId);
  });
}

function methodDefinitionsOfDefault(paths: EditableMap): EditableMap[] {
  return pathItems(paths, "$default").length === 0 ? [] : methodDefinitions(paths, "$default", ANY_METHOD);
}

function branchesOf(node: Node): readonly Node[] {
  const list = get(node, "Fn::If");
  return list?.kind === "list" ? list.items.slice(1).filter((item) => stringOf(get(item, "Ref")) !== "AWS::NoValue") : [];
}

/** SAM words an unusable body as the API's fault when it asks for the permission. */
function openedOrRefused(event: ApiEvent): { readonly doc: EditableMap; readonly paths: EditableMap } {
  try {
    return openOpenApi(event.api);
  } catch (error) {
    if (error instanceof SamRefusal) return refuseResource(event.api.id, error.message, error.place);
    throw error;
  }
}

