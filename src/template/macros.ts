import type { MapNode, Node, Place } from "../source/index.ts";
import { MAX_DEPTH, textOf } from "./intrinsics.ts";
import { transformsOf } from "./resources.ts";
import type { Opaque } from "./types.ts";

const OF_AWS: ReadonlySet<string> = new Set(["AWS::Serverless-2016-10-31", "AWS::LanguageExtensions", "AWS::Include"]);

/** Transforms that only add what no answer to a browser rests on, or change nothing. */
const HARMLESS: ReadonlySet<string> = new Set(["AWS::SecretsManager-2020-07-23", "AWS::SecretsManager-2024-09-16", "AWS::CodeDeployBlueGreen", "AWS::CodeStar", "AWS::ServiceCatalog"]);

/** Macros of the whole template: any resource may come out otherwise than it is written. */
export function macrosOf(root: MapNode): readonly Opaque[] {
  return transformsOf(root)
    .filter(({ name }) => !OF_AWS.has(name) && !HARMLESS.has(name))
    .map(({ name, node }) => ({ what: `the macro ${name}`, place: node.place, resource: undefined }));
}

/** `Fn::Transform` and `Fn::ForEach` that nothing has expanded, each with the resource it stands in. */
export function unexpandedIn(root: MapNode): readonly Opaque[] {
  const found: Opaque[] = [];
  const resources = root.get("Resources");
  if (resources?.kind !== "map") return found;
  for (const { key, value } of resources.entries()) {
    if (key === "Fn::Transform" || key.startsWith("Fn::ForEach::")) found.push({ what: nameOf(key, value), place: value.place, resource: undefined });
    else search(value, 0, (what, place) => found.push({ what, place, resource: key }));
  }
  return found;
}

function search(node: Node, depth: number, report: (what: string, place: Place) => void): void {
  if (depth > MAX_DEPTH || node.kind === "scalar") return;
  if (node.kind === "list") {
    for (const item of node.items) search(item, depth + 1, report);
    return;
  }
  for (const { key, value } of node.entries()) {
    if (key === "Fn::Transform" || key.startsWith("Fn::ForEach::")) report(nameOf(key, value), value.place);
    else search(value, depth + 1, report);
  }
}

function nameOf(key: string, value: Node): string {
  if (key !== "Fn::Transform") return `the loop ${key}`;
  const name = textOf(value.kind === "map" ? value.get("Name") : undefined);
  if (name === undefined) return "a macro";
  return name === "AWS::Include" ? "an include" : `the macro ${name}`;
}
