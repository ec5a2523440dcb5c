import { listNode } from "../../source/index.ts";
import type { MapNode, Node } from "../../source/index.ts";
import { editList, EditableList, EditableMap, ensureMap, isNull, isSame, mapFrom, ref, scalar, stringOf } from "./editable.ts";
import { Made, derivedResource } from "./made.ts";
import { refuseResource, refuseTemplate } from "./refusal.ts";
import { authOf } from "./rest-auth.ts";
import type { Expansion, Serverless } from "./serverless.ts";
import type { PlanResources, SharedPlan } from "./shared-plan.ts";

const KEYS = ["CreateUsagePlan", "Description", "Quota", "Tags", "Throttle", "UsagePlanName"];

/** `Auth.UsagePlan`: a plan, a key, and what joins them, for one API or shared by all (SAM: "ApiUsagePlan"). */
export function usagePlan(expansion: Expansion, api: Serverless, stage: Made): Made[] {
  const auth = authOf(expansion, api);
  const plan = expansion.look(auth?.get("UsagePlan"));
  if (plan === undefined || isNull(plan)) return [];
  if (plan.kind !== "map") return refuseResource(api.id, "'UsagePlan' must be a dictionary", plan.place);
  for (const { key, keyPlace } of plan.entries()) if (!KEYS.includes(key)) refuseResource(api.id, "Invalid property for 'UsagePlan'", keyPlace);
  const create = expansion.look(plan.get("CreateUsagePlan"));
  if (create === undefined || isNull(create)) return refuseResource(api.id, "'CreateUsagePlan' is a required field for UsagePlan.", plan.place);
  switch (stringOf(create)) {
    case "NONE":
      return [];
    case "PER_API":
      return ownPlan(api, plan, stage);
    case "SHARED":
      return sharedPlan(expansion, api, plan, stage);
    default:
      return refuseResource(api.id, `'CreateUsagePlan' accepts one of ['SHARED', 'PER_API', 'NONE'].`, create.place);
  }
}

function ids(prefix: string): { readonly plan: string; readonly key: string; readonly join: string } {
  return { plan: `${prefix}UsagePlan`, key: `${prefix}ApiKey`, join: `${prefix}UsagePlanKey` };
}

function ownPlan(api: Serverless, plan: MapNode, stage: Made): Made[] {
  const { place } = plan;
  const names = ids(api.id);
  const stages = [apiStage(api, stage, plan, "ApiId", "Stage")];
  const keys = [apiStage(api, stage, plan, "RestApiId", "StageName")];
  const made = planResources(names, plan, (id, type) => derivedResource(api, id, type, place));
  made.plan.dependsOn(listNode(place, [scalar(place, api.id)])).set("ApiStages", new EditableList(place, stages));
  made.key.set("StageKeys", new EditableList(place, keys));
  return [made.plan, made.key, made.join];
}

function apiStage(api: Serverless, stage: Made, plan: MapNode, idKey: string, stageKey: string): EditableMap {
  return mapFrom(plan.place, [[idKey, ref(plan.place, api.id)], [stageKey, ref(plan.place, stage.id)]]);
}

function planResources(names: { readonly plan: string; readonly key: string; readonly join: string }, given: MapNode, make: (id: string, type: string) => Made): PlanResources {
  const { place } = given;
  const plan = make(names.plan, "AWS::ApiGateway::UsagePlan").passTruthy(given, "UsagePlanName", "Description", "Quota", "Tags", "Throttle");
  const key = make(names.key, "AWS::ApiGateway::ApiKey").dependsOn(listNode(place, [scalar(place, names.plan)])).set("Enabled", scalar(place, true));
  const join = make(names.join, "AWS::ApiGateway::UsagePlanKey")
    .dependsOn(listNode(place, [scalar(place, names.key)]))
    .set("KeyId", ref(place, names.key))
    .set("KeyType", scalar(place, "API_KEY"))
    .set("UsagePlanId", ref(place, names.plan));
  return { plan, key, join };
}

const SHARED_CONDITION = "SharedUsagePlanCondition";

function sharedPlan(expansion: Expansion, api: Serverless, plan: MapNode, stage: Made): Made[] {
  const { place } = plan;
  const shared = expansion.sharedPlan;
  combineAttributes(expansion, api, shared);
  const before = shared.made;
  const made = planResources(ids("Serverless"), plan, (id, type) => withAttributes(new Made(id, type, place, api.idPlace), shared));
  shared.apis.add(api.id);
  const stages = [...(before === undefined ? [] : (editList(before.plan.properties, "ApiStages")?.items ?? []))];
  const keys = [...(before === undefined ? [] : (editList(before.key.properties, "StageKeys")?.items ?? []))];
  const addNew = (list: Node[], item: Node): void => void (list.some((there) => isSame(there, item)) || list.push(item));
  addNew(stages, apiStage(api, stage, plan, "ApiId", "Stage"));
  addNew(keys, apiStage(api, stage, plan, "RestApiId", "StageName"));
  made.plan.dependsOn(listNode(place, [...shared.apis].map((id) => scalar(place, id)))).set("ApiStages", new EditableList(place, stages));
  made.key.set("StageKeys", new EditableList(place, keys));
  shared.made = made;
  return [made.plan, made.key, made.join];
}

function combineAttributes(expansion: Expansion, api: Serverless, shared: SharedPlan): void {
  const deletion = api.attribute("DeletionPolicy");
  if (deletion !== undefined && (shared.deletionPolicy === undefined || stringOf(deletion) === "Retain")) shared.deletionPolicy = deletion;
  const replace = api.attribute("UpdateReplacePolicy");
  const before = stringOf(shared.updateReplacePolicy);
  const isStronger = stringOf(replace) === "Retain" || (stringOf(replace) === "Snapshot" && before === "Delete");
  if (replace !== undefined && (shared.updateReplacePolicy === undefined || isStronger)) shared.updateReplacePolicy = replace;
  if (shared.hasUnconditional) return;
  const { condition } = api;
  const conditions = expansion.root.get("Conditions");
  if (condition === undefined) {
    shared.hasUnconditional = true;
    if (conditions?.kind === "map" && conditions.has(SHARED_CONDITION)) ensureMap(expansion.root, "Conditions", api.place).delete(SHARED_CONDITION);
    return;
  }
  if (shared.conditions.has(condition.name)) return;
  if (conditions === undefined) refuseTemplate("Can't have condition without having 'Conditions' section in the template", condition.place);
  shared.conditions.add(condition.name);
  const { place } = condition;
  const either = [...shared.conditions].map((name) => mapFrom(place, [["Condition", scalar(place, name)]]));
  // SAM writes the bare name of a single condition, which means the same.
  const only = shared.conditions.size === 1 ? scalar(place, condition.name) : mapFrom(place, [["Fn::Or", listNode(place, either)]]);
  expansion.condition(SHARED_CONDITION, only);
}

function withAttributes(made: Made, shared: SharedPlan): Made {
  made.attributes.setIfGiven("DeletionPolicy", shared.deletionPolicy).setIfGiven("UpdateReplacePolicy", shared.updateReplacePolicy);
  if (shared.conditions.size > 0 && !shared.hasUnconditional) made.attributes.set("Condition", scalar(made.place, SHARED_CONDITION));
  return made;
}

