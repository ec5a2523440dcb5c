import type { CorsSetting } from "../../src/aws/index.ts";
import { isWildcard, originDefect } from "../../src/linter/index.ts";
import { knownText, type Fix, type Place } from "../../src/source/index.ts";
import { itemRemoval } from "./list-fixes.ts";

/** An origin as a browser could write it. */
export interface WrittenOrigin {
  readonly text: string;
  readonly scheme: string;
  readonly host: string;
  readonly port: string | undefined;
  readonly place: Place;
  /** Its index among the items of the setting. */
  readonly index: number;
}

/** The origins that a setting allows by name; misspelled ones, wildcards and `null` are none. */
export function writtenOrigins(setting: CorsSetting): readonly WrittenOrigin[] {
  if (setting.property !== "allow-origin") return [];
  return setting.items.flatMap(({ value, place }, index) => {
    const text = knownText(value)?.trim() ?? "";
    const [, scheme, host, port] = /^([a-z][a-z0-9+.-]*):\/\/(\[[\da-f:.]+\]|[a-z0-9._-]+)(?::(\d+))?\/?$/iu.exec(text) ?? [];
    return scheme === undefined || host === undefined ? [] : [{ text, scheme: scheme.toLowerCase(), host: host.toLowerCase(), port, place, index }];
  });
}

/** A header that is known to name neither `*` nor one origin as browsers write it. */
export function isMistakenOrigin(setting: CorsSetting): boolean {
  const { property, form, value, originWildcards } = setting;
  if (property !== "allow-origin" || form !== "header" || knownText(value) === undefined || isWildcard(value)) return false;
  return writtenOrigins(setting).length === 0 || originDefect(value, originWildcards) !== undefined;
}

/** The machine that the browser runs on. */
export function isLoopback({ host }: WrittenOrigin): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/u.test(host);
}

/** Takes the item out of its list; `undefined` where it is the only one, or not one of a list that is written there. */
export function originRemoved(setting: CorsSetting, { text, index }: Pick<WrittenOrigin, "text" | "index">, applicability: Fix["applicability"]): Fix | undefined {
  const edits = itemRemoval(setting.items, index);
  return edits && { title: `Remove ${text}`, applicability, edits };
}
