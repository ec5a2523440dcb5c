import type { MapNode, Node, Place } from "../../source/index.ts";
import { INTEGRATION, methodKey, pathItems, contentsAt } from "./body.ts";
import { addHttpCors } from "./cors.ts";
import { editItem, editList, editMap, EditableList, EditableMap, ensureMap, get, isLiteralTrue, isNoValue, isNull, isTruthy, mapFrom, ref, scalar, stringOf } from "./editable.ts";
import { shortHash } from "./hash.ts";
import { httpAuthorizers, securityScheme } from "./http-authorizers.ts";
import { domainV2 } from "./domain-v2.ts";
import { BODY_LOCATION, locationOf } from "./locations.ts";
import { derivedResource, mainResource } from "./made.ts";
import type { Made } from "./made.ts";
import { deepGet, expect, pythonText, pythonTypeName, refuseDocument, refuseResource } from "./refusal.ts";
import { authorizerPermission } from "./rest-auth.ts";
import type { Expansion, Serverless } from "./serverless.ts";
import { isIncluded, isOpenApi, openOpenApi } from "./swagger.ts";
import { propagateTags } from "./tags.ts";

const DEFAULT_STAGE = "$default";
const AUTH_KEYS = ["Authorizers", "DefaultAuthorizer", "EnableIamAuthorizer"];

/** What SAM makes of an `AWS::Serverless::HttpApi`: the API and its stage, domain, and permissions of authorizers. */
export function expandHttpApi(expansion: Expansion, api: Serverless): Made[] {
  expansion.checkSubstitutions(api, "CorsConfiguration", "Domain");
  const http = httpApi(expansion, api);
  const domain = domainV2(expansion, api, "httpapi:createdBy");
  const others = [...permissionsOf(expansion, api), ...domain, stageOf(api)];
  // The API itself has its tags in its body.
  propagateTags(others, api.properties.get("Tags"), isTruthy(api.properties.get("DefinitionBody")));
  return [http, ...others];
}

function httpApi(expansion: Expansion, api: Serverless): Made {
  const given = api.properties;
  const made = mainResource(api, "AWS::ApiGatewayV2::Api");
  const uri = given.entry("DefinitionUri");
  if (uri !== undefined && isTruthy(uri.value) && isTruthy(given.get("DefinitionBody"))) {
    refuseResource(api.id, "Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.", uri.keyPlace);
  }
  addHttpCors(expansion, api);
  addAuth(expansion, api);
  addTags(api);
  made.passTruthy(given, "FailOnWarnings");
  addDisabledEndpoint(api);
  addTitle(api);
  addDescription(api);
  renameDefaultPath(api);
  const body = given.entry("DefinitionBody");
  if (uri !== undefined && isTruthy(uri.value)) return made.set("BodyS3Location", locationOf(expansion, api.id, "DefinitionUri", uri.value, BODY_LOCATION), uri.keyPlace);
  if (body !== undefined && isTruthy(body.value)) return made.set("Body", body.value, body.keyPlace);
  return refuseResource(
    api.id,
    "'DefinitionUri' or 'DefinitionBody' are required properties of an 'AWS::Serverless::HttpApi'. Add a value for one of these properties or add a 'HttpApi' event to an 'AWS::Serverless::Function'.",
    api.place,
  );
}

function addAuth(expansion: Expansion, api: Serverless): void {
  const entry = api.properties.entry("Auth");
  const auth = entry?.value;
  if (entry === undefined || auth === undefined || !isTruthy(auth)) return;
  const body = api.properties.get("DefinitionBody");
  if (!isTruthy(body)) refuseResource(api.id, "Auth works only with inline OpenApi specified in the 'DefinitionBody' property.", entry.keyPlace);
  if (auth.kind !== "map") return;
  for (const { key, keyPlace } of auth.entries()) if (!AUTH_KEYS.includes(key)) refuseResource(api.id, "Invalid value for 'Auth' property", keyPlace);
  if (isIncluded(body)) return;
  if (!isOpenApi(body)) refuseResource(api.id, "Unable to add Auth configuration because 'DefinitionBody' does not contain a valid OpenApi definition.", entry.keyPlace);
  const { doc, paths } = openOpenApi(api);
  expansion.open(api);
  const authorizers = httpAuthorizers(expansion, api, auth);
  for (const authorizer of authorizers.values()) {
    const schemes = ensureMap(ensureMap(doc, "components", auth.place), "securitySchemes", auth.place);
    schemes.set(authorizer.name, securityScheme(api, authorizer), authorizer.place);
  }
  const standard = auth.get("DefaultAuthorizer");
  if (!isTruthy(standard) || isNoValue(standard)) return;
  const name = stringOf(expect(standard, { kind: "resource", id: api.id, place: auth.place }, "Auth.DefaultAuthorizer", "string")) ?? "";
  const authorizer = authorizers.get(name);
  if (authorizer === undefined) refuseResource(api.id, `Unable to set DefaultAuthorizer because '${name}' was not defined in 'Authorizers'.`, standard.place);
  const scopes = authorizer.settings?.get("AuthorizationScopes");
  const security = mapFrom(standard.place, [[name, scopes === undefined || isNull(scopes) ? new EditableList(standard.place) : scopes, standard.place]]);
  for (const path of expansion.pathsInOrder(api, paths)) secureMethods((keys) => expansion.methodsInOrder(api, keys), paths, path, security, standard.place);
}

/** The default authorizer goes to every method that has no security, but for OPTIONS: an ANY method answers preflights under it. */
function secureMethods(order: (keys: Iterable<string>) => string[], paths: EditableMap, path: string, security: Node, place: Place): void {
  for (const item of pathItems(paths, path)) {
    for (const key of order(item.keys())) {
      const method = methodKey(key);
      if (method === "parameters" || method === "options") continue;
      if (!item.has(method)) refuseDocument(`Could not find ${method} in ${path} within DefinitionBody.`, item.entry(key)?.keyPlace ?? item.place);
      for (const definition of contentsAt(item, key)) {
        if (!(definition instanceof EditableMap)) return refuseDocument(`Definition of method '${key}' for path '${path}' should be a map.`, definition?.place ?? item.place);
        if (isTruthy(definition.get(INTEGRATION)) && !isTruthy(definition.get("security"))) definition.set("security", new EditableList(place, [security]), place);
      }
    }
  }
}

const TAG = "httpapi:createdBy";

/** Tags become tags of the OpenAPI document, to which SAM adds its own. */
function addTags(api: Serverless): void {
  const entry = api.properties.entry("Tags");
  const given = entry?.value;
  const place = given?.place ?? api.place;
  const body = api.properties.get("DefinitionBody");
  if (entry !== undefined && isTruthy(given) && !isTruthy(body)) {
    refuseResource(api.id, "Tags works only with inline OpenApi specified in the 'DefinitionBody' property.", entry.keyPlace);
  }
  if (!isTruthy(body)) return;
  if (entry !== undefined && isTruthy(given) && !isOpenApi(body) && !isIncluded(body)) {
    refuseResource(api.id, "Unable to add `Tags` because 'DefinitionBody' does not contain a valid OpenApi definition.", entry.keyPlace);
  }
  if (!isOpenApi(body)) return;
  const tags = new EditableMap(place, given?.kind === "map" ? given.entries() : []);
  tags.set(TAG, scalar(tags.place, "SAM"));
  api.properties.set("Tags", tags, entry?.keyPlace);
  const { doc } = openOpenApi(api);
  const there = doc.get("tags");
  if (isTruthy(there) && there.kind !== "list") refuseDocument(`Tags in OpenApi DefinitionBody needs to be a list. ${pythonText(there)} is a ${pythonTypeName(there)} not a list.`, there.place);
  if (!isTruthy(there)) doc.set("tags", new EditableList(tags.place));
  const list = editList(doc, "tags");
  for (const { key, keyPlace, value } of tags.entries()) {
    const index = list?.items.findIndex((item) => stringOf(get(item, "name")) === key) ?? -1;
    const item = list === undefined || index < 0 ? undefined : editItem(list, index);
    if (item instanceof EditableMap) item.set("x-amazon-apigateway-tag-value", value, keyPlace);
    else list?.items.push(mapFrom(keyPlace, [["name", scalar(keyPlace, key)], ["x-amazon-apigateway-tag-value", value]]));
  }
}

const ENDPOINT = "x-amazon-apigateway-endpoint-configuration";

function addDisabledEndpoint(api: Serverless): void {
  const entry = api.properties.entry("DisableExecuteApiEndpoint");
  if (entry === undefined || isNull(entry.value)) return;
  if (!isTruthy(api.properties.get("DefinitionBody"))) refuseResource(api.id, "DisableExecuteApiEndpoint works only within 'DefinitionBody' property.", entry.keyPlace);
  const { doc } = openOpenApi(api);
  if (!doc.has("servers")) doc.set("servers", new EditableList(entry.value.place, [new EditableMap(entry.value.place)]), entry.keyPlace);
  const servers = editList(doc, "servers");
  for (const index of servers?.items.keys() ?? []) {
    const server = servers === undefined ? undefined : editItem(servers, index);
    if (!(server instanceof EditableMap)) return refuseDocument("Value of 'servers' item must be a dictionary according to Swagger spec.", server?.place ?? doc.place);
    ensureMap(server, ENDPOINT, entry.value.place, entry.keyPlace).set("disableExecuteApiEndpoint", entry.value, entry.keyPlace);
  }
}

function infoOf(api: Serverless, key: string, property: string, tail: string): Node | undefined {
  const body = api.properties.get("DefinitionBody");
  const place = api.properties.entry(property)?.keyPlace ?? api.place;
  if (!isTruthy(body)) return refuseResource(api.id, `${property} works only with inline OpenApi specified in the 'DefinitionBody' property.`, place);
  const found = deepGet(body, ["info", key]);
  if ("wrong" in found) return refuseResource(api.id, `Invalid 'DefinitionBody': ${found.wrong}${tail}`, body.place);
  return found.value;
}

function addTitle(api: Serverless): void {
  const name = api.properties.get("Name");
  if (!isTruthy(name)) return;
  const title = infoOf(api, "title", "Name", ".");
  if (stringOf(get(title, "Ref")) !== "AWS::StackName") {
    refuseResource(api.id, "Unable to set Name because it is already defined within inline OpenAPI specified in the 'DefinitionBody' property.", name.place);
  }
  ensureMap(openOpenApi(api).doc, "info", name.place).set("title", name, api.properties.entry("Name")?.keyPlace);
}

function addDescription(api: Serverless): void {
  const description = api.properties.get("Description");
  if (!isTruthy(description)) return;
  if (isTruthy(infoOf(api, "description", "Description", "'."))) {
    refuseResource(api.id, "Unable to set Description because it is already defined within inline OpenAPI specified in the 'DefinitionBody' property.", description.place);
  }
  ensureMap(openOpenApi(api).doc, "info", description.place).set("description", description, api.properties.entry("Description")?.keyPlace);
}

/** `$default` is no path that API Gateway imports without a warning, so with FailOnWarnings it becomes `/$default`. */
function renameDefaultPath(api: Serverless): void {
  const body = editMap(api.properties, "DefinitionBody");
  if (!isTruthy(api.properties.get("FailOnWarnings")) || body === undefined) return;
  const paths = editMap(body, "paths");
  const entry = paths?.entry(DEFAULT_STAGE);
  if (paths === undefined || entry === undefined) return;
  paths.delete(DEFAULT_STAGE);
  paths.set(`/${DEFAULT_STAGE}`, entry.value, entry.keyPlace);
}

function permissionsOf(expansion: Expansion, api: Serverless): Made[] {
  const auth = api.properties.get("Auth");
  if (auth?.kind !== "map" || !isTruthy(auth)) return [];
  return [...httpAuthorizers(expansion, api, auth).values()].flatMap(({ name, place, settings }) => {
    const functionArn = settings?.get("FunctionArn");
    if (!isTruthy(functionArn) || !isLiteralTrue(expansion.look(settings?.get("EnableFunctionDefaultPermissions")))) return [];
    return [authorizerPermission(api, `${api.id}${name}AuthorizerPermission`, functionArn, "${AWS::Partition}", place)];
  });
}

function stageOf(api: Serverless): Made {
  const given = api.properties;
  const name = isTruthy(given.get("StageName")) ? given.get("StageName") : undefined;
  const text = name === undefined ? DEFAULT_STAGE : (stringOf(name) ?? "");
  const isWord = /^[\p{L}\p{N}]+$/u.test(text);
  const id = isWord ? `${api.id}${text}Stage` : text === DEFAULT_STAGE ? `${api.id}ApiGatewayDefaultStage` : `${api.id}Stage${shortHash(text)}`;
  return derivedResource(api, id, "AWS::ApiGatewayV2::Stage")
    .set("ApiId", ref(api.place, api.id))
    .set("StageName", name ?? scalar(api.place, DEFAULT_STAGE), given.entry("StageName")?.keyPlace)
    .pass(given as MapNode, "StageVariables", "AccessLogSettings", "DefaultRouteSettings", "Tags")
    .set("AutoDeploy", scalar(api.place, true))
    .pass(given, "RouteSettings");
}
