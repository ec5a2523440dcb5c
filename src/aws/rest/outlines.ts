import type { Node } from "../../source/index.ts";
import type { Resource, Template, World } from "../../template/index.ts";
import type { ApiOutline } from "../model.ts";
import { referredId } from "../references.ts";
import { RestApiModel } from "./api.ts";
import { readDefinition } from "./definition.ts";
import { REST_API } from "./read-resources.ts";

/** Branches of `Fn::If` that are followed to see which APIs a resource may belong to. */
const MAX_DEPTH = 8;

/**
 * The REST APIs of a template, in the order in which they are written: those that it defines, then those of other stacks to which it adds
 * methods or gateway responses.
 */
export function restApiOutlines(template: Template): readonly ApiOutline[] {
  const members = new Map<string, string[]>();
  const own = new Set<string>();
  const rest = [...template.resources.values()].filter(({ type }) => type.startsWith("AWS::ApiGateway::"));
  if (rest.length === 0) return [];
  for (const { id, type } of rest) {
    if (type !== REST_API) continue;
    own.add(id);
    members.set(id, [id]);
  }
  const foreign = new Set<string>();
  const world = template.world(template.scenarios([]).all[0]);
  for (const resource of rest) {
    for (const api of apisOf(resource, world)) {
      const group = members.get(api);
      if (group) group.push(resource.id);
      else members.set(api, [resource.id]);
      if (!own.has(api) && MAKES_AN_API.has(resource.type)) foreign.add(api);
    }
  }
  return [...own, ...foreign].map((id) => outline(template, id, members.get(id) ?? []));
}

/** What this template may add to an API of another. A stage or a deployment alone says nothing about CORS. */
const MAKES_AN_API: ReadonlySet<string> = new Set(["AWS::ApiGateway::Method", "AWS::ApiGateway::GatewayResponse"]);

function outline(template: Template, id: string, members: readonly string[]): ApiOutline {
  const isOwn = template.resources.get(id)?.type === REST_API;
  return {
    kind: "rest",
    id,
    template,
    members,
    build(world, declarations) {
      const resource = isOwn ? world.resources.get(id) : undefined;
      if (isOwn && resource === undefined) return undefined;
      const definition = readDefinition(world, id, resource);
      const isEmpty = definition.methods.length === 0 && definition.gatewayResponses.length === 0;
      return !isOwn && isEmpty ? undefined : new RestApiModel(world, definition, declarations);
    },
  };
}

/** The APIs that a resource belongs to, in any scenario. */
function apisOf(resource: Resource, world: World): readonly string[] {
  const properties = resource.body.get("Properties");
  const node = properties?.kind === "map" ? properties.get("RestApiId") : undefined;
  if (node === undefined) return [];
  return branchesOf(node, MAX_DEPTH).flatMap((branch) => referredId(world.view(branch)) ?? []);
}

function branchesOf(node: Node, depth: number): readonly Node[] {
  const condition = node.kind === "map" && node.size === 1 ? node.get("Fn::If") : undefined;
  if (condition?.kind !== "list" || depth === 0) return [node];
  return condition.items.slice(1).flatMap((branch) => branchesOf(branch, depth - 1));
}
