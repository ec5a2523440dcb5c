import type { Template, World, WorldResource } from "../template/index.ts";
import type { DetachedPart, Snapshot } from "./model.ts";
import { resourcesOf } from "./references.ts";

/**
 * The REST API's deployments, each with the methods and gateway responses that it does not wait for (D4): CloudFormation may create it
 * before them, and its snapshot then lacks them. What SAM makes is left out, as its methods stand in the API's body. So is what another
 * stack adds: in which order stacks are deployed, and what deploys the API after them, stands in no template.
 */
export function restSnapshots(world: World, apiId: string): readonly Snapshot[] {
  const parts = [...resourcesOf(world, "AWS::ApiGateway::Method", "RestApiId", apiId), ...resourcesOf(world, "AWS::ApiGateway::GatewayResponse", "RestApiId", apiId)];
  return resourcesOf(world, "AWS::ApiGateway::Deployment", "RestApiId", apiId)
    .filter((deployment) => deployment.expandedFrom === undefined)
    .map((deployment) => snapshotOf(world.template, deployment, parts.filter((part) => part.stack === deployment.stack)));
}

const DETACHED = [
  ["AWS::ApiGateway::Method", "method"],
  ["AWS::ApiGateway::GatewayResponse", "gateway response"],
] as const;

/**
 * What stands beside an API of SAM and belongs to it. A deployment that the template defines itself may take it, and with `AlwaysDeploy` SAM
 * makes a new one each time; elsewhere a change to it never goes live.
 */
export function detachedParts(world: World, apiId: string): readonly DetachedPart[] {
  const deployments = resourcesOf(world, "AWS::ApiGateway::Deployment", "RestApiId", apiId);
  const isSams = deployments.length > 0 && deployments.every(({ expandedFrom }) => expandedFrom !== undefined);
  if (!isSams || deployments.some(isMadeEachTime)) return [];
  const api = world.resources.get(apiId);
  if (!api) return [];
  return DETACHED.flatMap(([type, what]) =>
    resourcesOf(world, type, "RestApiId", apiId)
      .filter(({ expandedFrom, stack }) => expandedFrom === undefined && stack === api.stack)
      .map(({ id, place }): DetachedPart => ({ id, what, place, api: { id: apiId, place: api.place } })),
  );
}

/** SAM's `AlwaysDeploy`: the text that SAM writes into the deployment comes from there. */
export function isMadeEachTime({ expandedFrom, properties }: WorldResource): boolean {
  return expandedFrom !== undefined && properties.get("Description").place.segment === "AlwaysDeploy";
}

function snapshotOf(template: Template, deployment: WorldResource, parts: readonly WorldResource[]): Snapshot {
  // The CDK names them all, so that nothing else need be read.
  const named = new Set(template.referencesFrom(deployment.id).map(({ to }) => to));
  const awaited = parts.every((part) => named.has(part.id)) ? named : reachableFrom(template, deployment.id);
  return {
    id: deployment.id,
    place: deployment.body.entry("DependsOn")?.value.place ?? deployment.place,
    missing: parts.filter((part) => !awaited.has(part.id)).map(({ id, place }) => ({ id, place })),
  };
}

/** Everything that is created before it: what it refers to or depends on, and what that does. */
function reachableFrom(template: Template, id: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { to } of template.referencesFrom(next)) {
      if (seen.has(to)) continue;
      seen.add(to);
      waiting.push(to);
    }
  }
  return seen;
}
