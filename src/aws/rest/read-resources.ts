import { describe } from "../../source/index.ts";
import type { View, World, WorldResource } from "../../template/index.ts";
import { referredId, resourcesOf } from "../references.ts";
import { accessOfResource } from "./access.ts";
import { integrationOfResource, methodResponsesOfResource } from "./read-integration.ts";
import type { MethodSpec } from "./spec.ts";
import { validationOfResource } from "./validation.ts";

export const METHOD = "AWS::ApiGateway::Method";
export const RESOURCE = "AWS::ApiGateway::Resource";
export const REST_API = "AWS::ApiGateway::RestApi";

/** The methods of an API that are resources of their own (1.1). */
export function methodsFromResources(world: World, apiId: string): readonly MethodSpec[] {
  const paths = new Map<string, readonly string[]>();
  return resourcesOf(world, METHOD, "RestApiId", apiId).map((resource) => {
    const { properties } = resource;
    const method = properties.get("HttpMethod");
    const apiKey = properties.get("ApiKeyRequired");
    return {
      segments: pathOf(properties.get("ResourceId"), apiId, world, paths),
      method: method.known()?.toUpperCase() ?? `${describe(method.text())}`,
      place: method.kind === "absent" ? resource.place : method.place,
      resource: properties,
      written: [properties],
      constructPath: resource.constructPath,
      access: accessOfResource(properties),
      apiKey: { required: apiKey.kind === "absent" ? "no" : apiKey.boolean() === undefined ? "maybe" : apiKey.boolean() ? "yes" : "no", place: apiKey.place },
      validation: validationOfResource(properties),
      integration: integrationOfResource(properties.get("Integration")),
      methodResponses: methodResponsesOfResource(properties.get("MethodResponses")),
    } satisfies MethodSpec;
  });
}

/** The path that a `ResourceId` or `ParentId` stands for. What lies above what is in view reads as `${…}`. */
export function pathOf(view: View, apiId: string, world: World, paths: Map<string, readonly string[]>): readonly string[] {
  const chain: WorldResource[] = [];
  const seen = new Set<string>();
  let base: readonly string[] | undefined;
  for (let current = view; base === undefined; ) {
    const reference = current.reference();
    const resource = reference?.resource;
    const known = resource && paths.get(resource.id);
    if (known) base = known;
    else if (resource?.type === RESOURCE && !seen.has(resource.id)) {
      seen.add(resource.id);
      chain.push(resource);
      current = resource.properties.get("ParentId");
    } else base = isRoot(current, apiId) ? [] : [`\${${shortened(referredId(current) ?? "parent")}}`];
  }
  let path = base;
  for (const resource of chain.reverse()) {
    // AWS allows far fewer segments; a longer chain would cost its square.
    if (path.length < 300) path = [...path, segmentOf(resource.properties.get("PathPart"))];
    paths.set(resource.id, path);
  }
  return path;
}

/** A part that is not known is named for what it comes from. */
function segmentOf(view: View): string {
  const text = view.text();
  if (text.kind === "known") return text.text;
  return text.kind === "pattern" ? describe(text).replaceAll("/", "") : `\${${shortened(referredId(view) ?? "PathPart")}}`;
}

/** The root of an API is `RootResourceId`; one that another stack hands over is known by its name only. */
function isRoot(view: View, apiId: string): boolean {
  const reference = view.reference();
  if (reference?.attribute === "RootResourceId") return true;
  if (reference?.resource?.type === REST_API) return reference.id === apiId;
  const text = reference ? `${reference.id} ${reference.attribute ?? ""}` : (referredId(view) ?? "");
  return /root/iu.test(text);
}

/** An expression as a part of a path. */
function shortened(text: string): string {
  return text.replace(/[^\w:.-]+/gu, " ").trim().replaceAll(" ", "-").slice(0, 60);
}
