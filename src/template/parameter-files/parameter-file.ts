import { readDocument } from "../../source/index.ts";
import type { MapNode, Node, Place } from "../../source/index.ts";
import { type GivenValues, givenValues, ParameterFileError } from "./types.ts";

/**
 * Reads a file of parameter values, JSON or YAML, in any of the shapes in which AWS's tools take them: CloudFormation's list of
 * `{ParameterKey, ParameterValue}` or of `Key=Value`, CodePipeline's `{Parameters: {…}}`, or a plain map, in which CDK's
 * `Stack:Parameter` means one stack. Throws {@link ParameterFileError} for anything else.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/index.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html
 */
export function readParameterFile(name: string, bytes: Uint8Array): GivenValues {
  const { root, issues, file } = readDocument(name, bytes);
  const [issue] = issues;
  if (issue !== undefined) throw new ParameterFileError(name, issue.message, file.position(issue.span.start));
  if (root === undefined) throw new ParameterFileError(name, "it is empty");
  return givenValues(root.kind === "list" ? root.items.flatMap(pairsOfItem) : pairsOfMap(mapIn(root)));
}

function mapIn(root: Node): MapNode {
  if (root.kind !== "map") return refuse(root.place, "parameters are a list of {ParameterKey, ParameterValue} or a map from names to values");
  const parameters = root.get("Parameters");
  return parameters?.kind === "map" ? parameters : root;
}

function pairsOfItem(item: Node): readonly (readonly [string, string])[] {
  if (item.kind === "scalar") {
    const at = item.text.indexOf("=");
    return at > 0 ? [[item.text.slice(0, at), item.text.slice(at + 1)]] : refuse(item.place, `${JSON.stringify(item.text)} is not Key=Value`);
  }
  const key = item.kind === "map" ? item.get("ParameterKey") : undefined;
  if (item.kind !== "map" || key?.kind !== "scalar") return refuse(item.place, "an item has no ParameterKey");
  const value = item.get("ParameterValue");
  if (value !== undefined) return [[key.text, textFrom(value)]];
  // What the stack has already is not known here.
  if (item.has("UsePreviousValue") || item.has("ResolvedValue")) return [];
  return refuse(item.place, `${key.text} has no ParameterValue`);
}

function pairsOfMap(map: MapNode): readonly (readonly [string, string])[] {
  return Array.from(map.entries(), ({ key, value }) => [key, textFrom(value)] as const);
}

/** CloudFormation takes texts; a list is written with commas. */
function textFrom(node: Node): string {
  if (node.kind === "scalar" && node.value !== null) return node.text;
  if (node.kind === "list") return node.items.map(textFrom).join(",");
  return refuse(node.place, "the value of a parameter is a text, a number, true, false or a list of these");
}

function refuse(place: Place, message: string): never {
  throw new ParameterFileError(place.file.name, message, place.range.start);
}
