import type { MapNode, Node, Place } from "../source/index.ts";
import { includeLocation } from "./includes.ts";
import { FOR_EACH, MAX_DEPTH, textOf } from "./intrinsics.ts";
import { isRemote } from "./read-local.ts";
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

/** `Fn::Transform` and `Fn::ForEach` that nothing has expanded, each with the resource it stands in; `refused` says why an include was not followed. */
export function unexpandedIn(root: MapNode, refused: ReadonlyMap<string, string>): readonly Opaque[] {
  const found: Opaque[] = [];
  const resources = root.get("Resources");
  const nameOf = (key: string, value: Node): string => whatOf(key, value, refused);
  const search = (node: Node, depth: number, report: (what: string, place: Place) => void): void => {
    if (depth > MAX_DEPTH || node.kind === "scalar") return;
    if (node.kind === "list") {
      for (const item of node.items) search(item, depth + 1, report);
      return;
    }
    for (const { key, value } of node.entries()) {
      if (key === "Fn::Transform" || key.startsWith(FOR_EACH)) report(nameOf(key, value), value.place);
      else search(value, depth + 1, report);
    }
  };
  for (const { node } of transformsOf(root)) {
    const location = includeLocation(node);
    const reference = textOf(location);
    if (location !== undefined && (reference === undefined || refused.has(reference))) found.push({ what: whatOf("Fn::Transform", node, refused), place: location.place, resource: undefined });
  }
  if (resources?.kind !== "map") return found;
  for (const { key, value } of resources.entries()) {
    if (key === "Fn::Transform" || key.startsWith(FOR_EACH)) found.push({ what: nameOf(key, value), place: value.place, resource: undefined });
    else search(value, 0, (what, place) => found.push({ what, place, resource: key }));
  }
  return found;
}

function whatOf(key: string, value: Node, refused: ReadonlyMap<string, string>): string {
  if (key !== "Fn::Transform") return `the loop ${key.slice(FOR_EACH.length)}`;
  const name = textOf(value.kind === "map" ? value.get("Name") : undefined);
  if (name === undefined) return "a macro";
  if (name !== "AWS::Include") return `the macro ${name}`;
  const location = textOf(includeLocation(value));
  if (location === undefined) return "an include whose location is not known";
  const reason = refused.get(location);
  return reason === undefined || isRemote(location) ? `the include ${location}` : `the include ${location} (${reason})`;
}
