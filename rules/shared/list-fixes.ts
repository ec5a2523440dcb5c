import type { Api, CorsProperty, SettingItem } from "../../src/aws/index.ts";
import { knownText, type Edit, type Place } from "../../src/source/index.ts";
import { isWrittenAt } from "./literals.ts";

/** Adds items to the list that is written at `place`, or to the comma-separated text there; `undefined` where it is made of other values. */
export function itemsAdded(api: Api, property: CorsProperty, place: Place | undefined, items: readonly string[]): readonly Edit[] | undefined {
  const setting = api.settings.find((found) => found.property === property && (found.mapping?.valuePlace ?? found.place).id === place?.id);
  const last = setting?.items.at(-1);
  if (!setting || !last || !isWrittenAt(last.place, last.value)) return undefined;
  const written = setting.items.map(({ value }) => knownText(value) ?? "");
  const added = items.map((item) => (property === "allow-headers" && written.every(isCapitalized) ? capitalized(item) : item));
  const { slice } = last.place;
  if (slice) {
    const before = setting.items.at(-2)?.place.slice;
    const comma = before && slice.start - before.end === 2 ? ", " : ",";
    return [{ kind: "replace", place: last.place, text: [written.at(-1) ?? "", ...added].join(comma) }];
  }
  const list = typeof last.place.segment === "number" ? last.place.parent : undefined;
  return list && added.map((value) => ({ kind: "add-item", place: list, value }));
}

/** `Content-Type` and not `content-type`: the same to browsers, but a list looks better in one way. */
function isCapitalized(name: string): boolean {
  return /^[A-Z]/u.test(name);
}

function capitalized(name: string): string {
  return name.replace(/\b[a-z]/gu, (letter) => letter.toUpperCase());
}

/** Takes an item out: of a list as a whole, of a comma-separated text together with one comma; `undefined` where it stands alone or is not written there. */
export function itemRemoval(items: readonly SettingItem[], index: number): readonly Edit[] | undefined {
  const item = items[index];
  if (!item || items.length === 1 || !isWrittenAt(item.place, item.value)) return undefined;
  const { place } = item;
  if (!place.slice) return typeof place.segment === "number" ? [{ kind: "remove", place }] : undefined;
  const [before, after] = [items[index - 1]?.place.slice, items[index + 1]?.place.slice];
  const gone = after ? place.at(place.slice.start, after.start) : before && place.at(before.end, place.slice.end);
  return gone && [{ kind: "replace", place: gone, text: "" }];
}

/** The same for several items at once. */
export function itemsRemoved(items: readonly SettingItem[], indexes: readonly number[]): readonly Edit[] | undefined {
  const kept = items.filter((_, index) => !indexes.includes(index));
  const [first, last] = [items[0]?.place, items.at(-1)?.place];
  if (!first || !last || kept.length === 0 || items.some(({ place, value }) => !isWrittenAt(place, value))) return undefined;
  if (first.slice && last.slice) return [{ kind: "replace", place: first.at(first.slice.start, last.slice.end), text: kept.map(({ value }) => knownText(value) ?? "").join(",") }];
  if (items.some(({ place }) => typeof place.segment !== "number")) return undefined;
  return indexes.flatMap((index) => items[index] ?? []).map(({ place }) => ({ kind: "remove", place }));
}

/** Writes several items where one stands: in a list, or in a comma-separated text; `undefined` where none are left or it is neither. */
export function itemReplaced(place: Place, items: readonly string[]): readonly Edit[] | undefined {
  const [first, ...others] = items;
  if (first === undefined) return undefined;
  if (place.slice) return [{ kind: "replace", place, text: items.join(",") }];
  const list = typeof place.segment === "number" ? place.parent : undefined;
  return list && [{ kind: "replace", place, text: first }, ...others.map((value): Edit => ({ kind: "add-item", place: list, value }))];
}
