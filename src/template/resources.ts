import type { Entry, MapNode, Node } from "../source/index.ts";
import { textOf } from "./intrinsics.ts";
import type { Resource, Template } from "./types.ts";

/** Where resources come from, by their ids. */
export interface ResourceOrigin {
  readonly expandedFrom: ReadonlyMap<string, string>;
  readonly constructPathOf?: ((logicalId: string) => string | undefined) | undefined;
  readonly stackOf?: ((id: string) => string | undefined) | undefined;
}

/** The `Resources` section: each entry that is a map, whether AWS would take it or not. */
export function resourcesOf(root: MapNode, origin: ResourceOrigin): ReadonlyMap<string, Resource> {
  const resources = new Map<string, Resource>();
  const section = root.get("Resources");
  if (section?.kind !== "map") return resources;
  for (const entry of section.entries()) {
    if (entry.value.kind === "map" && !entry.key.startsWith("Fn::")) resources.set(entry.key, resourceOf(entry, entry.value, origin));
  }
  return resources;
}

function resourceOf({ key, keyPlace }: Entry, body: MapNode, { expandedFrom, constructPathOf, stackOf }: ResourceOrigin): Resource {
  return {
    id: key,
    type: textOf(body.get("Type")) ?? "",
    place: keyPlace,
    body,
    condition: textOf(body.get("Condition")),
    dependsOn: dependenciesOf(body.get("DependsOn")),
    constructPath: writtenPath(body.get("Metadata")) ?? constructPathOf?.(key),
    expandedFrom: expandedFrom.get(key),
    stack: stackOf?.(key),
  };
}

function dependenciesOf(node: Node | undefined): Resource["dependsOn"] {
  const items = node?.kind === "list" ? node.items : node === undefined ? [] : [node];
  return items.flatMap((item) => {
    const id = textOf(item);
    return id === undefined ? [] : [{ id, place: item.place }];
  });
}

function writtenPath(metadata: Node | undefined): string | undefined {
  return metadata?.kind === "map" ? textOf(metadata.get("aws:cdk:path")) : undefined;
}

const SERVERLESS_TRANSFORM = "AWS::Serverless-2016-10-31";

/** The names in the root's `Transform`, in the order in which AWS runs them. */
export function transformsOf(root: MapNode): readonly { readonly name: string; readonly node: Node }[] {
  const section = root.get("Transform");
  const items = section === undefined ? [] : section.kind === "list" ? section.items : [section];
  return items.flatMap((node) => {
    const name = textOf(node.kind === "map" ? node.get("Name") : node);
    return name === undefined ? [] : [{ name, node }];
  });
}

/** Whether the template itself asks for SAM's macro. */
export function namesSam(root: MapNode): boolean {
  return transformsOf(root).some(({ name }) => name === SERVERLESS_TRANSFORM);
}

/**
 * Whether SAM's macro makes resources of it. Fragments and test inputs leave the transform out; their `AWS::Serverless` types mean nothing
 * without it, so it is taken to be meant.
 */
export function isSam(root: MapNode): boolean {
  if (namesSam(root)) return true;
  const resources = root.get("Resources");
  if (resources?.kind !== "map") return false;
  for (const { value } of resources.entries()) {
    if (value.kind === "map" && textOf(value.get("Type"))?.startsWith("AWS::Serverless::")) return true;
  }
  return false;
}

/** Which tool wrote the template, as its own marks show. */
export function formatOf(root: MapNode, resources: ReadonlyMap<string, Resource>): Template["format"] {
  if (isSam(root)) return "sam";
  if (resources.has("ServerlessDeploymentBucket") || resources.has("ServerlessDeploymentBucketPolicy")) return "serverless";
  const parameters = root.get("Parameters");
  if (parameters?.kind === "map" && parameters.has("BootstrapVersion")) return "cdk";
  for (const { type, constructPath } of resources.values()) if (constructPath !== undefined || type === "AWS::CDK::Metadata") return "cdk";
  return "cloudformation";
}
