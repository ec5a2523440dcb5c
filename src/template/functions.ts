import { equals, known, knownText, oneOf, unknown } from "../source/index.ts";
import type { MapNode, Node, Value } from "../source/index.ts";
import type { Evaluator } from "./evaluate.ts";
import { subArguments, subPieces, subTarget, textOf } from "./intrinsics.ts";
import { boundedConcat, opaque, scalar, textList, textOfSeen, withDynamicReferences } from "./seen.ts";
import type { Item, Seen } from "./seen.ts";

/** `Fn::Sub`: known names are put in, others leave a hole; the text around a hole is known. */
export function substitute(evaluator: Evaluator, node: Node, argument: Node, depth: number): Seen {
  const args = subArguments(argument);
  const text = textOf(args?.template);
  if (args === undefined || text === undefined) return scalar(node, unknown("an Fn::Sub without a text"));
  // Each variable is worked out once, however often it is named.
  const values = new Map<string, Value>();
  const valueOf = (name: string): Value => {
    const settled = values.get(name);
    if (settled !== undefined) return settled;
    const value = variableValue(evaluator, node, args.variables, name, depth);
    values.set(name, value);
    return value;
  };
  return scalar(node, withDynamicReferences(boundedConcat(subPieces(text).map((piece) => ("literal" in piece ? known(piece.literal) : valueOf(piece.name))))));
}

function variableValue(evaluator: Evaluator, node: Node, variables: MapNode | undefined, name: string, depth: number): Value {
  const variable = variables?.get(name);
  if (variable !== undefined) return evaluator.text(variable, depth);
  const { id, attribute } = subTarget(name);
  return textOfSeen(attribute === undefined ? evaluator.named(node, id) : evaluator.attribute(node, id, attribute));
}

/** `Fn::Join: [delimiter, list]`. */
export function join(evaluator: Evaluator, node: Node, argument: Node, depth: number): Seen {
  const [delimiterNode, listNode] = argument.kind === "list" ? argument.items : [];
  if (delimiterNode === undefined || listNode === undefined) return scalar(node, unknown("an Fn::Join without a list"));
  const list = evaluator.see(listNode, depth);
  if (list.kind !== "list") return scalar(node, unknown(list.kind === "opaque" ? list.reason : "an Fn::Join without a list"));
  const delimiter = delimiterText(delimiterNode);
  const texts = evaluator.present(list, depth).map(({ seen }) => textOfSeen(seen));
  return scalar(node, withDynamicReferences(boundedConcat(texts.flatMap((text, index) => (index === 0 ? [text] : [delimiter, text])))));
}

/** An empty delimiter may be written as a null (`- ` and nothing). */
function delimiterText(node: Node): Value {
  return node.kind === "scalar" ? known(node.value === null ? "" : node.text) : unknown("a delimiter that is no text");
}

/** `Fn::Select: [index, list]`; the index counts from 0. */
export function select(evaluator: Evaluator, node: Node, argument: Node, depth: number): Seen {
  const [indexNode, listNode] = argument.kind === "list" ? argument.items : [];
  if (indexNode === undefined || listNode === undefined) return opaque(node, "an Fn::Select without a list");
  const indexText = knownText(evaluator.text(indexNode, depth));
  const list = evaluator.see(listNode, depth);
  const reason = "an item of a list that is not known";
  if (indexText === undefined || !/^\d{1,9}$/u.test(indexText)) return opaque(node, reason);
  const index = Number(indexText);
  if (list.kind === "list") return evaluator.present(list, depth)[index]?.seen ?? opaque(node, `the list has no item ${index}`);
  if (list.kind !== "opaque") return opaque(node, reason);
  const item = list.firstItems?.[index];
  return item?.text === undefined ? opaque(node, list.reason) : scalar(node, item.text);
}

/** `Fn::Split: [delimiter, text]`. Of a text with holes only the items before the first hole are certain. */
export function split(evaluator: Evaluator, node: Node, argument: Node, depth: number): Seen {
  const [delimiterNode, textNode] = argument.kind === "list" ? argument.items : [];
  const delimiter = delimiterNode === undefined ? undefined : knownText(evaluator.text(delimiterNode, depth));
  if (delimiter === undefined || delimiter === "" || textNode === undefined) return opaque(node, "an Fn::Split whose delimiter is not known");
  const text = evaluator.text(textNode, depth);
  if (text.kind === "known") return textList(node, text.text.split(delimiter).map(known));
  const reason = text.kind === "unknown" ? text.reason : "a list split from a text that is not wholly known";
  const first = text.kind === "pattern" ? text.parts[0] : undefined;
  if (typeof first !== "string") return { kind: "opaque", node, reason };
  const firstItems: Item[] = first.split(delimiter).slice(0, -1).map((piece) => ({ node, text: known(piece) }));
  return { kind: "opaque", node, reason, firstItems };
}

const MAX_CANDIDATES = 64;

/**
 * `Fn::FindInMap: [map, first key, second key, {DefaultValue}]`. Where a key is not known it is one of the values that may be meant.
 */
export function findInMap(evaluator: Evaluator, node: Node, argument: Node, depth: number): Seen {
  const [mapName, firstKey, secondKey, options] = argument.kind === "list" ? argument.items : [];
  if (mapName === undefined || firstKey === undefined || secondKey === undefined) return opaque(node, "an Fn::FindInMap without keys");
  const fallback = options?.kind === "map" ? options.get("DefaultValue") : undefined;
  const name = knownText(evaluator.text(mapName, depth));
  const mapping = name === undefined ? undefined : evaluator.facts.mappings?.get(name);
  if (mapping?.kind !== "map") return opaque(node, name === undefined ? "a mapping that is not known" : `the mapping ${name} is not defined`);
  const [first, second] = [evaluator.text(firstKey, depth), evaluator.text(secondKey, depth)];
  const found = matching(mapping, first).flatMap((inner) => (inner.kind === "map" ? matching(inner, second) : []));
  const certain = first.kind === "known" && second.kind === "known";
  if (certain) {
    const value = found[0] ?? fallback;
    return value === undefined ? opaque(node, `the mapping ${name} has no such key`) : evaluator.see(value, depth);
  }
  const reason = first.kind === "unknown" ? first.reason : second.kind === "unknown" ? second.reason : `which key of the mapping ${name} is meant`;
  const candidates = (fallback === undefined ? found : [...found, fallback]).map((candidate) => evaluator.see(candidate, depth));
  if (candidates.length === 0 || candidates.length > MAX_CANDIDATES) return opaque(node, reason);
  if (!candidates.every(({ kind }) => kind === "scalar")) return opaque(node, reason);
  return scalar(node, oneOf(candidates.map(textOfSeen)));
}

function matching(map: MapNode, key: Value): Node[] {
  const text = knownText(key);
  if (text !== undefined) {
    const value = map.get(text);
    return value === undefined ? [] : [value];
  }
  return Array.from(map.entries()).filter((entry) => equals(key, entry.key) !== "no").map((entry) => entry.value);
}
