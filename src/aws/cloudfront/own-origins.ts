import { concat, known, type Value } from "../../source/index.ts";
import type { View } from "../../template/index.ts";
import { originsMeantBy } from "../browser-requests.ts";
import type { Api } from "../model.ts";

/**
 * The origins of pages that come from the distribution itself: its aliases. A call from there to a path of it has one origin, and no CORS.
 * An alias with unknown parts counts where an API allows exactly that text.
 */
export function ownOrigins(config: View, apis: readonly Api[]): ReadonlySet<string> {
  const aliases = config.get("Aliases").items().map((alias) => concat([known("https://"), alias.text()]));
  const patterns = new Set(aliases.filter(({ kind }) => kind === "pattern").map((alias) => JSON.stringify(alias)));
  const isAlias = (value: Value): boolean => patterns.has(JSON.stringify(value));
  const allowed = patterns.size === 0 ? [] : apis.flatMap(({ settings }) => settings.flatMap(({ property, items }) => (property === "allow-origin" ? items.map(({ value }) => value) : [])));
  return new Set([...aliases.filter(({ kind }) => kind === "known"), ...allowed.filter(isAlias)].flatMap(originsMeantBy));
}
