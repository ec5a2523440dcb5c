import { EntryMap, listNode, scalarNode } from "../../source/index.ts";
import type { Entry, ListNode, MapNode, Node, Place, ScalarValue } from "../../source/index.ts";

/**
 * A map that an expansion builds or changes. It is a {@link MapNode} like any other to whoever reads it; only what is touched is ever
 * copied ({@link editMap}), so that expanding one event does not copy a body.
 */
export class EditableMap extends EntryMap {
  /** Sets an entry where it stands, or at the end; a key that is already there keeps its place unless told otherwise. */
  set(key: string, value: Node, keyPlace?: Place): this {
    this.byKey.set(key, { key, value, keyPlace: keyPlace ?? this.byKey.get(key)?.keyPlace ?? value.place });
    return this;
  }
  /** As {@link set}, but absent values leave no entry. */
  setIfGiven(key: string, value: Node | undefined, keyPlace?: Place): this {
    return value === undefined || isNull(value) ? this : this.set(key, value, keyPlace);
  }
  delete(key: string): void {
    this.byKey.delete(key);
  }
}

/** A list that an expansion builds or changes. */
export class EditableList implements ListNode {
  readonly kind = "list";
  readonly place: Place;
  readonly items: Node[];

  constructor(place: Place, items: readonly Node[] = []) {
    this.place = place;
    this.items = [...items];
  }
}

/** The map under a key, made editable in place; `undefined` if there is no map. */
export function editMap(parent: EditableMap, key: string): EditableMap | undefined {
  const entry = parent.entry(key);
  if (entry?.value.kind !== "map") return undefined;
  if (entry.value instanceof EditableMap) return entry.value;
  const copy = new EditableMap(entry.value.place, entry.value.entries());
  parent.set(key, copy, entry.keyPlace);
  return copy;
}

/** The map under a key, made editable in place; a new one at `place` where there is none (or none that is a map). */
export function ensureMap(parent: EditableMap, key: string, place: Place, keyPlace?: Place): EditableMap {
  const there = editMap(parent, key);
  if (there) return there;
  const made = new EditableMap(place);
  parent.set(key, made, keyPlace);
  return made;
}

/** The list under a key, made editable in place; `undefined` if there is no list. */
export function editList(parent: EditableMap, key: string): EditableList | undefined {
  const entry = parent.entry(key);
  if (entry?.value.kind !== "list") return undefined;
  if (entry.value instanceof EditableList) return entry.value;
  const copy = new EditableList(entry.value.place, entry.value.items);
  parent.set(key, copy, entry.keyPlace);
  return copy;
}

/** The item of a list, made editable in place where it is a map. */
export function editItem(list: EditableList, index: number): Node | undefined {
  const item = list.items[index];
  if (item?.kind !== "map" || item instanceof EditableMap) return item;
  return (list.items[index] = new EditableMap(item.place, item.entries()));
}

export function scalar(place: Place, value: ScalarValue): Node {
  return scalarNode(place, value);
}

/** An editable map of pairs that all stand at `place` unless their values stand elsewhere. */
export function mapFrom(place: Place, pairs: Iterable<readonly [string, Node | undefined, Place?]>): EditableMap {
  const map = new EditableMap(place);
  for (const [key, value, keyPlace] of pairs) if (value !== undefined) map.set(key, value, keyPlace ?? value.place);
  return map;
}

export function ref(place: Place, id: string): Node {
  return mapFrom(place, [["Ref", scalar(place, id)]]);
}

export function getAtt(place: Place, id: string, attribute: string): Node {
  return mapFrom(place, [["Fn::GetAtt", listNode(place, [scalar(place, id), scalar(place, attribute)])]]);
}

/** `Fn::Sub` of a text, with variables where there are any. */
export function sub(place: Place, text: string, variables: Iterable<readonly [string, Node]> = []): Node {
  const pairs = mapFrom(place, variables);
  return mapFrom(place, [["Fn::Sub", pairs.size === 0 ? scalar(place, text) : listNode(place, [scalar(place, text), pairs])]]);
}

/** `{"Fn::If": [condition, node, AWS::NoValue]}`, in which the node can still be edited. */
export function conditional(condition: Condition, node: Node, otherwise?: Node): EditableMap {
  const place = condition.place;
  const items = [scalar(place, condition.name), node, otherwise ?? ref(place, "AWS::NoValue")];
  return mapFrom(node.place, [["Fn::If", new EditableList(node.place, items)]]);
}

/** The condition that a resource's `Condition` attribute names, and where. */
export interface Condition {
  readonly name: string;
  readonly place: Place;
}

export function isNull(node: Node | undefined): boolean {
  return node?.kind === "scalar" && node.value === null;
}

/** Whether Python takes the value for true: not absent, null, false, zero or empty. SAM asks that of most optional properties. */
export function isTruthy(node: Node | undefined): node is Node {
  if (node === undefined) return false;
  if (node.kind === "scalar") return Boolean(node.value);
  return node.kind === "map" ? node.size > 0 : node.items.length > 0;
}

/** The text of a string scalar; other scalars are no strings to SAM. */
export function stringOf(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

export function isLiteralTrue(node: Node | undefined): boolean {
  return node?.kind === "scalar" && node.value === true;
}

/** The name and argument of an intrinsic function: a map with one key that is `Ref`, `Condition` or begins with `Fn::`. */
export function intrinsicOf(node: Node | undefined): { readonly name: string; readonly argument: Node } | undefined {
  if (node?.kind !== "map" || node.size !== 1) return undefined;
  for (const { key, value } of node.entries()) {
    return key === "Ref" || key === "Condition" || key.startsWith("Fn::") ? { name: key, argument: value } : undefined;
  }
  return undefined;
}

export function isIntrinsic(node: Node | undefined): boolean {
  return intrinsicOf(node) !== undefined;
}

export function isNoValue(node: Node | undefined): boolean {
  const found = intrinsicOf(node);
  return found?.name === "Ref" && stringOf(found.argument) === "AWS::NoValue";
}

/** The value under a key, where the node is a map at all. */
export function get(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === "map" ? node.get(key) : undefined;
}

/** The place of an entry's key and value together with the value, for what is passed on under another name. */
export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  return node?.kind === "map" ? node.entry(key) : undefined;
}

/** Equal as data, wherever they stand. */
export function isSame(a: Node | undefined, b: Node | undefined, depth = 0): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.kind !== b.kind || depth > MAX_DEPTH) return false;
  if (a.kind === "scalar") return b.kind === "scalar" && a.value === b.value;
  if (a.kind === "list") return b.kind === "list" && a.items.length === b.items.length && a.items.every((item, i) => isSame(item, b.items[i], depth + 1));
  if (b.kind !== "map" || a.size !== b.size) return false;
  for (const { key, value } of a.entries()) if (!isSame(value, b.get(key), depth + 1)) return false;
  return true;
}

/** No document that CloudFormation accepts nests deeper; what does is left as it is. */
export const MAX_DEPTH = 200;
