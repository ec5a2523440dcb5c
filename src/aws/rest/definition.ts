import type { Place, Tri, Value } from "../../source/index.ts";
import { mapKnown } from "../../source/index.ts";
import type { View, World, WorldResource } from "../../template/index.ts";
import { apiDocument, isHidden, openApiDocument, type OpenApiDocument } from "../openapi/index.ts";
import { referencesFromKind, resourcesOf } from "../references.ts";
import type { RestApi } from "../model.ts";
import { isBinaryFor } from "./answers.ts";
import { gatewayResponsesFromDocument, gatewayResponsesFromResources, type ReadGatewayResponse } from "./gateway-responses.ts";
import { exportsOf, isBelow, openResources } from "./open-resources.ts";
import { ResourcePolicy } from "./policy.ts";
import { methodsFromDocument } from "./read-body.ts";
import { METHOD, methodsFromResources } from "./read-resources.ts";
import type { RestSurroundings } from "./server.ts";
import type { MethodSpec } from "./spec.ts";

type OutOfView = RestApi["outOfView"][number];

/** All that a template writes about one REST API, in one scenario. */
export interface RestDefinition {
  readonly id: string;
  readonly name: string;
  readonly place: Place;
  readonly resource: WorldResource | undefined;
  readonly document: RestApi["document"];
  readonly methods: readonly MethodSpec[];
  readonly gatewayResponses: readonly ReadGatewayResponse[];
  readonly outOfView: readonly OutOfView[];
  /** Why there may be a method for a path that is not in view. */
  readonly hiddenMethods: (path: string) => string | undefined;
  /** Why there may be gateway responses that are not in view. */
  readonly hiddenGateway: string | undefined;
  readonly endpoint: RestApi["endpoint"];
  readonly binaryMediaTypes: RestApi["binaryMediaTypes"];
  readonly treatsAsBinary: RestSurroundings["treatsAsBinary"];
  readonly policy: ResourcePolicy | undefined;
  readonly apiKeySource: RestSurroundings["apiKeySource"];
  readonly hasFirewall: boolean;
}

const METHODS: ReadonlySet<string> = new Set(["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"]);

/** Reads an API of this template, or (`resource` is `undefined`) what this template adds to one of another. */
export function readDefinition(world: World, id: string, resource: WorldResource | undefined): RestDefinition {
  const place = resource?.place ?? resourcesOf(world, METHOD, "RestApiId", id)[0]?.properties.get("RestApiId").place ?? resourcesOf(world, "AWS::ApiGateway::GatewayResponse", "RestApiId", id)[0]?.place ?? world.view(world.template.root).place;
  const hidden: OutOfView[] = resource ? hiddenParts(world, resource) : [{ what: `the rest of the API ${displayed(id)} is in another stack`, place }];
  const document = resource && readBody(world, resource, hidden);
  const hiddenGateway = hidden[0]?.what;
  hidden.push(...(document?.outOfView ?? []));
  const root = document?.root;

  const [elsewhere] = hidden;
  const open = resource ? openResources(world, resource.id) : [];

  const methods = [...(document ? methodsFromDocument(document, resource.constructPath) : []), ...methodsFromResources(world, id)];
  const usable = methods.filter(({ method }) => METHODS.has(method));
  const [unusable] = methods.filter(({ method }) => !METHODS.has(method));
  const unread = unusable && { what: "a method whose HttpMethod is not known", place: unusable.place };
  const hiddenWhole = elsewhere ?? unread;

  const property = (name: string, extension: string): View | undefined => {
    const own = resource?.properties.get(name);
    return own && own.kind !== "absent" ? own : root?.get(extension);
  };
  const types = [...listed(resource?.properties.get("BinaryMediaTypes")), ...listed(root?.get("x-amazon-apigateway-binary-media-types"))].map((type) => ({ ...type, value: mapKnown(type.value, (text) => text.replaceAll("~1", "/")) }));
  const policy = property("Policy", "x-amazon-apigateway-policy");
  return {
    id,
    name: resource?.properties.get("Name").known() ?? root?.get("info").get("title").known() ?? displayed(id),
    place,
    resource,
    document: document && apiDocument(document),
    methods: usable,
    gatewayResponses: [...(root ? gatewayResponsesFromDocument(root) : []), ...gatewayResponsesFromResources(world, id)],
    outOfView: [...hidden, ...(unread ? [unread] : []), ...open],
    hiddenMethods: (path) => hiddenWhole?.what ?? open.find(({ segments }) => isBelow(path, segments))?.what,
    hiddenGateway,
    endpoint: endpointOf(resource, root),
    binaryMediaTypes: types,
    treatsAsBinary: binaryTrouble(types, place, resource === undefined),
    policy: policy === undefined || policy.kind === "absent" ? undefined : new ResourcePolicy(policy),
    apiKeySource: apiKeySourceOf(property("ApiKeySourceType", "x-amazon-apigateway-api-key-source"), resource),
    hasFirewall: hasFirewall(world, id),
  };
}

/** The id of an API of another stack may be the text of an expression. */
function displayed(id: string): string {
  return id.replace(/^"(.*)"$/su, "$1");
}

/** Macros, nested stacks that get hold of the API, and exports that let other stacks add to it. */
function hiddenParts(world: World, resource: WorldResource): OutOfView[] {
  const { template } = world;
  const hidden: OutOfView[] = template.opaque.filter((opaque) => opaque.resource === undefined || opaque.resource === resource.id).map(({ what, place }) => ({ what: `${what} may change the API`, place }));
  for (const { from, place, via } of referencesFromKind(template, "AWS::CloudFormation::Stack", resource.id)) {
    if (via !== "DependsOn" && world.resources.has(from)) hidden.push({ what: `the nested stack ${from} may add to the API`, place });
  }
  for (const { key, value, reference } of exportsOf(world)) {
    if (reference?.id === resource.id && reference.attribute === "RootResourceId") hidden.push({ what: `the output ${key} lets other stacks add to the API`, place: value.place });
  }
  return hidden;
}

/** The API's OpenAPI document, from the template or from a file of the project. */
function readBody(world: World, { properties }: WorldResource, hidden: OutOfView[]): OpenApiDocument | undefined {
  const body = properties.get("Body");
  if (body.kind === "map" && !isHidden(body)) return openApiDocument(body, world);
  if (body.kind !== "absent") {
    hidden.push({ what: body.reason ?? "the API's definition is not in view", place: body.place });
    return undefined;
  }
  const location = properties.get("BodyS3Location");
  if (location.kind === "absent") return undefined;
  const file = location.known() ?? assetOf(location.get("Key").known(), world.template);
  const read = file === undefined || file.includes("://") ? undefined : world.template.readLocal(location.place, file);
  if (read && "root" in read && read.root.kind === "map") return openApiDocument(world.view(read.root), world);
  hidden.push({ what: read && "refused" in read ? `the API's definition is out of view: ${read.refused}` : "the API's definition is in an S3 bucket", place: location.place });
  return undefined;
}

/** Where CDK puts a file that it uploads as `<hash>.yaml`. */
function assetOf(key: string | undefined, template: World["template"]): string | undefined {
  const file = key === undefined ? undefined : template.assetFile?.(key);
  return file ?? (key === undefined || !/^[0-9a-f]{64}\.(?:ya?ml|json)$/u.test(key) ? undefined : `asset.${key}`);
}

function listed(view: View | undefined): readonly { readonly value: Value; readonly place: Place }[] {
  if (view === undefined || view.kind === "absent") return [];
  if (view.kind === "list") return view.items().map((item) => ({ value: item.text(), place: item.place }));
  return [{ value: view.text(), place: view.place }];
}

/** Of an API in another stack the binary media types are not known; the usual case is that there are none. */
function binaryTrouble(types: RestApi["binaryMediaTypes"], place: Place, isForeign: boolean): RestSurroundings["treatsAsBinary"] {
  const anything = "*/*";
  const culprit = types.find(({ value }) => isBinaryFor([{ value }], anything) === "yes") ?? types[0];
  const all: Tri = isForeign ? "no" : isBinaryFor(types, anything);
  // Whether other types than any type matter is not confirmed (B6): never certain.
  const json: Tri = isForeign || isBinaryFor(types, "application/json") === "no" ? "no" : "maybe";
  return { all, json, place: culprit?.place ?? place };
}

function endpointOf(resource: WorldResource | undefined, root: View | undefined): RestApi["endpoint"] {
  if (resource === undefined) return "unknown";
  const own = resource.properties.get("EndpointConfiguration");
  const configuration = own.kind === "absent" ? root?.get("x-amazon-apigateway-endpoint-configuration") : own;
  if (configuration === undefined || configuration.kind === "absent") return "edge";
  const types = configuration.get(own.kind === "absent" ? "types" : "Types");
  if (types.kind === "absent" && configuration.kind === "map") return own.kind === "absent" ? "regional" : "edge";
  switch ((types.items()[0] ?? types).known()?.toUpperCase()) {
    case "EDGE":
      return "edge";
    case "REGIONAL":
      return "regional";
    case "PRIVATE":
      return "private";
    default:
      return "unknown";
  }
}

function apiKeySourceOf(view: View | undefined, resource: WorldResource | undefined): RestSurroundings["apiKeySource"] {
  if (view === undefined || view.kind === "absent") return resource ? "header" : "unknown";
  switch (view.known()?.toUpperCase()) {
    case "HEADER":
      return "header";
    case "AUTHORIZER":
      return "authorizer";
    default:
      return "unknown";
  }
}

/** A web ACL is associated with a stage of the API. */
function hasFirewall(world: World, id: string): boolean {
  const associations = [...world.ofType("AWS::WAFv2::WebACLAssociation"), ...world.ofType("AWS::WAFRegional::WebACLAssociation")];
  return associations.some(({ properties }) => properties.get("ResourceArn").mentions().some((mention) => mention.id === id || isStageOf(world.resources.get(mention.id), id)));
}

function isStageOf(resource: WorldResource | undefined, id: string): boolean {
  return resource?.type === "AWS::ApiGateway::Stage" && resource.properties.get("RestApiId").reference()?.id === id;
}
