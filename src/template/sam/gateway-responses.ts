import type { Node } from "../../source/index.ts";
import { EditableMap, get, isIntrinsic, isTruthy, scalar } from "./editable.ts";
import { pythonText, refuseResource } from "./refusal.ts";
import type { Expansion, Serverless } from "./serverless.ts";
import { isIncluded, isSwagger, openSwagger } from "./swagger.ts";

/** `GatewayResponses`, which SAM prefixes and writes into the body (SAM: "ApiGatewayResponses"). */
export function addGatewayResponses(expansion: Expansion, api: Serverless): void {
  const entry = api.properties.entry("GatewayResponses");
  const responses = entry?.value;
  if (entry === undefined || !isTruthy(responses)) return;
  const body = api.properties.get("DefinitionBody");
  if (!isTruthy(body)) refuseResource(api.id, "GatewayResponses works only with inline Swagger specified in 'DefinitionBody' property.", entry.keyPlace);
  if (responses.kind !== "map") return;
  const types = expansion.inOrder(responses.keys());
  const responseOf = (type: string): Node => responses.get(type) ?? responses;
  for (const type of types) checkGatewayResponse(expansion, api.id, type, responseOf(type));
  if (isIncluded(body)) return;
  if (!isSwagger(body)) refuseResource(api.id, "Unable to add Auth configuration because 'DefinitionBody' does not contain a valid Swagger definition.", entry.keyPlace);
  const { doc } = openSwagger(api);
  for (const type of types) checkParameters(expansion, api.id, type, responseOf(type));
  const made = new Map(expansion.inOrder(types).map((type) => [type, gatewayResponse(api.id, responseOf(type))]));
  const there = doc.get(GATEWAY_RESPONSES);
  const target = new EditableMap(there?.place ?? responses.place, there?.kind === "map" ? there.entries() : []);
  for (const { key, keyPlace, value } of responses.entries()) target.set(key, made.get(key) ?? value, keyPlace);
  doc.set(GATEWAY_RESPONSES, target, entry.keyPlace);
}

const GATEWAY_RESPONSES = "x-amazon-apigateway-gateway-responses";
const RESPONSE_KEYS = ["ResponseParameters", "ResponseTemplates", "StatusCode"];
const PREFIXES = [["Headers", "header."], ["Paths", "path."], ["QueryStrings", "querystring."]] as const;

function checkGatewayResponse(expansion: Expansion, id: string, type: string, response: Node): void {
  if (isIntrinsic(response)) {
    refuseResource(id, "Unable to set GatewayResponses attribute because intrinsic functions are not supported for this field.", response.place);
  }
  if (response.kind !== "map") {
    refuseResource(id, `Invalid property type '${typeNameOf(response)}' for GatewayResponses. Expected an object of type 'GatewayResponse'.`, response.place);
  }
  for (const key of expansion.inOrder(response.keys())) {
    if (!RESPONSE_KEYS.includes(key)) refuseResource(id, `Invalid property '${key}' in 'GatewayResponses' property '${type}'.`, response.entry(key)?.keyPlace ?? response.place);
  }
}

function typeNameOf(node: Node): string {
  if (node.kind !== "scalar") return node.kind === "list" ? "list" : "dict";
  if (node.value === null) return "NoneType";
  return typeof node.value === "string" ? "Py27UniStr" : typeof node.value === "boolean" ? "bool" : Number.isInteger(node.value) ? "int" : "float";
}

/** SAM looks at all responses so far before it writes any. */
function checkParameters(expansion: Expansion, id: string, type: string, response: Node): void {
  const parameters = get(response, "ResponseParameters");
  if (isTruthy(parameters)) {
    if (parameters.kind !== "map") return refuseResource(id, `Property 'GatewayResponses.${type}.ResponseParameters' should be a map.`, parameters.place);
    for (const key of expansion.inOrder(parameters.keys())) {
      if (!PREFIXES.some(([name]) => name === key)) refuseResource(id, `Invalid gateway response parameter '${key}'`, parameters.entry(key)?.keyPlace ?? parameters.place);
    }
  }
  const status = get(response, "StatusCode");
  if (isTruthy(status) && !/^[0-9]{1,3}$/u.test(pythonText(status))) refuseResource(id, "Property 'StatusCode' must be numeric", status.place);
}

function gatewayResponse(id: string, response: Node): EditableMap {
  const given = get(response, "ResponseParameters");
  const parameters = isTruthy(given) && given.kind === "map" ? given : undefined;
  const status = get(response, "StatusCode");
  const made = new EditableMap(response.place);
  const target = new EditableMap(parameters?.place ?? response.place);
  for (const [name, prefix] of PREFIXES) {
    const entry = parameters?.entry(name);
    if (entry === undefined) continue;
    if (entry.value.kind !== "map") refuseResource(id, `Property 'ResponseParameters.${name}' should be a map.`, entry.value.place);
    for (const { key, keyPlace, value } of entry.value.entries()) target.set(`gatewayresponse.${prefix}${key}`, value, keyPlace);
  }
  const templates = get(response, "ResponseTemplates");
  made.set("responseParameters", target, parameters?.place);
  made.set("responseTemplates", isTruthy(templates) ? templates : new EditableMap(response.place));
  if (isTruthy(status)) made.set("statusCode", status.kind === "scalar" ? scalar(status.place, status.text) : status);
  return made;
}
