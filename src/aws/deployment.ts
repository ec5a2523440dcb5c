import type { Place, Tri, Value } from "../source/index.ts";
import { describe, known } from "../source/index.ts";
import type { World, WorldResource } from "../template/index.ts";
import type { Deployment } from "./model.ts";
import { referencesTo, resourcesOf } from "./references.ts";
import { detachedParts, restSnapshots } from "./snapshots.ts";

interface ServingStage {
  readonly name: Value;
  readonly place: Place;
  readonly live: Tri;
}

/**
 * Whether a stage serves the REST API (1.11): a `Deployment` that names a stage itself, or a `Stage` that points at one. Where neither is
 * in view it is `no` only if nothing out of view could deploy it.
 */
export function restDeployment(world: World, apiId: string, place: Place, hasMethods: boolean): Deployment {
  const deployments = resourcesOf(world, "AWS::ApiGateway::Deployment", "RestApiId", apiId);
  const stages: ServingStage[] = [];
  for (const deployment of deployments) {
    const name = deployment.properties.get("StageName");
    if (name.kind !== "absent") stages.push({ name: name.text(), place: name.place, live: "yes" });
  }
  for (const stage of resourcesOf(world, "AWS::ApiGateway::Stage", "RestApiId", apiId)) {
    stages.push(restStage(stage, apiId, world));
  }
  return { ...judged(world, apiId, place, stages, deployments, hasMethods), snapshots: restSnapshots(world, apiId), detached: detachedParts(world, apiId) };
}

function restStage(stage: WorldResource, apiId: string, world: World): ServingStage {
  const name = stageName(stage);
  const deploymentId = stage.properties.get("DeploymentId");
  if (deploymentId.kind === "absent") return { ...name, live: "maybe" };
  const deployment = deploymentId.reference()?.resource;
  const isForeign = deployment !== undefined && !resourcesOf(world, "AWS::ApiGateway::Deployment", "RestApiId", apiId).includes(deployment);
  return { ...name, live: isForeign ? "maybe" : "yes" };
}

/**
 * Whether a stage serves the HTTP API (2.6): an automatic one, one with a deployment, or the one that quick create makes (HS1, HS3, HS5).
 */
export function httpDeployment(world: World, apiId: string, place: Place, hasMethods: boolean): Deployment {
  const deployments = resourcesOf(world, "AWS::ApiGatewayV2::Deployment", "ApiId", apiId);
  const stages: ServingStage[] = [];
  const target = world.resources.get(apiId)?.properties.get("Target");
  if (target && target.kind !== "absent") stages.push({ name: known("$default"), place: target.place, live: "yes" });
  for (const stage of resourcesOf(world, "AWS::ApiGatewayV2::Stage", "ApiId", apiId)) stages.push(httpStage(stage, deployments));
  return { ...judged(world, apiId, place, stages, deployments, hasMethods), snapshots: [] };
}

function httpStage(stage: WorldResource, deployments: readonly WorldResource[]): ServingStage {
  const name = stageName(stage);
  if (stage.properties.get("DeploymentId").kind !== "absent") return { ...name, live: "yes" };
  const autoDeploy = stage.properties.get("AutoDeploy");
  if (autoDeploy.boolean() === true) return { ...name, live: "yes" };
  const names = deployments.map((deployment) => deployment.properties.get("StageName")).filter((view) => view.kind !== "absent");
  if (names.some((view) => describe(view.text()) === describe(name.name))) return { ...name, live: "yes" };
  const isUndecided = autoDeploy.kind !== "absent" && autoDeploy.boolean() === undefined;
  return { ...name, live: isUndecided || names.length > 0 ? "maybe" : "no" };
}

function stageName(stage: WorldResource): { readonly name: Value; readonly place: Place } {
  const name = stage.properties.get("StageName");
  return name.kind === "absent" ? { name: known("$default"), place: stage.place } : { name: name.text(), place: name.place };
}

function judged(world: World, apiId: string, place: Place, stages: readonly ServingStage[], deployments: readonly WorldResource[], hasMethods: boolean): Omit<Deployment, "snapshots"> {
  const serving = stages.find(({ live }) => live === "yes") ?? stages.find(({ live }) => live === "maybe");
  const shown = stages.map(({ name, place }) => ({ name, place }));
  if (serving?.live === "yes") return { live: "yes", stages: shown, why: `the stage ${describe(serving.name)} serves it`, place: serving.place };
  if (serving) return { live: "maybe", stages: shown, why: `it is not known what the stage ${describe(serving.name)} serves`, place: serving.place };

  const elsewhere = deployedElsewhere(world, apiId, hasMethods);
  if (elsewhere !== undefined) return { live: "maybe", stages: shown, why: elsewhere, place };
  const [stage] = stages;
  if (stage) return { live: "no", stages: shown, why: `the stage ${describe(stage.name)} has neither a deployment nor AutoDeploy`, place: stage.place };
  const [deployment] = deployments;
  if (deployment) return { live: "no", stages: shown, why: `no stage points at the deployment ${deployment.id}`, place: deployment.place };
  return { live: "no", stages: shown, why: "nothing in this template deploys it", place };
}

/** Why something that is not in view may deploy the API; `undefined` where nothing can. */
function deployedElsewhere(world: World, apiId: string, hasMethods: boolean): string | undefined {
  const { template } = world;
  if (!world.resources.has(apiId)) return "the API belongs to another template";
  if (!hasMethods) return "its methods are in another template";
  const macro = template.opaque.find(({ resource }) => resource === undefined || resource === apiId);
  if (macro) return `${macro.what} is out of view`;
  const outputs = template.root.get("Outputs");
  if (outputs) {
    const handed = world.view(outputs).entries().find(({ value }) => isReferenceTo(value.get("Value").reference(), apiId));
    if (handed) return `the output ${handed.key} hands the API on`;
  }
  for (const { from, via } of referencesTo(world.template, apiId)) {
    // To wait for the API is not to be handed it.
    if (via === "DependsOn") continue;
    const type = world.resources.get(from)?.type;
    if (type === "AWS::CloudFormation::Stack") return `the nested stack ${from} may deploy it`;
    if (type === "AWS::SSM::Parameter" && isReferenceTo(world.resources.get(from)?.properties.get("Value").reference(), apiId)) return `the parameter ${from} hands the API on`;
    if (type === "AWS::CloudFormation::CustomResource" || type?.startsWith("Custom::")) return `the custom resource ${from} may deploy it`;
  }
  return undefined;
}

function isReferenceTo(reference: { readonly id: string; readonly attribute: string | undefined } | undefined, id: string): boolean {
  return reference?.id === id && (reference.attribute === undefined || reference.attribute === "RestApiId" || reference.attribute === "ApiId");
}
