import type { MapNode, Node, Place } from "../../source/index.ts";
import { addIntegration, INTEGRATION, isIntegrated, methodDefinitions, methodKey, securityOf, setSecurity, withoutTrace } from "./body.ts";
import type { Route } from "./body.ts";
import { editMap, EditableList, EditableMap, ensureMap, get, isNull, isTruthy, mapFrom, scalar, stringOf } from "./editable.ts";
import { apiIdOf } from "./implicit-api.ts";
import { deepGet, expect, isA, pythonText, refuseDocument, refuseEvent, refuseResource } from "./refusal.ts";
import type { Owner } from "./refusal.ts";
import { addCustomStatements, addResourcePolicy } from "./resource-policy.ts";
import { addRequestModel, addRequestParameters } from "./api-request.ts";
import { Serverless } from "./serverless.ts";
import type { Expansion } from "./serverless.ts";
import { addApiKeyDefinition, addIamDefinition, openSwagger, skeletonOf } from "./swagger.ts";

/** One `Api` event of a function or a state machine, on its way into the body of its API. */
export interface ApiEvent {
  readonly id: string;
  readonly place: Place;
  readonly properties: MapNode;
  readonly user: Serverless;
  readonly api: Serverless;
  readonly route: Route;
}

/** The event's API, where it stands in the template. To the body of one that is no SAM resource nothing is added. */
export function apiEventOf(expansion: Expansion, user: Serverless, id: string, properties: MapNode, place: Place, idProperty: string): ApiEvent | undefined {
  const node = apiIdOf(properties.get(idProperty));
  const api = expansion.apiNamed(stringOf(node) ?? "");
  const path = properties.get("Path");
  const method = properties.get("Method");
  const [pathText, methodText] = [stringOf(path), stringOf(method)];
  if (api === undefined || path === undefined || method === undefined || pathText === undefined || methodText === undefined) return undefined;
  return { id, place, properties, user, api, route: { path: pathText, pathPlace: path.place, method: methodText.toLowerCase(), methodPlace: method.place } };
}

/** What fills in the integration of a route: of a Lambda function or of Step Functions. */
export type Fill = (definition: EditableMap, uri: Node) => void;

/** Adds the integration to the API's body, if SAM made that body or merges into it (SAM: "Api event"). */
export function addRestIntegration(expansion: Expansion, event: ApiEvent, uri: Node, fill: Fill): void {
  const { api, route, user } = event;
  const body = api.properties.get("DefinitionBody");
  const merges = isTruthy(api.properties.get("MergeDefinitions")) && user.type.endsWith("Function");
  if ((!api.managed && !merges) || body === undefined || isNull(body)) return;
  const edited = merges ? skeletonApi(api) : api;
  const { doc, paths } = openSwagger(edited);
  const target = { doc, paths, uri, fill };
  expansion.edit(edited, () => withoutTrace(paths, route, () => addEvent(expansion, event, target)), route.path);
  if (merges) mergeInto(event, doc);
}

interface Target {
  readonly doc: EditableMap;
  readonly paths: EditableMap;
  readonly uri: Node;
  readonly fill: Fill;
}

function addEvent(expansion: Expansion, event: ApiEvent, { doc, paths, uri, fill }: Target): void {
  const { route, user } = event;
  if (isIntegrated(paths, route.path, route.method)) refuseEvent(event.id, `API method "${route.method}" defined multiple times for path "${route.path}".`, event.place);
  if (user.type.endsWith("Function")) checkApiAuth(event.api);
  addIntegration(paths, route, uri, user.condition, fill);
  addEventAuth(expansion, event, doc, paths);
  const timeout = event.properties.get("TimeoutInMillis");
  if (isTruthy(timeout)) for (const definition of methodDefinitions(paths, route.path, route.method)) editMap(definition, INTEGRATION)?.set("timeoutInMillis", timeout);
  addRequestModel(event, doc, paths);
  addRequestParameters(event, paths);
}

/** An API like the given one, whose body is empty: what an event makes of it is merged into the body that was written. */
function skeletonApi(api: Serverless): Serverless {
  const stand = new Serverless(api.id, api.type, api.idPlace, api.body);
  stand.properties = new EditableMap(api.properties.place, api.properties.entries());
  stand.properties.set("DefinitionBody", skeletonOf(api.type, api.place));
  return stand;
}

/** `MergeDefinitions`: where both say something of the method, the event wins. */
function mergeInto(event: ApiEvent, made: EditableMap): void {
  const { api, route } = event;
  const body = ensureMap(api.properties, "DefinitionBody", api.place);
  // Where the body has no paths, SAM merges into nothing and forgets it.
  if (!isTruthy(body.get("paths"))) return;
  const there = deepGet(body.get("paths"), [route.path, route.method]);
  if ("wrong" in there) return refuseResource(api.id, `Property 'DefinitionBody' is invalid: ${there.wrong}`, body.place);
  const own = isTruthy(there.value) ? there.value : undefined;
  const owner: Owner = { kind: "resource", id: api.id, place: body.place };
  if (own !== undefined) expect(own, owner, `DefinitionBody.paths.${route.path}.${route.method}`, "map");
  const paths = ensureMap(body, "paths", body.place);
  const item = ensureMap(paths, route.path, route.pathPlace, paths.entry(route.path)?.keyPlace ?? route.pathPlace);
  api.pathOrder?.add(route.path);
  const merged = new EditableMap(route.methodPlace, own?.kind === "map" ? own.entries() : []);
  const generated = get(get(made.get("paths"), route.path), methodKey(route.method));
  if (generated?.kind === "map") for (const { key, keyPlace, value } of generated.entries()) merged.set(key, value, keyPlace);
  item.set(route.method, merged, item.entry(route.method)?.keyPlace ?? route.methodPlace);
}

/** For a function SAM looks into the API's `Auth` before it comes to the event's. */
function checkApiAuth(api: Serverless): void {
  const auth = api.properties.get("Auth");
  if (isTruthy(auth)) expect(auth, { kind: "resource", id: api.id, place: api.place }, "Auth", "map");
}

/** What the event's `Auth` adds to the method (SAM: "ApiFunctionAuth"). */
export function addEventAuth(expansion: Expansion, event: ApiEvent, doc: EditableMap, paths: EditableMap): void {
  const auth = event.properties.get("Auth");
  if (!isTruthy(auth)) return;
  const apiAuth = expansion.look(event.api.properties.get("Auth"));
  const authorizer = auth.kind === "map" ? auth.get("Authorizer") : undefined;
  if (isTruthy(authorizer)) checkAuthorizer(expansion, event, authorizer, apiAuth);
  const scopes = get(auth, "AuthorizationScopes");
  if (isTruthy(scopes)) {
    if (!isA(scopes, "list")) refuseEvent(event.id, "Property 'Auth.AuthorizationScopes' should be a list.", scopes.place);
    if (!isTruthy(authorizer)) refuseEvent(event.id, "AuthorizationScopes works only when Authorizer is set", scopes.place);
  }
  const { path, method } = event.route;
  const key = get(auth, "ApiKeyRequired");
  const hasKey = key !== undefined && !isNull(key);
  const keyPlace = key?.place ?? auth.place;
  if (hasKey && !isTruthy(key) && !isTruthy(expansion.look(get(apiAuth, "ApiKeyRequired")))) {
    refuseEvent(event.id, `Unable to set ApiKeyRequired [${pythonText(key)}] on API method [${method}] for path [${path}] because the related API does not specify any ApiKeyRequired.`, keyPlace);
  }
  if (isTruthy(authorizer)) setAuthorizer(event, doc, paths, authorizer, scopes);
  if (hasKey) setApiKey(event, doc, paths, key);
  const policy = get(auth, "ResourcePolicy");
  if (!isTruthy(policy)) return;
  if (policy.kind !== "map") return refuseResource(event.id, "Property 'Auth.ResourcePolicy' should be a map.", policy.place);
  // For a state machine SAM knows no stage but one that the event names itself.
  const stage = event.user.type.endsWith("Function") ? scalar(policy.place, stageSuffix(event.api)) : event.properties.get("Stage");
  addResourcePolicy(doc, paths, policy, path, stage, expansion.parameters);
  addCustomStatements(doc, policy);
}

/** The stage's name where it is a text; SAM's permissions are named after it. */
export function stageSuffix(api: Serverless): string {
  return stringOf(api.properties.get("StageName")) ?? "Stage";
}

function checkAuthorizer(expansion: Expansion, event: ApiEvent, authorizer: Node, apiAuth: Node | undefined): void {
  const authorizers = expansion.look(get(apiAuth, "Authorizers"));
  if (isTruthy(authorizers)) expect(authorizers, { kind: "resource", id: event.api.id, place: event.api.place }, "Auth.Authorizers", "map");
  const name = stringOf(authorizer);
  if (name === "AWS_IAM") return;
  const where = `on API method [${event.route.method}] for path [${event.route.path}]`;
  const unable = `Unable to set Authorizer [${pythonText(authorizer)}] ${where}`;
  if (name === "NONE") {
    if (!isTruthy(get(apiAuth, "DefaultAuthorizer"))) {
      refuseEvent(event.id, `Unable to set Authorizer ${where} because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.`, authorizer.place);
    }
    return;
  }
  if (!isTruthy(authorizers)) refuseEvent(event.id, `${unable} because the related API does not define any Authorizers.`, authorizer.place);
  if (name === undefined || authorizers.kind !== "map") {
    return refuseEvent(event.id, `${unable}. The method authorizer must be a string with a corresponding dict entry in the api authorizer.`, authorizer.place);
  }
  if (!isTruthy(authorizers.get(name))) refuseEvent(event.id, `${unable} because it wasn't defined in the API's Authorizers.`, authorizer.place);
}

function setAuthorizer(event: ApiEvent, doc: EditableMap, paths: EditableMap, authorizer: Node, methodScopes: Node | undefined): void {
  const name = stringOf(authorizer);
  if (name === undefined) return;
  const { path, method } = event.route;
  const settings = get(get(event.api.properties.get("Auth"), "Authorizers"), name);
  for (const definition of methodDefinitions(paths, path, method)) {
    if (name !== "NONE" && settings !== undefined && settings.kind !== "map") refuseDocument(`Type of authorizer '${name}' must be a dictionary`, settings.place);
    const own = methodScopes !== undefined && !isNull(methodScopes) ? methodScopes : get(settings, "AuthorizationScopes");
    const scopes = name !== "NONE" && settings !== undefined && own !== undefined && !isNull(own) ? own : new EditableList(authorizer.place);
    const items = [...securityOf(definition, path, method), mapFrom(authorizer.place, [[name, scopes, authorizer.place]])];
    setSecurity(definition, items, authorizer.place);
    if (get(items[0], "AWS_IAM") !== undefined) addIamDefinition(doc, authorizer.place);
  }
}

function setApiKey(event: ApiEvent, doc: EditableMap, paths: EditableMap, key: Node): void {
  const { path, method } = event.route;
  const isRequired = isTruthy(key);
  for (const definition of methodDefinitions(paths, path, method)) {
    if (isRequired) addApiKeyDefinition(doc, key.place);
    // The marker api_key_false keeps the API's default away and disappears with it.
    const item = mapFrom(key.place, [[isRequired ? "api_key" : "api_key_false", new EditableList(key.place)]]);
    setSecurity(definition, [...securityOf(definition, path, method), item], key.place);
  }
}

