import { resourcesOf } from "../aws/references.ts";
import type { Api } from "../aws/index.ts";
import type { SnapshotChange } from "../linter/index.ts";
import type { View, WorldResource } from "../template/index.ts";
import type { TemplateChanges } from "./resource-changes.ts";
import { fingerprintOf } from "./resolved.ts";

/** A kind of resource that a deployment takes into its snapshot (docs/aws-behaviour.md, D2 and HS1). */
interface Part {
  readonly noun: string;
  /** Properties that clients notice; absent: all but those that only name it. */
  readonly properties?: ReadonlySet<string>;
}

const REST_PARTS: ReadonlyMap<string, Part> = new Map([
  ["AWS::ApiGateway::Resource", { noun: "the resource" }],
  ["AWS::ApiGateway::Method", { noun: "the method" }],
  ["AWS::ApiGateway::GatewayResponse", { noun: "the gateway response" }],
  ["AWS::ApiGateway::Authorizer", { noun: "the authorizer" }],
  ["AWS::ApiGateway::RequestValidator", { noun: "the request validator" }],
  ["AWS::ApiGateway::Model", { noun: "the model" }],
]);

const HTTP_PARTS: ReadonlyMap<string, Part> = new Map([
  ["AWS::ApiGatewayV2::Route", { noun: "the route" }],
  ["AWS::ApiGatewayV2::Integration", { noun: "the integration" }],
  ["AWS::ApiGatewayV2::Authorizer", { noun: "the authorizer" }],
]);

/** Properties of the API itself that a snapshot takes. */
const REST_API: Part = { noun: "the definition of", properties: new Set(["Body", "BodyS3Location", "BinaryMediaTypes", "Policy", "ApiKeySourceType", "MinimumCompressionSize", "CloneFrom"]) };
const HTTP_API: Part = { noun: "the definition of", properties: new Set(["Body", "BodyS3Location", "CorsConfiguration", "RouteSelectionExpression"]) };

/** They only tell people what it is. */
const NAMES: ReadonlySet<string> = new Set(["Description", "OperationName", "Name"]);

/** Of an OpenAPI document, what no client notices. */
const REMARKS: ReadonlySet<string> = new Set(["description", "summary", "operationId", "externalDocs", "info"]);

/** What differs between the snapshots that would be taken of an API before and after, in the order of the template; removed parts last. */
export function snapshotChanges(before: Api, after: Api, changes: TemplateChanges): readonly SnapshotChange[] {
  const parts = after.kind === "rest" ? REST_PARTS : HTTP_PARTS;
  const own = after.kind === "rest" ? REST_API : HTTP_API;
  const found: SnapshotChange[] = [];
  const lookAt = (id: string): boolean => changes.touchesAll || changes.resources.has(id);
  if (lookAt(after.id)) found.push(...changeOf(before.world.resources.get(before.id), after.world.resources.get(after.id), own));
  for (const [type, part] of parts) {
    const old = new Map(partsOf(before, type).map((resource) => [resource.id, resource]));
    const added: SnapshotChange[] = [];
    const unnamed = new Map<string, SnapshotChange>();
    for (const resource of partsOf(after, type)) {
      const earlier = old.get(resource.id);
      old.delete(resource.id);
      if (!lookAt(resource.id)) continue;
      const [change] = changeOf(earlier, resource, part);
      if (change === undefined) continue;
      added.push(change);
      if (!earlier) unnamed.set(fingerprint(resource.properties, part), change);
    }
    // What only has a new logical id leaves the snapshot as it is.
    const removed = [...old.values()].filter((resource) => {
      const renamed = unnamed.get(fingerprint(resource.properties, part));
      if (renamed) added.splice(added.indexOf(renamed), 1);
      return renamed === undefined;
    });
    found.push(...added, ...removed.flatMap((resource) => changeOf(resource, undefined, part)));
  }
  return found;
}

function partsOf(api: Api, type: string): readonly WorldResource[] {
  return resourcesOf(api.world, type, api.kind === "rest" ? "RestApiId" : "ApiId", api.id);
}

function changeOf(before: WorldResource | undefined, after: WorldResource | undefined, part: Part): readonly SnapshotChange[] {
  const shown = after ?? before;
  if (!shown) return [];
  const what = `${part.noun} ${shown.id}`;
  if (!after) return [{ id: shown.id, what, how: "removed", isCertain: true, place: shown.place }];
  if (!before) return [{ id: shown.id, what, how: "added", isCertain: true, place: shown.place }];
  if (fingerprint(before.properties, part) === fingerprint(after.properties, part)) return [];
  const isCertain = fingerprint(before.properties, part, true) !== fingerprint(after.properties, part, true);
  return [{ id: shown.id, what, how: "changed", isCertain, place: changedPlace(before.properties, after.properties, part) ?? after.place }];
}

function fingerprint(properties: View, { properties: telling }: Part, blursParameters = false): string {
  const isRemark = (key: string, value: View): boolean => REMARKS.has(key) && (value.kind === "scalar" || key === "info" || key === "externalDocs");
  return properties
    .entries()
    .filter(({ key }) => (telling ? telling.has(key) : !NAMES.has(key)))
    .map(({ key, value }) => `${key} ${fingerprintOf(value, { blursParameters, ...(telling?.has("Body") && { ignores: isRemark }) })}`)
    .sort()
    .join("\n");
}

/** The property that differs, where it is a single one. */
function changedPlace(before: View, after: View, part: Part): View["place"] | undefined {
  const differing = after.entries().filter(({ key, value }) => (part.properties?.has(key) ?? !NAMES.has(key)) && fingerprintOf(value) !== fingerprintOf(before.get(key)));
  return differing.length === 1 ? differing[0]?.keyPlace : undefined;
}
