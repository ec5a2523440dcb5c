import { entryWith, listNode, mapNode, scalarNode } from "../../source/index.ts";
import type { Entry, MapNode, Node, Place } from "../../source/index.ts";
import { getAttTarget, intrinsicOf, MAX_DEPTH, subArguments, subPieces, subTarget, textOf } from "../intrinsics.ts";

/** The nodes that may still be gone through in a run: expressions that are put into expressions can grow without end. */
export interface Budget {
  nodes: number;
}

/** The {@link Budget} is used up. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
}

/** What becomes of the names in a tree. What is not answered for stays as it is written. */
export interface Renaming {
  readonly budget: Budget;
  /** What stands where a resource or a parameter was named; `place` is where it was. */
  reference(id: string, attribute: string | undefined, place: Place): Node | undefined;
  condition(name: string): string;
  mapping(name: string): string;
  /** What stands where another stack is asked for a value. */
  imported?(call: MapNode): Node | undefined;
}

/** The tree with its names replaced; each node stands where it stood, and what does not change is shared. Throws {@link TooLarge}. */
export function rewritten(node: Node, renaming: Renaming, depth = 0): Node {
  renaming.budget.nodes -= 1;
  if (renaming.budget.nodes < 0) throw new TooLarge();
  if (depth > MAX_DEPTH || node.kind === "scalar") return node;
  if (node.kind === "list") {
    const items = node.items.map((item) => rewritten(item, renaming, depth + 1));
    return items.some((item, index) => item !== node.items[index]) ? listNode(node.place, items) : node;
  }
  const intrinsic = intrinsicOf(node);
  if (intrinsic === undefined) return withValues(node, (value) => rewritten(value, renaming, depth + 1));
  const { name, argument } = intrinsic;
  switch (name) {
    case "Ref": {
      const id = textOf(argument);
      return (id === undefined ? undefined : renaming.reference(id, undefined, node.place)) ?? node;
    }
    case "Fn::GetAtt": {
      const target = getAttTarget(argument);
      return (target?.attribute === undefined ? undefined : renaming.reference(target.id, target.attribute, node.place)) ?? node;
    }
    case "Fn::Sub":
      return withValues(node, () => substituted(argument, renaming, depth + 1));
    case "Fn::ImportValue":
    case "Fn::GetStackOutput":
      return renaming.imported?.(node) ?? withValues(node, (value) => rewritten(value, renaming, depth + 1));
    case "Fn::If":
      return withValues(node, () => withFirst(argument, (text) => renaming.condition(text), renaming, depth + 1));
    case "Fn::FindInMap":
      return withValues(node, () => withFirst(argument, (text) => renaming.mapping(text), renaming, depth + 1));
    default:
      return withValues(node, (value) => rewritten(value, renaming, depth + 1));
  }
}

/** An entry of `Conditions`: beside what stands in it, it names other conditions. */
export function rewrittenCondition(node: Node, renaming: Renaming, depth = 0): Node {
  if (depth > MAX_DEPTH || node.kind !== "map" || node.size !== 1) return node;
  return withValues(node, (value, key) => {
    if (key === "Condition") return value.kind === "scalar" ? scalarNode(value.place, renaming.condition(value.text)) : value;
    if (key !== "Fn::And" && key !== "Fn::Or" && key !== "Fn::Not") return rewritten(value, renaming, depth + 1);
    return value.kind === "list" ? listNode(value.place, value.items.map((item) => rewrittenCondition(item, renaming, depth + 1))) : value;
  });
}

/** A map with other values under its keys. */
export function withValues(node: MapNode, valueOf: (value: Node, key: string) => Node): MapNode {
  let changed = false;
  const entries = Array.from(node.entries(), (entry): Entry => {
    const value = valueOf(entry.value, entry.key);
    if (value === entry.value) return entry;
    changed = true;
    return entryWith(entry, { value });
  });
  return changed ? mapNode(node.place, entries) : node;
}

/** `Fn::If` and `Fn::FindInMap`: the first item is a name, unless it is itself a function. */
function withFirst(argument: Node, nameOf: (text: string) => string, renaming: Renaming, depth: number): Node {
  if (argument.kind !== "list") return argument;
  const items = argument.items.map((item, index) => {
    const name = index === 0 ? textOf(item) : undefined;
    if (name === undefined) return rewritten(item, renaming, depth + 1);
    const renamed = nameOf(name);
    return renamed === name ? item : scalarNode(item.place, renamed);
  });
  return items.some((item, index) => item !== argument.items[index]) ? listNode(argument.place, items) : argument;
}

/** The text of `Fn::Sub` stays as it is written, so that places in it hold; what its names stand for is said in its variables. */
function substituted(argument: Node, renaming: Renaming, depth: number): Node {
  const args = subArguments(argument);
  const text = textOf(args?.template);
  if (args === undefined || text === undefined) return argument;
  const variables = args.variables === undefined ? undefined : withValues(args.variables, (value) => rewritten(value, renaming, depth + 1));
  const added = new Map<string, Entry>();
  for (const piece of subPieces(text)) {
    if ("literal" in piece || added.has(piece.name) || variables?.has(piece.name) === true) continue;
    const { id, attribute } = subTarget(piece.name);
    const place = args.template.place.at(piece.start, piece.end);
    const value = renaming.reference(id, attribute, place);
    if (value !== undefined) added.set(piece.name, { key: piece.name, keyPlace: place, value });
  }
  if (added.size === 0 && variables === args.variables) return argument;
  return listNode(argument.place, [args.template, mapNode(variables?.place ?? argument.place, [...(variables?.entries() ?? []), ...added.values()])]);
}

/** How many nodes a walk over the tree meets, counted up to `limit`: what expressions are put into can make them grow without end. */
export function isLargerThan(node: Node, limit: number): boolean {
  const pending: Node[] = [node];
  let count = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    count += 1;
    if (count > limit) return true;
    if (next.kind === "list") pending.push(...next.items);
    else if (next.kind === "map") for (const { value } of next.entries()) pending.push(value);
  }
  return false;
}
