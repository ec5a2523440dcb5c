import type { Template, World, WorldResource } from "../template/index.ts";
import type { Snapshot } from "./model.ts";
import { resourcesOf } from "./references.ts";

const adjacency = new WeakMap<Template, ReadonlyMap<string, readonly string[]>>();

/**
 * The REST API's deployments, each with the methods and gateway responses that it does not wait for (D4): CloudFormation may create it
 * before them, and its snapshot then lacks them. What SAM makes is left out, as its methods stand in the API's body.
 */
export function restSnapshots(world: World, apiId: string): readonly Snapshot[] {
  const parts = [...resourcesOf(world, "AWS::ApiGateway::Method", "RestApiId", apiId), ...resourcesOf(world, "AWS::ApiGateway::GatewayResponse", "RestApiId", apiId)];
  return resourcesOf(world, "AWS::ApiGateway::Deployment", "RestApiId", apiId)
    .filter((deployment) => deployment.expandedFrom === undefined)
    .map((deployment) => snapshotOf(world.template, deployment, parts));
}

function snapshotOf(template: Template, deployment: WorldResource, parts: readonly WorldResource[]): Snapshot {
  const awaited = reachableFrom(template, deployment.id);
  return {
    id: deployment.id,
    place: deployment.body.entry("DependsOn")?.value.place ?? deployment.place,
    missing: parts.filter((part) => !awaited.has(part.id)).map(({ id, place }) => ({ id, place })),
  };
}

/** Everything that is created before it: what it refers to or depends on, and what that does. */
function reachableFrom(template: Template, id: string): ReadonlySet<string> {
  const edges = adjacency.get(template) ?? edgesOf(template);
  adjacency.set(template, edges);
  const seen = new Set<string>();
  const waiting = [...(edges.get(id) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(edges.get(next) ?? []));
  }
  return seen;
}

function edgesOf(template: Template): ReadonlyMap<string, readonly string[]> {
  const edges = new Map<string, string[]>();
  for (const { from, to } of template.references) {
    const targets = edges.get(from);
    if (targets) targets.push(to);
    else edges.set(from, [to]);
  }
  return edges;
}
