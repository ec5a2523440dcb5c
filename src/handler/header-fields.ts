import { oneOf, type Value } from "../source/index.ts";
import type { Property, State } from "./heap.ts";
import { reasonOf } from "./objects.ts";
import type { HandlerHeader } from "./types.ts";
import { isOrigin, options, textOfVal, textSources, type Check, type EventVal, type Val } from "./values.ts";

/** One way the headers of a response may look. */
export interface Variant {
  /** By lower-case name. */
  readonly fields: ReadonlyMap<string, HandlerHeader & { readonly mayBeNothing: boolean; readonly isNothing: boolean }>;
  readonly open: string | undefined;
  readonly ref: number | undefined;
}

const NO_HEADERS: Variant = { fields: new Map(), open: undefined, ref: undefined };

/** Every way the value of `headers` may look. */
export function variantsOf(state: State, value: Val | undefined, isMulti: boolean): readonly Variant[] {
  if (value === undefined) return [NO_HEADERS];
  return options(value).map((option) => {
    if (option.k === "prim") return NO_HEADERS;
    const cell = option.k === "ref" ? state.get(option.id) : undefined;
    if (option.k !== "ref" || cell === undefined) return { ...NO_HEADERS, open: reasonOf(option) };
    const fields = new Map<string, HandlerHeader & { mayBeNothing: boolean; isNothing: boolean }>();
    for (const [key, property] of cell.props) {
      const name = key.trim().toLowerCase();
      const field = fieldOf(state, key, property, isMulti);
      const before = fields.get(name);
      fields.set(name, before && field.presence === "maybe" ? { ...field, presence: before.presence } : field);
    }
    const unseen = cell.cls ? "its headers are made by a class" : undefined;
    return { fields, open: cell.open ?? unseen, ref: option.id };
  });
}

function fieldOf(state: State, key: string, property: Property, isMulti: boolean): HandlerHeader & { mayBeNothing: boolean; isNothing: boolean } {
  const list = isMulti && property.value.k === "ref" ? state.get(property.value.id) : undefined;
  const values = list?.kind === "array" ? list.items : [property.value];
  const all = values.flatMap(options);
  const isNothing = (value: Val): boolean => value.k === "prim" && (value.value === undefined || value.value === null || value.value === "");
  const sources = textSources(values);
  const origin = sources.origin ?? all.find(isOrigin);
  return {
    name: key.trim().toLowerCase(),
    key,
    value: textOfAll(values),
    presence: property.presence,
    keySite: property.site,
    valueSite: property.valueSite,
    written: writtenAs(all),
    env: sources.env,
    ...(list?.kind === "array" ? { multi: list.items.length } : {}),
    ...(origin ? { origin: { how: originUse(origin), site: origin.site, checks: origin.checks } } : {}),
    mayBeNothing: all.some(isNothing),
    isNothing: all.length > 0 && all.every((value) => value.k === "prim" && (value.value === undefined || value.value === null)),
  };
}

function textOfAll(values: readonly Val[]): Value {
  return oneOf(values.map(textOfVal));
}

function writtenAs(all: readonly Val[]): HandlerHeader["written"] {
  const kinds = new Set(
    all.map((value): HandlerHeader["written"] => {
      if (value.k === "text" || value.k === "event") return "string";
      if (value.k === "ref") return "list";
      if (value.k !== "prim") return "unknown";
      if (value.value === undefined || value.value === null) return "nothing";
      return typeof value.value as "string" | "boolean" | "number"; // the two other types are gone in the line above
    }),
  );
  const [only] = kinds;
  return kinds.size === 1 && only ? only : "unknown";
}

const WEAK: ReadonlySet<Check["kind"]> = new Set(["text", "prefix", "suffix", "pattern"]);
const STRONG: ReadonlySet<Check["kind"]> = new Set(["list", "equality", "lookup", "call"]);

/** Is the origin tested before it is sent back, and does the test hold? */
function originUse(origin: EventVal): "reflected" | "checked" | "weakly-checked" {
  const passed = origin.checks.filter((check) => !check.negated);
  if (passed.some((check) => STRONG.has(check.kind))) return "checked";
  if (passed.some((check) => check.kind === "pattern" && isAnchored(check.text))) return "checked";
  if (hasScheme(passed) && passed.some((check) => check.kind === "suffix" && (check.text ?? "").startsWith("."))) return "checked";
  return passed.some((check) => WEAK.has(check.kind)) ? "weakly-checked" : "reflected";
}

function hasScheme(checks: readonly Check[]): boolean {
  return checks.some((check) => check.kind === "prefix" && /^https?:\/\/$/u.test(check.text ?? ""));
}

/** A regular expression from start to end whose dots are escaped. An unknown one has the benefit of the doubt. */
function isAnchored(pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  const source = pattern.startsWith("/") ? pattern.slice(1, pattern.lastIndexOf("/")) : pattern;
  return source.startsWith("^") && source.endsWith("$") && !hasOpenDot(source);
}

/** `app.example\.com` also fits `appXexample.com`, which anybody can register. The last dot of a name is not one of these: `exampleXcom` is no domain. */
function hasOpenDot(pattern: string): boolean {
  return /[a-z\d]\.[a-z\d-]+\\?\.[a-z]/iu.test(pattern.replace(/\[[^\]]*\]/gu, "_"));
}
