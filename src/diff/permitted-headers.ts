import type { Api, CorsSetting, Route } from "../aws/index.ts";
import { type HeaderPair, isCorsSafelistedRequestHeader, isForbiddenRequestHeader } from "../fetch/index.ts";

/** More headers than anybody lists on purpose. */
const MAX_HEADERS = 50;

/** Under this key stands what holds for the whole API. */
const EVERYWHERE = "";

const indexes = new WeakMap<Api, ReadonlyMap<string, readonly HeaderPair[]>>();

/** Headers beyond `content-type` that a version tells pages they can send: some page may. */
export function permittedHeaders(route: Route | undefined): readonly HeaderPair[] {
  if (!route) return [];
  const index = indexes.get(route.api) ?? indexOf(route.api);
  indexes.set(route.api, index);
  return [...new Map([...(index.get(EVERYWHERE) ?? []), ...(index.get(route.path) ?? [])])].slice(0, MAX_HEADERS);
}

function indexOf({ settings }: Api): ReadonlyMap<string, readonly HeaderPair[]> {
  const index = new Map<string, HeaderPair[]>();
  for (const setting of settings) {
    if (setting.property !== "allow-headers" || setting.role === "response" || setting.role === "error") continue;
    const path = setting.route?.path ?? EVERYWHERE;
    const there = index.get(path) ?? [];
    there.push(...headersIn(setting));
    index.set(path, there);
  }
  return index;
}

function headersIn({ items }: CorsSetting): readonly HeaderPair[] {
  return items.flatMap(({ value }): readonly HeaderPair[] => {
    const name = value.kind === "known" ? value.text.trim().toLowerCase() : "*";
    const text = name === "authorization" ? "Bearer token" : "value";
    const isUsable = name !== "content-type" && /^[\w!#$%&'+.^`|~-]+$/u.test(name) && !isForbiddenRequestHeader(name, text) && !isCorsSafelistedRequestHeader(name, text);
    return isUsable ? [[name, text]] : [];
  });
}
