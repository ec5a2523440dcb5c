import { concat, known, unknown } from "../source/index.ts";
import type { ListNode, MapNode, Node, Value } from "../source/index.ts";

/** What a node is in one scenario, with its intrinsic function (if it is one) worked out as far as possible. */
export type Seen =
  | { readonly kind: "absent" }
  | { readonly kind: "map"; readonly node: MapNode }
  | { readonly kind: "list"; readonly node: Node; readonly items: readonly Item[] }
  | { readonly kind: "scalar"; readonly node: Node; readonly value: Value }
  /** `value` is what its text would be, if it is a text; `firstItems` its first items, if it is a list. */
  | { readonly kind: "opaque"; readonly node: Node; readonly reason: string; readonly value?: Value; readonly firstItems?: readonly Item[] };

/** An item of a list: written there, or a text that a function made. */
export type Item = { readonly node: Node; readonly text?: Value };

export const ABSENT: Seen = { kind: "absent" };

export function opaque(node: Node, reason: string, value?: Value): Seen {
  return value === undefined ? { kind: "opaque", node, reason } : { kind: "opaque", node, reason, value };
}

export function scalar(node: Node, value: Value): Seen {
  return { kind: "scalar", node, value };
}

export function writtenList(node: ListNode): Seen {
  return { kind: "list", node, items: node.items.map((item) => ({ node: item })) };
}

export function textList(node: Node, texts: readonly Value[]): Seen {
  return { kind: "list", node, items: texts.map((text) => ({ node, text })) };
}

/** As a text, the way CloudFormation puts it where a string is wanted. */
export function textOfSeen(seen: Seen): Value {
  switch (seen.kind) {
    case "scalar":
      return seen.value;
    case "opaque":
      return seen.value ?? unknown(seen.reason);
    case "absent":
      return unknown("it is not there");
    case "map":
      return unknown("it is a map, not a text");
    case "list":
      return unknown("it is a list, not a text");
  }
}

const HOLE = "\u0000";

/**
 * `{{resolve:ssm:/origin}}` is put in when the stack is deployed; what stands around it is kept.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function withDynamicReferences(value: Value): Value {
  switch (value.kind) {
    case "unknown":
      return value;
    case "one-of":
      return value;
    case "known":
      return value.text.includes("{{resolve:") ? withHoles(value.text, []) : value;
    case "pattern": {
      if (!value.parts.some((part) => typeof part === "string" && part.includes("{{resolve:"))) return value;
      const holes = value.parts.filter((part) => typeof part !== "string");
      return withHoles(value.parts.map((part) => (typeof part === "string" ? part.replaceAll(HOLE, "") : HOLE)).join(""), holes);
    }
  }
}

function withHoles(text: string, holes: readonly Value[]): Value {
  const parts: Value[] = [];
  let hole = 0;
  for (const piece of text.split(/(\{\{resolve:[^{}]*\}\}|\0)/u)) {
    if (piece === HOLE) parts.push(holes[hole++] ?? unknown("a part of the text"));
    else if (piece.startsWith("{{resolve:") && piece.endsWith("}}")) {
      for (const unit of piece) if (unit === HOLE) hole += 1;
      parts.push(unknown(`the dynamic reference ${piece.replaceAll(HOLE, "…")}`));
    } else parts.push(known(piece));
  }
  return boundedConcat(parts);
}

const MAX_TEXT = 1_000_000;
const MAX_PARTS = 5_000;

/** The parts one after the other; a text that grows without reason (`${a}${a}` of `${b}${b}` of …) is not made. */
export function boundedConcat(values: readonly Value[]): Value {
  let length = 0;
  let parts = 0;
  for (const value of values) {
    parts += value.kind === "pattern" ? value.parts.length : 1;
    length += value.kind === "one-of" ? Math.max(...value.values.map(lengthOf)) : lengthOf(value);
  }
  return length > MAX_TEXT || parts > MAX_PARTS ? unknown("the text is too long") : concat(values);
}

function lengthOf(value: Value): number {
  if (value.kind === "known") return value.text.length;
  if (value.kind === "pattern") return value.parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 1), 0);
  return 1;
}
