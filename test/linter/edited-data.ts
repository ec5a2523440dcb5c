import type { Edit, PathSegment } from "../../src/source/index.ts";

type Container = Map<string, unknown> | unknown[];

/**
 * What a document says once edits are carried out, worked out on plain data and by nothing of what writes them into a text: all scalars as
 * texts, maps as maps, so that the order of keys counts.
 */
export function editedData(data: unknown, edits: readonly Edit[]): unknown {
  const top: unknown[] = [plain(data)];
  const distinct = [...new Map(edits.map((edit) => [JSON.stringify([edit.place.id, { ...edit, place: undefined }]), edit])).values()];
  for (const kind of ["replace", "put", "add-entry", "add-item", "rename-key", "remove"] as const) {
    const same = distinct.filter((edit) => edit.kind === kind);
    // Deeper places, later items and later parts of a text first, so that what is still to be done stays where it was.
    for (const edit of same.sort((a, b) => compare(b, a))) carryOut(top, edit);
  }
  return comparable(top[0]);
}

/** Data as {@link editedData} gives it. */
export function comparableData(data: unknown): unknown {
  return comparable(plain(data));
}

function compare(a: Edit, b: Edit): number {
  const [one, other] = [a.place.path, b.place.path];
  for (const [index, segment] of one.entries()) {
    const next = other[index];
    if (typeof segment === "number" && typeof next === "number" && segment !== next) return segment - next;
    if (segment !== next) break;
  }
  return one.length - other.length || (a.place.slice?.start ?? 0) - (b.place.slice?.start ?? 0);
}

function carryOut(top: unknown[], edit: Edit): void {
  const path: readonly PathSegment[] = [0, ...edit.place.path];
  const holder = path.slice(0, -1).reduce<unknown>((node, segment) => childOf(node, segment), top) as Container | undefined; // what an edit names is there
  const last = path.at(-1) ?? 0;
  const now = childOf(holder, last);
  if (edit.kind === "remove" && now === undefined) return;
  switch (edit.kind) {
    case "replace": {
      const { slice } = edit.place;
      return set(holder, last, slice ? `${String(now).slice(0, slice.start)}${edit.text}${String(now).slice(slice.end)}` : edit.text);
    }
    case "put":
      return set(holder, last, plain(edit.value));
    case "add-entry":
      return merge(now, edit.key, plain(edit.value));
    case "add-item":
      return set(holder, last, [...(Array.isArray(now) ? (now as unknown[]) : [now]), plain(edit.value)]);
    case "rename-key":
      return rename(holder, String(last), edit.key);
    case "remove":
      if (Array.isArray(holder)) holder.splice(Number(last), 1);
      else holder?.delete(String(last));
      return;
    case "cut":
      return;
  }
}

function childOf(node: unknown, segment: PathSegment): unknown {
  if (Array.isArray(node)) return node[Number(segment)];
  return node instanceof Map ? node.get(String(segment)) : undefined;
}

function set(holder: Container | undefined, segment: PathSegment, value: unknown): void {
  if (Array.isArray(holder)) holder[Number(segment)] = value;
  else holder?.set(String(segment), value);
}

/** Of a map that is there already only what it lacks is added. */
function merge(map: unknown, key: string, value: unknown): void {
  if (!(map instanceof Map)) throw new Error(`${key} is added to what is no map`);
  const there: unknown = map.get(key);
  if (there instanceof Map && value instanceof Map) for (const [inner, item] of value) merge(there, String(inner), item);
  else if (there === undefined) map.set(key, value);
}

function rename(holder: Container | undefined, from: string, to: string): void {
  if (!(holder instanceof Map)) return;
  const entries = [...holder];
  holder.clear();
  for (const [key, value] of entries) holder.set(key === from ? to : key, value);
}

function plain(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(plain);
  if (typeof data === "object" && data !== null) return new Map(Object.entries(data).map(([key, value]) => [key, plain(value)]));
  return String(data);
}

function comparable(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(comparable);
  if (!(data instanceof Map)) return data;
  // Read without tags, `!Ref Api` is a text, and the same is meant.
  if (data.size === 1 && typeof data.get("Ref") === "string") return data.get("Ref");
  const attribute: unknown = data.size === 1 ? data.get("Fn::GetAtt") : undefined;
  if (Array.isArray(attribute)) return attribute.join(".");
  return [...data].map(([key, value]): unknown => [key, comparable(value)]);
}
