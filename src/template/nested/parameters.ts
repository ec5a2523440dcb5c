import { entryWith, listNode, mapNode, scalarNode } from "../../source/index.ts";
import type { Entry, MapNode, Node } from "../../source/index.ts";
import { intrinsicOf, MAX_DEPTH, textOf } from "../intrinsics.ts";
import { isListType, isSsmType, listMembers } from "../parameters.ts";
import { call } from "./make.ts";
import { isLargerThan } from "./rewrite.ts";

export interface BoundParameters {
  /** What each parameter stands for, as the parent writes it or by default. */
  readonly values: ReadonlyMap<string, Node>;
  /** Those of which only AWS or a person knows the value: they stay parameters. */
  readonly open: readonly Entry[];
}

/** An expression that is put in wherever a parameter is named must stay small: it is put in again at each level. */
const MAX_EXPRESSION = 500;

/**
 * What the parameters of a nested stack stand for: what its parent hands down, else the default, which nobody can change from outside.
 * `given` is `undefined` where it is not known what is handed down.
 */
export function boundParameters(child: MapNode, given: MapNode | undefined): BoundParameters {
  const values = new Map<string, Node>();
  const open: Entry[] = [];
  const section = child.get("Parameters");
  for (const entry of section?.kind === "map" ? section.entries() : []) {
    if (entry.value.kind !== "map") continue;
    const value = given && valueOf(entry.value, given.get(entry.key));
    if (value === undefined) open.push(given === undefined ? entryWith(entry, { value: withoutDefault(entry.value) }) : entry);
    else values.set(entry.key, value);
  }
  return { values, open };
}

function valueOf(definition: MapNode, handed: Node | undefined): Node | undefined {
  const type = textOf(definition.get("Type")) ?? "String";
  if (isSsmType(type)) return undefined;
  const standard = definition.get("Default");
  const value = handed === undefined ? standard : withDefault(handed, standard, 0);
  if (value === undefined || isLargerThan(value, MAX_EXPRESSION)) return undefined;
  return isListType(type) ? listOf(value) : value;
}

/** `AWS::NoValue` hands nothing down. */
function withDefault(node: Node, standard: Node | undefined, depth: number): Node | undefined {
  const intrinsic = intrinsicOf(node);
  if (intrinsic?.name === "Ref" && textOf(intrinsic.argument) === "AWS::NoValue") return standard;
  if (intrinsic?.name !== "Fn::If" || intrinsic.argument.kind !== "list" || depth > MAX_DEPTH) return node;
  const [condition, ...branches] = intrinsic.argument.items;
  if (condition === undefined) return node;
  const chosen = branches.map((branch) => withDefault(branch, standard, depth + 1));
  if (chosen.some((branch) => branch === undefined)) return undefined;
  return call(node.place, "Fn::If", listNode(intrinsic.argument.place, [condition, ...chosen.filter((branch) => branch !== undefined)]));
}

/** A list is handed down as a text with commas, and CloudFormation trims its members. */
function listOf(value: Node): Node {
  if (value.kind === "list") return value;
  const text = value.kind === "scalar" ? scalarNode(value.place, listMembers(value.text).join(",")) : value;
  return call(value.place, "Fn::Split", listNode(value.place, [scalarNode(value.place, ","), text]));
}

function withoutDefault(definition: MapNode): MapNode {
  return mapNode(definition.place, Array.from(definition.entries()).filter(({ key }) => key !== "Default"));
}
