import { referencesTo, resourcesOf } from "../aws/references.ts";
import type { Api } from "../aws/index.ts";
import { isMadeEachTime } from "../aws/snapshots.ts";
import type { SnapshotChange, StaleDeployment, StaleDoubt } from "../linter/index.ts";
import type { View, WorldResource } from "../template/index.ts";
import type { TemplateChanges } from "./resource-changes.ts";
import { snapshotChanges } from "./snapshot.ts";

/** A deployment of the new version, and the stage that serves it. */
interface Serving {
  readonly deployment: WorldResource;
  readonly stage: string | undefined;
}

/**
 * The deployments that keep an old snapshot (D1 to D3, HS1): the logical id is the same, nothing makes CloudFormation replace it, and
 * something that it would take has changed. What SAM and CDK make has a hash of the API in its id; HTTP APIs with `AutoDeploy` and function
 * URLs need no deployment.
 */
export function staleDeployments(before: Api, after: Api, changes: TemplateChanges): readonly StaleDeployment[] {
  if ((after.kind !== "rest" && after.kind !== "http") || after.kind !== before.kind || after.id !== before.id) return [];
  if (after.kind === "http" && after.webSocket) return [];
  if (changes.replaces(after.id) === "yes") return [];
  const kept = servingsOf(after).filter(({ deployment }) => isKept(deployment, before, changes));
  if (kept.length === 0) return [];
  const inSnapshot = snapshotChanges(before, after, changes);
  if (inSnapshot.length === 0) return [];
  return kept.flatMap(({ deployment, stage }) => {
    const own = inSnapshot.filter(({ id }) => stackOf(id, before, after) === deployment.stack);
    return own.length === 0 ? [] : [{ id: deployment.id, place: deployment.place, stage, changes: own, madeFor: deployment.expandedFrom, doubt: doubtOf(after, deployment, stage, own, changes) }];
  });
}

/** What another stack adds is live once something deploys the API after it, and what that is stands in no template. */
function stackOf(id: string, before: Api, after: Api): string | undefined {
  return (after.world.resources.get(id) ?? before.world.resources.get(id))?.stack;
}

function isKept(deployment: WorldResource, before: Api, changes: TemplateChanges): boolean {
  const earlier = before.world.resources.get(deployment.id);
  return earlier?.type === deployment.type && changes.replaces(deployment.id) !== "yes" && !isMadeEachTime(deployment);
}

/** Deployments that a stage serves, each once; one that no stage in view serves may be served from elsewhere. */
function servingsOf(api: Api): readonly Serving[] {
  const [family, property] = api.kind === "rest" ? (["AWS::ApiGateway", "RestApiId"] as const) : (["AWS::ApiGatewayV2", "ApiId"] as const);
  const deployments = resourcesOf(api.world, `${family}::Deployment`, property, api.id);
  const stages = resourcesOf(api.world, `${family}::Stage`, property, api.id);
  const served = new Map<string, string>();
  for (const { id: stage, properties } of stages) {
    const id = properties.get("DeploymentId").reference()?.resource?.id;
    if (id !== undefined && !mayBeAutomatic(properties.get("AutoDeploy"))) served.set(id, stageName(properties.get("StageName"), stage));
  }
  for (const { id, properties } of deployments) {
    const name = properties.get("StageName");
    if (name.kind !== "absent" && !served.has(id)) served.set(id, stageName(name, id));
  }
  const isOutOfView = served.size === 0 && stages.length === 0;
  return deployments.filter(({ id }) => served.has(id) || isOutOfView).map((deployment) => ({ deployment, stage: served.get(deployment.id) }));
}

function mayBeAutomatic(autoDeploy: View): boolean {
  return autoDeploy.kind !== "absent" && autoDeploy.boolean() !== false;
}

/** One that depends on parameters is called by its resource: the finding is one for all of them. */
function stageName(name: View, resource: string): string {
  const text = name.assumes.length === 0 ? name.known() : undefined;
  return `the stage ${text ?? resource}`;
}

function doubtOf(api: Api, deployment: WorldResource, stage: string | undefined, inSnapshot: readonly SnapshotChange[], changes: TemplateChanges): StaleDoubt | undefined {
  if (changes.replaces(deployment.id) === "maybe") return { kind: "elsewhere", why: "CloudFormation may replace the deployment for another change" };
  const custom = customResourceOn(api, deployment);
  if (custom !== undefined) return { kind: "elsewhere", why: `the custom resource ${custom} may deploy it` };
  if (stage === undefined) return { kind: "elsewhere", why: "the stage is in another template" };
  if (!inSnapshot.some(({ isCertain }) => isCertain)) return { kind: "unconfirmed", why: "another parameter brings a value in, and it is not known whether the value is another" };
  // Whether CORS of an HTTP API waits for a deployment is not documented (HS2).
  if (api.kind === "http" && inSnapshot.every(({ id }) => id === api.id)) return { kind: "unconfirmed", why: "AWS does not document whether a CORS configuration waits for a deployment" };
  return undefined;
}

function customResourceOn(api: Api, deployment: WorldResource): string | undefined {
  const { world } = api;
  for (const id of [api.id, deployment.id]) {
    for (const { from } of referencesTo(world.template, id)) {
      const resource = world.resources.get(from);
      const isCustom = resource?.type === "AWS::CloudFormation::CustomResource" || resource?.type.startsWith("Custom::");
      // To be told its URL is not to be handed the API.
      if (isCustom && resource?.properties.entries().some(({ value }) => value.reference()?.id === id)) return from;
    }
  }
  return undefined;
}
