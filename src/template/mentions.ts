import { plainBehind } from "../source/index.ts";
import type { MapNode, Node, Place } from "../source/index.ts";
import type { Evaluator } from "./evaluate.ts";
import { intrinsicOf, isFunctionName, MAX_DEPTH, mentionsOf, subArguments, subPieces, subTarget, textOf } from "./intrinsics.ts";
import type { Mention } from "./intrinsics.ts";

export interface Walker {
  mention?(mention: Mention): void;
  condition?(name: string, node: Node): void;
  /** `false`: the entry under this key is of no interest. */
  enter?(key: string): boolean;
}

/** Everything below `node` that names something, both branches of each `Fn::If` included. */
export function walkAll(node: Node, walker: Walker, depth = 0): void {
  walk(node, undefined, walker, depth);
}

/** The same for the branches that a choice leaves; of a condition that is not known, both. */
export function walkChosen(node: Node, evaluator: Evaluator, walker: Walker, depth = 0): void {
  walk(node, evaluator, walker, depth);
}

function walk(node: Node, evaluator: Evaluator | undefined, walker: Walker, depth: number): void {
  if (depth > MAX_DEPTH || node.kind === "scalar") return;
  const plain = plainBehind(node);
  if (plain !== undefined) walkPlain(plain, node, evaluator, walker, depth, []);
  else if (node.kind === "list") for (const item of node.items) walk(item, evaluator, walker, depth + 1);
  else walkMap(node, evaluator, walker, depth);
}

function walkMap(node: MapNode, evaluator: Evaluator | undefined, walker: Walker, depth: number): void {
  const intrinsic = intrinsicOf(node);
  if (intrinsic === undefined) {
    for (const { key, value } of node.entries()) if (walker.enter?.(key) !== false) walk(value, evaluator, walker, depth + 1);
    return;
  }
  for (const mention of mentionsOf(intrinsic)) walker.mention?.(mention);
  const { name, argument } = intrinsic;
  if (name !== "Fn::If" || argument.kind !== "list") {
    walk(argument, evaluator, walker, depth + 1);
    return;
  }
  const [condition, whenTrue, whenFalse] = argument.items;
  const conditionName = textOf(condition) ?? "";
  walker.condition?.(conditionName, argument);
  const answer = evaluator?.condition(conditionName) ?? "maybe";
  if (whenTrue !== undefined && answer !== "no") walk(whenTrue, evaluator, walker, depth + 1);
  if (whenFalse !== undefined && answer !== "yes") walk(whenFalse, evaluator, walker, depth + 1);
}

/** The same over parsed JSON: most of a large template names nothing, and no node is made for that, nor for what names something plainly. */
function walkPlain(plain: object, root: Node, evaluator: Evaluator | undefined, walker: Walker, depth: number, path: (string | number)[]): void {
  if (depth > MAX_DEPTH) return;
  const inList = Array.isArray(plain);
  // `JSON.parse` gives objects and arrays with own entries only.
  const entries = plain as Readonly<Record<string, unknown>>;
  const name = functionName(plain);
  if (name !== undefined && MENTIONING.has(name)) {
    const mention = plainMention(name, entries[name], root, path);
    const node = mention ? undefined : nodeAt(root, path);
    if (mention) walker.mention?.(mention);
    else if (node?.kind === "map") walkMap(node, evaluator, walker, depth);
    return;
  }
  for (const key in entries) {
    const child = entries[key];
    if (typeof child !== "object" || child === null || (!inList && walker.enter?.(key) === false)) continue;
    path.push(inList ? Number(key) : key);
    walkPlain(child, root, evaluator, walker, depth + 1, path);
    path.pop();
  }
}

const MENTIONING: ReadonlySet<string> = new Set(["Ref", "Fn::GetAtt", "Fn::Sub", "Fn::If"]);

/** `Ref` and `Fn::GetAtt` in the form that programs write; `undefined` for all others. */
function plainMention(name: string, argument: unknown, root: Node, path: readonly (string | number)[]): Mention | undefined {
  if (name === "Ref") return typeof argument === "string" ? new PlainMention("Ref", argument, undefined, root, [...path, name]) : undefined;
  if (name !== "Fn::GetAtt" || !Array.isArray(argument) || argument.length !== 2) return undefined;
  const [id, attribute]: readonly unknown[] = argument;
  return typeof id === "string" && typeof attribute === "string" ? new PlainMention("GetAtt", id, attribute, root, [...path, name, 0]) : undefined;
}

/** Few ask where a name stands. */
class PlainMention implements Mention {
  readonly via: Mention["via"];
  readonly id: string;
  readonly attribute: string | undefined;
  readonly #root: Node;
  readonly #path: readonly (string | number)[];

  constructor(via: Mention["via"], id: string, attribute: string | undefined, root: Node, path: readonly (string | number)[]) {
    this.via = via;
    this.id = id;
    this.attribute = attribute;
    this.#root = root;
    this.#path = path;
  }

  get place(): Place {
    return this.#path.reduce<Place>((place, segment) => place.child(segment), this.#root.place);
  }
}

/** The intrinsic function that an object of one key is, as {@link intrinsicOf} sees it. */
function functionName(plain: object): string | undefined {
  if (Array.isArray(plain)) return undefined;
  let only: string | undefined;
  for (const key in plain) {
    if (only !== undefined) return undefined;
    only = key;
  }
  return only !== undefined && isFunctionName(only) ? only : undefined;
}

function nodeAt(root: Node, path: readonly (string | number)[]): Node | undefined {
  let node: Node | undefined = root;
  for (const segment of path) node = node?.kind === "list" ? node.items[Number(segment)] : node?.kind === "map" ? node.get(String(segment)) : undefined;
  return node;
}

/** The one thing that a `Ref`, `Fn::GetAtt` or a lone `${…}` in `Fn::Sub` is. */
export function soleMention(node: Node, depth = 0): { readonly id: string; readonly attribute: string | undefined } | undefined {
  const intrinsic = intrinsicOf(node);
  if (intrinsic === undefined || depth > MAX_DEPTH) return undefined;
  if (intrinsic.name !== "Fn::Sub") return intrinsic.name === "Ref" || intrinsic.name === "Fn::GetAtt" ? mentionsOf(intrinsic)[0] : undefined;
  const args = subArguments(intrinsic.argument);
  const pieces = subPieces(textOf(args?.template) ?? "");
  const [piece] = pieces;
  if (piece === undefined || pieces.length !== 1 || "literal" in piece) return undefined;
  const variable = args?.variables?.get(piece.name);
  return variable === undefined ? subTarget(piece.name) : soleMention(variable, depth + 1);
}
