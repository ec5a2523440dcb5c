import { listNode } from "../../source/index.ts";
import type { MapNode, Node, Place } from "../../source/index.ts";
import { isNull, isTruthy, mapFrom, scalar } from "./editable.ts";
import type { Made } from "./made.ts";

/** A map of tags as the list of keys and values that most resources take. */
export function tagList(place: Place, ...tags: readonly (MapNode | undefined)[]): Node {
  const items = tags.flatMap((map) =>
    Array.from(map?.entries() ?? [], ({ key, keyPlace, value }) => mapFrom(keyPlace, [["Key", scalar(keyPlace, key)], ["Value", isNull(value) ? scalar(value.place, "") : value]])),
  );
  return listNode(place, items);
}

const AS_LIST = new Set([
  "AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage", "AWS::ApiGateway::DomainName", "AWS::ApiGateway::DomainNameV2", "AWS::ApiGateway::UsagePlan",
  "AWS::ApiGateway::ApiKey", "AWS::ApiGateway::DomainNameAccessAssociation", "AWS::Lambda::Function", "AWS::IAM::Role", "AWS::StepFunctions::StateMachine",
  "AWS::SQS::Queue", "AWS::SNS::Topic",
]);
const AS_MAP = new Set(["AWS::ApiGatewayV2::Stage", "AWS::ApiGatewayV2::DomainName", "AWS::ApiGatewayV2::Api"]);

/** SAM's `PropagateTags`: what was made gets the tags of the resource it was made from. */
export function propagateTags(resources: readonly Made[], tags: Node | undefined, isWanted: boolean): void {
  if (!isWanted || !isTruthy(tags) || tags.kind !== "map") return;
  for (const resource of resources) {
    if (AS_LIST.has(resource.type)) resource.set("Tags", tagList(tags.place, tags));
    else if (AS_MAP.has(resource.type)) resource.set("Tags", tags);
  }
}
