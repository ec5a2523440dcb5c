import type { Tri } from "../source/index.ts";
import { byteLowercase, isToken } from "./bytes.ts";
import type { FieldPossibility } from "./header-list.ts";

/** What is known of a header that is a list of tokens (`Access-Control-Allow-Methods`, `-Headers`, `-Expose-Headers`). */
export interface HeaderListValues {
  /** Does it parse? `no`: whatever stands in its unknown parts, it cannot. */
  readonly parses: Tri;
  /** Items that are in the list for sure, as written. */
  readonly items: readonly string[];
  /** Are these all items? An unknown part may hold any number of others. */
  readonly complete: boolean;
  /** The first part that is no token, where there is one. */
  readonly malformed?: string;
}

/** Where a parser of `#token` stands: before an item, in one, or after one. */
type ParserState = "before" | "inside" | "after";

/**
 * Fetch, "extract header list values" for headers whose value is `#method` or `#field-name` (RFC 9110, section 5.6.1): items are tokens,
 * blanks and empty items do not count, and one malformed item spoils all of them. No header is an empty list.
 */
export function extractHeaderListValues(value: FieldPossibility): HeaderListValues {
  switch (value?.kind) {
    case undefined:
      return { parses: "yes", items: [], complete: true };
    case "unknown":
      return { parses: "maybe", items: [], complete: false };
    case "known":
      return ofKnown(value.text);
    case "pattern":
      return ofParts(value.parts.map((part) => (typeof part === "string" ? part : undefined)));
  }
}

function ofKnown(text: string): HeaderListValues {
  const items = splitAtCommas(text).filter((item) => item !== "");
  const malformed = items.find((item) => !isToken(item));
  return { parses: malformed === undefined ? "yes" : "no", items, complete: true, ...(malformed === undefined ? {} : { malformed }) };
}

function splitAtCommas(text: string): string[] {
  return text.split(",").map((item) => item.replace(/^[\t ]+|[\t ]+$/gu, ""));
}

/** `undefined` is a hole. */
function ofParts(parts: readonly (string | undefined)[]): HeaderListValues {
  const items: string[] = [];
  let states: ReadonlySet<ParserState> = new Set<ParserState>(["before"]);
  for (const [index, part] of parts.entries()) {
    if (part === undefined) {
      states = new Set<ParserState>(["before", "inside", "after"]);
      continue;
    }
    states = statesAfter(states, part);
    const pieces = splitAtCommas(part);
    // A piece beside a hole may go on in it.
    const whole = pieces.slice(index === 0 ? 0 : 1, index === parts.length - 1 ? pieces.length : -1);
    items.push(...whole.filter((item) => item !== ""));
    if (states.size === 0) return { parses: "no", items, complete: false, malformed: part.trim() };
  }
  return { parses: "maybe", items, complete: false };
}

function statesAfter(states: ReadonlySet<ParserState>, text: string): ReadonlySet<ParserState> {
  let current = states;
  for (const unit of text) {
    const next = new Set<ParserState>();
    for (const state of current) {
      const to = nextState(state, unit);
      if (to) next.add(to);
    }
    current = next;
  }
  return current;
}

function nextState(state: ParserState, unit: string): ParserState | undefined {
  if (unit === ",") return "before";
  if (unit === " " || unit === "\t") return state === "before" ? "before" : "after";
  return state !== "after" && isToken(unit) ? "inside" : undefined;
}

/** Is a method in the list? Case-sensitive, as methods are. */
export function listsMethod(list: HeaderListValues, method: string): Tri {
  return list.items.includes(method) ? "yes" : list.complete ? "no" : "maybe";
}

/** Is a header name in the list? In any case. */
export function listsHeader(list: HeaderListValues, name: string): Tri {
  const lower = byteLowercase(name);
  return list.items.some((item) => byteLowercase(item) === lower) ? "yes" : list.complete ? "no" : "maybe";
}
