import { listNode } from "../../source/index.ts";
import type { MapNode, Node, Place } from "../../source/index.ts";
import { contentsAt, isOpenApi3, pathItems, refusePathItem } from "./body.ts";
import { editMap, EditableMap, ensureMap, get, isTruthy, mapFrom, ref, scalar } from "./editable.ts";
import { deepGet, refuseDocument } from "./refusal.ts";
import { PREFIX } from "./serverless.ts";
import type { Serverless } from "./serverless.ts";

/** A body in which SAM can add to paths: Swagger 2 of any version text, or OpenAPI 3. */
export function isSwagger(node: Node | undefined): node is MapNode {
  if (node?.kind !== "map" || node.get("paths")?.kind !== "map") return false;
  return isTruthy(node.get("swagger")) || (isTruthy(node.get("openapi")) && isOpenApi3(node.get("openapi")));
}

export function isOpenApi(node: Node | undefined): node is MapNode {
  return node?.kind === "map" && node.get("paths")?.kind === "map" && isOpenApi3(node.get("openapi"));
}

/**
 * A body that `AWS::Include` fetches from a bucket. CloudFormation does that before it runs SAM, which then sees a document; the translator on
 * a developer's machine sees the function and refuses it (aws/aws-sam-cli#4661). Nothing of what SAM makes of it is known here.
 */
export function isIncluded(node: Node | undefined): boolean {
  return node?.kind === "map" && node.get("Fn::Transform") !== undefined;
}

/** What SAM starts from where a template gives an API no definition. */
export function skeletonOf(type: string, place: Place): EditableMap {
  const info = mapFrom(place, [["version", scalar(place, "1.0")], ["title", ref(place, "AWS::StackName")]]);
  const version = type === `${PREFIX}HttpApi` ? (["openapi", scalar(place, "3.0.1")] as const) : (["swagger", scalar(place, "2.0")] as const);
  return mapFrom(place, [version, ["info", info], ["paths", new EditableMap(place)]]);
}

const checked = new WeakSet<EditableMap>();

/** The body and its paths, ready to be edited. SAM refuses what is no Swagger document, and paths that are no maps. */
export function openSwagger(api: Serverless): { readonly doc: EditableMap; readonly paths: EditableMap } {
  const body = api.properties.get("DefinitionBody");
  if (!isSwagger(body)) {
    return refuseDocument("Invalid Swagger document or the Swagger document is not explicitly defined in 'DefinitionBody'.", body?.place ?? api.place);
  }
  return opened(api);
}

export function openOpenApi(api: Serverless): { readonly doc: EditableMap; readonly paths: EditableMap } {
  const body = api.properties.get("DefinitionBody");
  if (!isOpenApi(body)) {
    return refuseDocument("Invalid OpenApi document. Invalid values or missing keys for 'openapi' or 'paths' in 'DefinitionBody'.", body?.place ?? api.place);
  }
  for (const path of [["components", "securitySchemes"]]) {
    const found = deepGet(body, path);
    if ("wrong" in found) refuseDocument(`Invalid OpenApi document: ${found.wrong}`, body.place);
  }
  return opened(api, false);
}

function opened(api: Serverless, checksPaths = true): { readonly doc: EditableMap; readonly paths: EditableMap } {
  const doc = ensureMap(api.properties, "DefinitionBody", api.place);
  const paths = ensureMap(doc, "paths", doc.place);
  if (checksPaths && !checked.has(doc)) {
    for (const path of paths.keys()) pathItems(paths, path);
    checked.add(doc);
  }
  return { doc, paths };
}

/** SAM writes OpenAPI 3 by moving and wrapping what it wrote as Swagger 2; a body that calls itself Swagger stays as it is. */
export function postprocessOpenApi(doc: EditableMap, version: Node | undefined): void {
  const swagger = doc.get("swagger");
  if (swagger !== undefined && !(swagger.kind === "scalar" && swagger.value === null)) return;
  const openapi = doc.get("openapi");
  const normalized = openapi !== undefined && version === undefined ? openapi : version;
  if (!isTruthy(normalized) || !isOpenApi3(normalized)) return;
  moveToComponents(doc, "securityDefinitions", "securitySchemes");
  moveToComponents(doc, "definitions", "schemas");
  const paths = doc.get("paths");
  if (!isTruthy(paths)) return;
  if (paths.kind !== "map") return refuseDocument("Value of paths must be a dictionary according to Swagger spec.", paths.place);
  const editable = ensureMap(doc, "paths", doc.place);
  for (const path of editable.keys()) postprocessPath(editable, path);
}

function moveToComponents(doc: EditableMap, from: string, to: string): void {
  const entry = doc.entry(from);
  if (entry === undefined || !isTruthy(entry.value)) return;
  ensureMap(doc, "components", entry.value.place).set(to, entry.value, entry.keyPlace);
  doc.delete(from);
}

function postprocessPath(paths: EditableMap, path: string): void {
  const item = editMap(paths, path);
  if (item === undefined) return refusePathItem(path, paths.get(path)?.place ?? paths.place);
  if (!isTruthy(item.get("options"))) return;
  const options = editMap(item, "options");
  if (options === undefined) {
    return refuseDocument(`Value of options method for path ${path} must be a dictionary according to Swagger spec.`, item.get("options")?.place ?? item.place);
  }
  options.delete("produces");
  options.delete("consumes");
  if (options.has("responses")) wrapHeaders(options, path);
}

function wrapHeaders(options: EditableMap, path: string): void {
  const found = deepGet(options.get("responses"), ["200", "headers"]);
  const place = options.get("responses")?.place ?? options.place;
  if ("wrong" in found) return refuseDocument(`Invalid responses in options method for path ${path}: ${found.wrong}.`, place);
  if (!isTruthy(found.value)) return;
  if (found.value.kind !== "map") {
    return refuseDocument(`Value of response's headers in options method for path ${path} must be a dictionary according to Swagger spec.`, found.value.place);
  }
  const response = ensureMap(ensureMap(options, "responses", place), "200", place);
  const headers = ensureMap(response, "headers", place);
  for (const { key, keyPlace, value } of [...headers.entries()]) headers.set(key, mapFrom(value.place, [["schema", value]]), keyPlace);
}

/** The definition of API keys, which SAM adds once. */
export function addApiKeyDefinition(doc: EditableMap, place: Place): void {
  addDefinition(doc, "api_key", place, [["type", "apiKey"], ["name", "x-api-key"], ["in", "header"]]);
}

export function addIamDefinition(doc: EditableMap, place: Place): void {
  addDefinition(doc, "AWS_IAM", place, [["x-amazon-apigateway-authtype", "awsSigv4"], ["type", "apiKey"], ["name", "Authorization"], ["in", "header"]]);
}

function addDefinition(doc: EditableMap, name: string, place: Place, pairs: readonly (readonly [string, string])[]): void {
  const definitions = securityDefinitions(doc, place);
  if (!definitions.has(name)) definitions.set(name, mapFrom(place, pairs.map(([key, text]) => [key, scalar(place, text)])), place);
}

/** `securityDefinitions`, made where there are none. */
export function securityDefinitions(doc: EditableMap, place: Place): EditableMap {
  return ensureMap(doc, "securityDefinitions", place);
}

/** Models, which SAM writes in lower case. */
export function addModels(doc: EditableMap, models: MapNode): void {
  for (const { value } of models.entries()) {
    if (!isTruthy(get(value, "type"))) refuseDocument("'Models' schema is missing 'type'.", value.place);
  }
  const definitions = ensureMap(doc, "definitions", models.place);
  for (const { key, keyPlace, value } of models.entries()) definitions.set(key.toLowerCase(), value, keyPlace);
}

/** Where AWS reads the address of a body: a local file keeps its name, for whoever can read it. */
export function isConditional(paths: EditableMap, path: string): boolean {
  return contentsAt(paths, path).length !== 1 || paths.get(path)?.kind !== "map" || get(paths.get(path), "Fn::If") !== undefined;
}

export function emptyList(place: Place): Node {
  return listNode(place, []);
}
