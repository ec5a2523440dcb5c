import type { Node } from "../../source/index.ts";
import { INTEGRATION, isOpenApi3, methodDefinitions } from "./body.ts";
import { editList, editMap, EditableList, EditableMap, ensureMap, get, isIntrinsic, isNull, isTruthy, mapFrom, scalar, stringOf } from "./editable.ts";
import type { ApiEvent } from "./api-event.ts";
import { isA, pythonText, refuseEvent } from "./refusal.ts";

/** `RequestModel` of an event: the body's schema and whether it is validated (SAM: "RequestModel"). */
export function addRequestModel(event: ApiEvent, doc: EditableMap, paths: EditableMap): void {
  const request = event.properties.get("RequestModel");
  const model = get(request, "Model");
  if (!isTruthy(request) || !isTruthy(model)) return;
  const { path, method } = event.route;
  const unable = `on API method [${method}] for path [${path}]`;
  const refuse = (why: string): never => refuseEvent(event.id, `Unable to set RequestModel [${pythonText(model)}] ${unable} ${why}`, model.place);
  const models = event.api.properties.get("Models");
  if (!isTruthy(models)) return refuse("because the related API does not define any Models.");
  if (!isIntrinsic(models) && models.kind !== "map") return refuse("because the related API Models defined is of invalid type.");
  const name = stringOf(model);
  if (name === undefined) return refuse("because the related API does not contain valid Models.");
  if (!isTruthy(get(models, name))) return refuse("because it wasn't defined in the API's Models.");
  const required = get(request, "Required");
  for (const definition of methodDefinitions(paths, path, method)) addModel(definition, doc, name.toLowerCase(), model, required);
  const body = get(request, "ValidateBody");
  const parameters = get(request, "ValidateParameters");
  const isGiven = (node: Node | undefined): node is Node => node !== undefined && !isNull(node);
  if (!isGiven(body) && !isGiven(parameters)) return;
  if ([body, parameters].some((node) => isGiven(node) && !isA(node, "boolean"))) {
    refuseEvent(event.id, `Unable to set Validator to RequestModel [${name}] ${unable} ValidateBody and ValidateParameters must be a boolean type, strings or intrinsics are not supported.`, request.place);
  }
  const no = scalar(request.place, false);
  addValidator(event, doc, paths, isGiven(body) ? body : no, isGiven(parameters) ? parameters : no);
}

function addModel(definition: EditableMap, doc: EditableMap, name: string, model: Node, required: Node | undefined): void {
  const { place } = model;
  const swagger = doc.get("swagger");
  if (swagger !== undefined && !isNull(swagger)) {
    const parameter = mapFrom(place, [["in", scalar(place, "body")], ["name", scalar(place, name)], ["schema", mapFrom(place, [["$ref", scalar(place, `#/definitions/${name}`)]])]]);
    appendTo(definition, "parameters", parameter.setIfGiven("required", required));
  } else if (isOpenApi3(doc.get("openapi"))) {
    const schema = mapFrom(place, [["schema", mapFrom(place, [["$ref", scalar(place, `#/components/schemas/${name}`)]])]]);
    const body = mapFrom(place, [["content", mapFrom(place, [["application/json", schema]])]]);
    definition.set("requestBody", body.setIfGiven("required", required), place);
  }
}

function appendTo(definition: EditableMap, key: string, item: Node): void {
  const list = editList(definition, key);
  if (list !== undefined) list.items.push(item);
  else definition.set(key, new EditableList(item.place, [item]), item.place);
}

const VALIDATORS = "x-amazon-apigateway-request-validators";

function addValidator(event: ApiEvent, doc: EditableMap, paths: EditableMap, body: Node, parameters: Node): void {
  const name = isTruthy(body) ? (isTruthy(parameters) ? "body-and-params" : "body-only") : isTruthy(parameters) ? "params-only" : "no-validation";
  const validators = ensureMap(doc, VALIDATORS, body.place);
  if (!isTruthy(validators.get(name))) validators.set(name, mapFrom(body.place, [["validateRequestBody", body], ["validateRequestParameters", parameters]]), body.place);
  for (const definition of methodDefinitions(paths, event.route.path, event.route.method)) definition.set("x-amazon-apigateway-request-validator", scalar(body.place, name), body.place);
}

const PARAMETER = /^method\.request\.(?:querystring|path|header)\./u;
const WRONG = "Invalid value for 'RequestParameters' property.";

interface RequestParameter {
  readonly name: string;
  readonly node: Node;
  readonly required: Node;
  readonly isCached: boolean;
}

/** `RequestParameters` of an event: names, or names with what is required of them (SAM: "RequestParameter"). */
export function addRequestParameters(event: ApiEvent, paths: EditableMap): void {
  const given = event.properties.get("RequestParameters");
  if (!isTruthy(given) || given.kind === "scalar") return;
  // SAM goes through the keys of a map, and an intrinsic function has one that is no parameter.
  const items = given.kind === "list" ? given.items : Array.from(given.entries(), ({ key, keyPlace }) => scalar(keyPlace, key));
  const parameters = items.map((item) => requestParameter(event, item));
  for (const definition of methodDefinitions(paths, event.route.path, event.route.method)) {
    if (!definition.has("parameters")) definition.set("parameters", new EditableList(given.place), given.place);
    for (const parameter of parameters) addParameter(definition, parameter);
  }
}

function requestParameter(event: ApiEvent, item: Node): RequestParameter {
  const no = scalar(item.place, false);
  const entry = item.kind === "map" ? [...item.entries()][0] : undefined;
  const name = item.kind === "map" ? entry?.key : stringOf(item);
  if (name === undefined) return refuseEvent(event.id, `${WRONG} Property must be either a string or an object`, item.place);
  if (!PARAMETER.test(name)) {
    refuseEvent(event.id, `${WRONG} Keys must be in the format 'method.request.[querystring|path|header].{value}', e.g 'method.request.header.Authorization'.`, item.place);
  }
  if (entry === undefined) return { name, node: item, required: no, isCached: false };
  const { value } = entry;
  if (value.kind !== "map" || [...value.keys()].some((key) => key !== "Required" && key !== "Caching")) {
    return refuseEvent(event.id, `${WRONG} Values must be an object, e.g { Required: true, Caching: false }`, value.place);
  }
  return { name, node: item, required: value.get("Required") ?? no, isCached: isTruthy(value.get("Caching")) };
}

function addParameter(definition: EditableMap, { name, node, required, isCached }: RequestParameter): void {
  const { place } = node;
  const [location = "", ...rest] = name.replaceAll("method.request.", "").split(".");
  const pairs = [["in", scalar(place, location === "querystring" ? "query" : location)], ["name", scalar(place, rest.join("."))], ["required", required], ["type", scalar(place, "string")]] as const;
  appendTo(definition, "parameters", mapFrom(place, pairs));
  const integration = editMap(definition, INTEGRATION);
  if (isCached && integration !== undefined) appendTo(integration, "cacheKeyParameters", scalar(place, name));
}
