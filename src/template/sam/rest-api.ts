import { listNode } from "../../source/index.ts";
import type { MapNode, Node } from "../../source/index.ts";
import { isOpenApi3 } from "./body.ts";
import { addRestCors } from "./cors.ts";
import { editItem, editList, editMap, EditableList, EditableMap, ensureMap, get, isLiteralTrue, isNull, isTruthy, mapFrom, ref, scalar, stringOf } from "./editable.ts";
import { shortHash } from "./hash.ts";
import { BODY_LOCATION, locationOf } from "./locations.ts";
import { derivedResource, mainResource } from "./made.ts";
import type { Made } from "./made.ts";
import { notAMap, refuseDocument, refuseResource } from "./refusal.ts";
import { addGatewayResponses } from "./gateway-responses.ts";
import { addRestAuth, authorizerPermissions } from "./rest-auth.ts";
import { restDomain } from "./rest-domain.ts";
import type { Expansion, Serverless } from "./serverless.ts";
import { addModels, isIncluded, isSwagger, openSwagger, postprocessOpenApi } from "./swagger.ts";
import { propagateTags, tagList } from "./tags.ts";
import { usagePlan } from "./usage-plan.ts";

/** What SAM makes of an `AWS::Serverless::Api`: the API, its deployment and stage, domain, permissions and usage plan. */
export function expandRestApi(expansion: Expansion, api: Serverless): Made[] {
  expansion.checkSubstitutions(api, "BinaryMediaTypes", "Domain", "Auth");
  const rest = restApi(expansion, api);
  const domain = restDomain(expansion, api);
  const { deployment, stage } = deploymentAndStage(expansion, api, rest);
  const made = [rest, deployment, stage, ...authorizerPermissions(expansion, api), ...domain, ...usagePlan(expansion, api, stage)];
  propagateTags(made, api.properties.get("Tags"), isTruthy(expansion.look(api.properties.get("PropagateTags"))));
  return made;
}

function restApi(expansion: Expansion, api: Serverless): Made {
  const given = api.properties;
  checkDefinition(api, given);
  const made = mainResource(api, "AWS::ApiGateway::RestApi").pass(given, "BinaryMediaTypes", "MinimumCompressionSize");
  setEndpoint(expansion, api, made);
  addRestCors(expansion, api);
  addRestAuth(expansion, api);
  addGatewayResponses(expansion, api);
  addBinaryMediaTypes(expansion, api);
  addModelsOf(api);
  made.passTruthy(given, "FailOnWarnings");
  addDisabledEndpoint(api);
  const uri = given.entry("DefinitionUri");
  const body = given.entry("DefinitionBody");
  if (uri !== undefined && isTruthy(uri.value)) {
    made.set("BodyS3Location", locationOf(expansion, api.id, "DefinitionUri", uri.value, BODY_LOCATION), uri.keyPlace);
  } else if (body !== undefined && isTruthy(body.value)) {
    const doc = editMap(given, "DefinitionBody");
    if (doc !== undefined) postprocessOpenApi(doc, given.get("OpenApiVersion"));
    made.set("Body", doc ?? body.value, body.keyPlace);
  }
  return made.passTruthy(given, "Name", "Description", "Mode", "ApiKeySourceType", "Policy", "SecurityPolicy", "EndpointAccessMode");
}

function checkDefinition(api: Serverless, given: EditableMap): void {
  const uri = given.entry("DefinitionUri");
  if (uri !== undefined && isTruthy(uri.value)) {
    if (isTruthy(given.get("DefinitionBody"))) refuseResource(api.id, "Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.", uri.keyPlace);
    const merge = given.entry("MergeDefinitions");
    if (merge !== undefined && isTruthy(merge.value)) refuseResource(api.id, "Cannot set 'MergeDefinitions' to True when using `DefinitionUri`.", merge.keyPlace);
  }
  const version = given.get("OpenApiVersion");
  if (isTruthy(version) && !(version.kind === "scalar" && /^[2-3](\.\d)(\.\d)?$/u.test(version.text))) {
    refuseResource(api.id, "The OpenApiVersion value must be of the format '3.0.0'.", version.place);
  }
}

function setEndpoint(expansion: Expansion, api: Serverless, made: Made): void {
  const entry = api.properties.entry("EndpointConfiguration");
  const value = entry?.value;
  if (entry === undefined || !isTruthy(value)) return;
  const type = get(value, "Type");
  const types = (node: Node): EditableMap => mapFrom(value.place, [["Types", listNode(node.place, [node])]]);
  if (!isTruthy(type)) {
    made.set("Parameters", mapFrom(value.place, [["endpointConfigurationTypes", value]])).set("EndpointConfiguration", types(value), entry.keyPlace);
    return;
  }
  const endpoints = ["VPCEndpointIds", "VpcEndpointIds"].filter((key) => get(value, key) !== undefined);
  if (endpoints.length > 1) refuseResource(api.id, "'VPCEndpointIds' and 'VpcEndpointIds' cannot be used together in EndpointConfiguration.", value.place);
  const configuration = types(type);
  if (endpoints[0] !== undefined) configuration.setIfGiven("VpcEndpointIds", get(value, endpoints[0]));
  configuration.setIfGiven("IpAddressType", get(value, "IpAddressType"));
  made.set("Parameters", mapFrom(value.place, [["endpointConfigurationTypes", type]])).set("EndpointConfiguration", configuration, entry.keyPlace);
}

function addBinaryMediaTypes(expansion: Expansion, api: Serverless): void {
  const entry = api.properties.entry("BinaryMediaTypes");
  if (entry === undefined || !isTruthy(entry.value) || !isTruthy(api.properties.get("DefinitionBody"))) return;
  const { doc } = openSwagger(api);
  doc.set("x-amazon-apigateway-binary-media-types", withSlashes(expansion, entry.value, 0), entry.keyPlace);
}

/** `~1` stands for a slash in BinaryMediaTypes. */
function withSlashes(expansion: Expansion, node: Node, depth: number): Node {
  if (depth > 20) return node;
  if (node.kind === "list") return new EditableList(node.place, node.items.map((item) => withSlashes(expansion, item, depth + 1)));
  if (node.kind === "map") {
    const looked = expansion.look(node) ?? node;
    if (looked !== node) return looked.kind === "scalar" && looked.text.includes("~1") ? withSlashes(expansion, looked, depth + 1) : node;
    return new EditableMap(node.place, Array.from(node.entries(), ({ key, keyPlace, value }) => ({ key: key.replaceAll("~1", "/"), keyPlace, value: withSlashes(expansion, value, depth + 1) })));
  }
  const text = stringOf(node);
  return text === undefined || !text.includes("~1") ? node : scalar(node.place, text.replaceAll("~1", "/"));
}

function addModelsOf(api: Serverless): void {
  const entry = api.properties.entry("Models");
  const models = entry?.value;
  if (entry === undefined || !isTruthy(models)) return;
  const body = api.properties.get("DefinitionBody");
  if (!isTruthy(body)) refuseResource(api.id, "Models works only with inline Swagger specified in 'DefinitionBody' property.", entry.keyPlace);
  if (isIncluded(body)) return;
  if (!isSwagger(body)) refuseResource(api.id, "Unable to add Models definitions because 'DefinitionBody' does not contain a valid Swagger definition.", entry.keyPlace);
  if (models.kind !== "map") return;
  for (const { value } of models.entries()) if (value.kind !== "map") refuseResource(api.id, "Invalid value for 'Models' property", value.place);
  const { doc } = openSwagger(api);
  addModels(doc, models);
  postprocessOpenApi(doc, api.properties.get("OpenApiVersion"));
}

const ENDPOINT = "x-amazon-apigateway-endpoint-configuration";

function addDisabledEndpoint(api: Serverless): void {
  const entry = api.properties.entry("DisableExecuteApiEndpoint");
  if (entry === undefined || isNull(entry.value)) return;
  if (!isTruthy(api.properties.get("DefinitionBody"))) refuseResource(api.id, "DisableExecuteApiEndpoint works only within 'DefinitionBody' property.", entry.keyPlace);
  if (isIncluded(api.properties.get("DefinitionBody"))) return;
  const { doc } = openSwagger(api);
  const write = (target: EditableMap, sentence: string): void => {
    const there = target.get(ENDPOINT);
    if (there !== undefined && there.kind !== "map") refuseDocument(`${sentence}: ${notAMap(ENDPOINT)}.`, there.place);
    ensureMap(target, ENDPOINT, entry.value.place, entry.keyPlace).set("disableExecuteApiEndpoint", entry.value, entry.keyPlace);
  };
  if (!isTruthy(doc.get("openapi")) || !isOpenApi3(doc.get("openapi"))) return write(doc, "Invalid OpenAPI definition");
  if (!doc.has("servers")) doc.set("servers", new EditableList(entry.value.place, [new EditableMap(entry.value.place)]), entry.keyPlace);
  const servers = editList(doc, "servers");
  for (const index of servers?.items.keys() ?? []) {
    const server = servers === undefined ? undefined : editItem(servers, index);
    if (!(server instanceof EditableMap)) refuseDocument(`Invalid OpenAPI definition of 'servers[${index}]': It should be a map.`, server?.place ?? doc.place);
    write(server, `Invalid OpenAPI definition of 'servers[${index}]'`);
  }
}

/** The deployment's id changes with the body, as SAM's does; `AlwaysDeploy` makes it change each time, which cannot be seen here. */
function deploymentAndStage(expansion: Expansion, api: Serverless, rest: Made): { readonly deployment: Made; readonly stage: Made } {
  const given = api.properties;
  const place = api.place;
  const body = rest.properties.get("Body") ?? rest.properties.get("BodyS3Location");
  const version = given.get("OpenApiVersion");
  const hashed = mapFrom(place, [["body", body], ["version", version], ["domain", given.get("Domain")], ["always", isLiteralTrue(given.get("AlwaysDeploy")) ? scalar(place, true) : undefined]]);
  const hash = body === undefined ? "" : shortHash(expansion.parameters.resolve(hashed));
  const deployment = derivedResource(api, `${api.id}Deployment${hash}`, "AWS::ApiGateway::Deployment").set("RestApiId", ref(place, api.id));
  // Its place tells who looks at the deployment that it is a new one each time.
  const always = isLiteralTrue(given.get("AlwaysDeploy")) ? given.get("AlwaysDeploy")?.place : undefined;
  if (body !== undefined) deployment.set("Description", scalar(always ?? place, `RestApi deployment id: ${hash}`));
  // Without OpenApiVersion SAM leaves a second stage behind, named Stage.
  if (!isTruthy(version)) deployment.set("StageName", scalar(place, "Stage"));
  const stage = derivedResource(api, stageId(api, given.get("StageName")), "AWS::ApiGateway::Stage")
    .set("RestApiId", ref(place, api.id))
    .set("DeploymentId", ref(place, deployment.id))
    .pass(given, "StageName", "CacheClusterEnabled", "CacheClusterSize", "Variables", "MethodSettings", "AccessLogSetting", "CanarySetting", "TracingEnabled");
  const tags = given.entry("Tags");
  if (tags?.value.kind === "map") stage.set("Tags", tagList(tags.value.place, tags.value as MapNode), tags.keyPlace);
  return { deployment, stage };
}

/** `<Api><Stage>Stage`, or a hash of names that are no part of a logical id; an intrinsic function adds nothing. */
export function stageId(api: Serverless, name: Node | undefined): string {
  const text = stringOf(name) ?? "";
  return /^[\p{L}\p{N}]+$/u.test(text) ? `${api.id}${text}Stage` : `${api.id}Stage${shortHash(text)}`;
}
