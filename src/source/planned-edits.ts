import type { Edit } from "./edit.ts";
import type { RawList, RawMap, RawNode, RawPair, RawScalar } from "./raw.ts";
import { dereference, keyText, scalar } from "./raw.ts";
import type { RawLayout } from "./raw-layout.ts";
import { typeOf } from "./yaml-types.ts";

/** Text for a part of a scalar's decoded text. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits, sorted by what of the document they touch. */
export interface Plan {
  readonly replaced: Map<RawNode, { readonly text: string; readonly pair: RawPair | undefined }>;
  readonly spliced: Map<RawScalar, Splice[]>;
  readonly renamed: Map<RawPair, string>;
  readonly removedPairs: Map<RawMap, Set<RawPair>>;
  readonly removedItems: Map<RawList, Set<RawNode>>;
  readonly addedEntries: Map<RawMap, Map<string, unknown>>;
  readonly addedItems: Map<RawList, unknown[]>;
  /** Scalars that give way to other data. */
  readonly put: Map<RawScalar, { readonly value: unknown; readonly pair: RawPair; readonly inFlow: boolean }>;
  /** Single texts that become lists: what follows them there. */
  readonly listed: Map<RawScalar, unknown[]>;
}

export class Refusal extends Error {}

/** What the edits mean in this document. Throws {@link Refusal} where they name what is not there, or contradict each other. */
export function planOf(edits: readonly Edit[], layout: RawLayout): Plan {
  const plan: Plan = {
    replaced: new Map(),
    spliced: new Map(),
    renamed: new Map(),
    removedPairs: new Map(),
    removedItems: new Map(),
    addedEntries: new Map(),
    addedItems: new Map(),
    put: new Map(),
    listed: new Map(),
  };
  const seen = new Set<string>();
  for (const edit of edits) {
    // Two findings may ask for the same change; once is enough.
    const { place, ...rest } = edit;
    const identity = JSON.stringify([place.id, rest]);
    if (seen.has(identity)) continue;
    seen.add(identity);
    // It touches no node; that it really does not, the comparison of the trees shows.
    if (edit.kind === "cut") continue;
    addTo(plan, edit, layout);
  }
  return plan;
}

function addTo(plan: Plan, edit: Exclude<Edit, { kind: "cut" }>, layout: RawLayout): void {
  const path = edit.place.path;
  const found = layout.find(path);
  if (edit.kind === "remove" && found?.complete !== true) return;
  if (!found?.complete) throw new Refusal(`There is nothing at ${path.join("/")}`);
  switch (edit.kind) {
    case "replace":
      return edit.place.slice ? splice(plan, found.node, edit.place.slice, edit.text) : replace(plan, found.node, found.pair, edit.text);
    case "put":
      return put(plan, found.node, found.pair, edit.value, containerAt(layout, path));
    case "rename-key":
      return rename(plan, found.pair, edit.key, containerAt(layout, path));
    case "add-entry":
      return addEntry(plan, found.node, edit.key, edit.value);
    case "add-item":
      return addItem(plan, found.node, edit.value);
    case "remove":
      return remove(plan, found.node, found.pair, containerAt(layout, path));
  }
}

function containerAt(layout: RawLayout, path: Edit["place"]["path"]): RawNode | undefined {
  const found = path.length === 0 ? undefined : layout.find(path.slice(0, -1));
  return found && dereference(found.node);
}

function splice(plan: Plan, node: RawNode, slice: { start: number; end: number }, text: string): void {
  if (node.kind !== "scalar" || slice.end > node.text.length) throw new Refusal("A part of a text can be replaced only in a text");
  listIn(plan.spliced, node).push({ ...slice, text });
}

function replace(plan: Plan, node: RawNode, pair: RawPair | undefined, text: string): void {
  const earlier = plan.replaced.get(node);
  if (earlier && earlier.text !== text) throw new Refusal("Two changes put different texts in the same place");
  plan.replaced.set(node, { text, pair });
}

function put(plan: Plan, node: RawNode, pair: RawPair | undefined, value: unknown, map: RawNode | undefined): void {
  if (node.kind !== "scalar" || !pair || node.anchor !== undefined || map?.kind !== "map") throw new Refusal("Only a text that is the value of an entry gives way to other data");
  const earlier = plan.put.get(node);
  if (earlier && JSON.stringify(earlier.value) !== JSON.stringify(value)) throw new Refusal("Two changes put different values in the same place");
  plan.put.set(node, { value, pair, inFlow: map.flow });
}

function rename(plan: Plan, pair: RawPair | undefined, key: string, map: RawNode | undefined): void {
  if (!pair || pair.key.kind !== "scalar" || map?.kind !== "map") throw new Refusal("Only the key of an entry can be renamed");
  if (map.pairs.some((other) => other !== pair && keyText(other.key) === key)) throw new Refusal(`There is a key ${key} already`);
  const earlier = plan.renamed.get(pair);
  if (earlier !== undefined && earlier !== key) throw new Refusal("Two changes give the same key different names");
  plan.renamed.set(pair, key);
}

function addEntry(plan: Plan, node: RawNode, key: string, value: unknown): void {
  const map = dereference(node);
  if (map?.kind !== "map") throw new Refusal("An entry can be added only to a map");
  const existing = map.pairs.findLast((pair) => keyText(pair.key) === key);
  const wanted = JSON.stringify(outlineOfData(value));
  if (existing) {
    if (JSON.stringify(outlineOf(existing.value)) === wanted) return;
    if (existing.value.kind !== "map" || existing.value.tag !== undefined || !isRecord(value)) throw new Refusal(`There is a key ${key} already`);
    for (const [inner, item] of Object.entries(value)) addEntry(plan, existing.value, inner, item);
    return;
  }
  const added = plan.addedEntries.get(map) ?? new Map<string, unknown>();
  plan.addedEntries.set(map, added.set(key, added.has(key) ? together(added.get(key), value, key) : value));
}

/** What two changes add under the same key, where they do not contradict each other. */
function together(a: unknown, b: unknown, key: string): unknown {
  if (JSON.stringify(a) === JSON.stringify(b)) return a;
  if (!isRecord(a) || !isRecord(b)) throw new Refusal(`Two changes add a key ${key}`);
  const merged = new Map(Object.entries(a));
  for (const [inner, item] of Object.entries(b)) merged.set(inner, merged.has(inner) ? together(merged.get(inner), item, inner) : item);
  return Object.fromEntries(merged);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function addItem(plan: Plan, node: RawNode, value: unknown): void {
  if (node.kind === "scalar" && node.tag === undefined && node.anchor === undefined && node.text !== "" && isOneLine(node)) {
    listIn(plan.listed, node).push(value);
    return;
  }
  const list = dereference(node);
  if (list?.kind !== "list") throw new Refusal("An item can be added only to a list");
  listIn(plan.addedItems, list).push(value);
}

/** A text that can stand in a flow list as it is written. */
function isOneLine({ style, text }: RawScalar): boolean {
  return style === "single" || style === "double" || (style === "plain" && /^[\w.-]+$/u.test(text));
}

function remove(plan: Plan, node: RawNode, pair: RawPair | undefined, container: RawNode | undefined): void {
  if (container?.kind === "map" && pair && container.pairs.includes(pair)) setIn(plan.removedPairs, container).add(pair);
  else if (container?.kind === "list") setIn(plan.removedItems, container).add(node);
  else throw new Refusal("The whole document, and what << merges, cannot be removed");
}

function listIn<K, V>(map: Map<K, V[]>, key: K): V[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

function setIn<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  const set = map.get(key) ?? new Set<V>();
  map.set(key, set);
  return set;
}

/** The text of a scalar after the splices. */
export function splicedText(text: string, splices: readonly Splice[]): string {
  return splices.toSorted((a, b) => b.start - a.start).reduce((result, { start, end, text: put }) => result.slice(0, start) + put + result.slice(end), text);
}

/** Does the new text of a scalar stay a number or boolean, as the old one was? */
export function staysTyped(old: RawNode, text: string): boolean {
  return old.kind === "scalar" && typeof typeOf(old).value !== "string" && typeof typeOf(scalar("plain", text, 0, 0)).value !== "string";
}

/** Everything about a document but how it is written, with the plan carried out: what the edited text must read as. */
export function outlineOf(raw: RawNode, plan?: Plan): unknown {
  const replaced = plan?.replaced.get(raw);
  if (replaced) return outlineOfText(raw, replaced.text, undefined, raw.anchor);
  const common = [raw.tag, raw.anchor];
  switch (raw.kind) {
    case "alias":
      return ["alias", raw.name, raw.target?.kind];
    case "scalar": {
      const splices = plan?.spliced.get(raw);
      if (splices) return outlineOfText(raw, splicedText(raw.text, splices), raw.tag, raw.anchor);
      const given = plan?.put.get(raw);
      if (given) return outlineOfData(given.value);
      const { value, text } = typeOf(raw);
      const listed = plan?.listed.get(raw);
      if (listed) return ["list", [["scalar", value, text, ...common], ...listed.map(outlineOfData)], undefined, undefined];
      return withoutTag(value, text, raw.tag, raw.anchor);
    }
    case "list": {
      const items = raw.items.filter((item) => !plan?.removedItems.get(raw)?.has(item)).map((item) => outlineOf(item, plan));
      return ["list", [...items, ...(plan?.addedItems.get(raw) ?? []).map(outlineOfData)], ...common];
    }
    case "map": {
      const pairs = raw.pairs.filter((pair) => !plan?.removedPairs.get(raw)?.has(pair)).map((pair) => [plan?.renamed.get(pair) ?? keyText(pair.key), outlineOf(pair.value, plan)]);
      return ["map", [...pairs, ...[...(plan?.addedEntries.get(raw) ?? [])].map(([key, value]) => [key, outlineOfData(value)])], ...common];
    }
  }
}

function outlineOfText(old: RawNode, text: string, tag: string | undefined, anchor: string | undefined): unknown {
  const typed = typeOf(scalar(staysTyped(old, text) ? "plain" : "double", text, 0, 0));
  return withoutTag(typed.value, typed.text, tag, anchor);
}

/** `!Ref Api` says the same as `{ Ref: Api }`, and either may be written. */
function withoutTag(value: unknown, text: string, tag: string | undefined, anchor: string | undefined): unknown {
  if (tag === "!Ref") return ["map", [["Ref", outlineOfData(text)]], undefined, anchor];
  const dot = text.indexOf(".");
  if (tag === "!GetAtt" && dot > 0) return ["map", [["Fn::GetAtt", outlineOfData([text.slice(0, dot), text.slice(dot + 1)])]], undefined, anchor];
  return ["scalar", value, text, tag, anchor];
}

/** The outline that plain data has when written. */
function outlineOfData(data: unknown): unknown {
  if (Array.isArray(data)) return ["list", data.map(outlineOfData), undefined, undefined];
  if (typeof data === "object" && data !== null) return ["map", Object.entries(data).map(([key, value]) => [key, outlineOfData(value)]), undefined, undefined];
  if (typeof data === "string") return ["scalar", data, data, undefined, undefined];
  if (typeof data !== "number" && typeof data !== "boolean" && data !== null) throw new Refusal(`A ${typeof data} cannot be written`);
  const { value, text } = typeOf(scalar("plain", String(data), 0, 0));
  return ["scalar", value, text, undefined, undefined];
}
