import { concat, describe, known, possibilities, unknown, type Known, type Pattern, type Unknown, type Value } from "../source/index.ts";
import { byteLowercase, isHttpWhitespace, normalizeHeaderValue } from "./bytes.ts";
import type { Evidence, HeaderField, Response } from "./types.ts";

/** One thing that a header may turn out to be; `undefined`: the response does not have it. */
export type FieldPossibility = Known | Pattern | Unknown | undefined;

/** More than these are not told apart. */
const MAX_POSSIBILITIES = 64;

/** The fields of that name, in order, normalized. */
export function fieldsOf(response: Response, name: string): readonly HeaderField[] {
  const lower = byteLowercase(name);
  return response.headers.filter((field) => field.name.length === lower.length && byteLowercase(field.name) === lower);
}

/**
 * Everything the header may be once its fields are combined. Fetch, "get" a header from a header list (`, `); the list syntax of
 * HTTP allows to join with a plain comma as well.
 */
export function getPossibilities(response: Response, name: string): readonly [FieldPossibility, ...FieldPossibility[]] {
  const fields = fieldsOf(response, name);
  const [only] = fields;
  if (!only) return response.unlisted === "absent" ? [undefined] : [undefined, unknown(response.unlisted.unknown)];
  if (fields.length === 1 && only.presence === "present" && only.value.kind !== "one-of") return [normalizedValue(only.value)];
  let found: readonly [FieldPossibility, ...FieldPossibility[]] = [undefined];
  for (const field of fields) {
    const values = possibilities(field.value).map(normalizedValue);
    const extended = found.flatMap((before) => values.map((value) => appended(before, value)));
    const [first, ...rest] = distinct(field.presence === "maybe" ? [...extended, ...found] : extended);
    found = [first, ...rest];
    if (found.length > MAX_POSSIBILITIES) return [undefined, unknown(`there are too many possibilities for ${name}`)];
  }
  return found;
}

function appended(before: FieldPossibility, value: Known | Pattern | Unknown): FieldPossibility {
  const [joined] = before === undefined ? [value] : possibilities(concat([before, known(", "), value]));
  return joined;
}

function distinct(values: readonly FieldPossibility[]): readonly FieldPossibility[] {
  return [...new Map(values.map((value) => [JSON.stringify(value ?? null), value])).values()];
}

/** Blanks around it gone, as far as its ends are known. Fetch, "normalize" a byte sequence. */
function normalizedValue(value: Known | Pattern | Unknown): Known | Pattern | Unknown {
  switch (value.kind) {
    case "unknown":
      return value;
    case "known":
      return known(normalizeHeaderValue(value.text));
    case "pattern": {
      const trimmed = value.parts.map((part, index) => {
        if (typeof part !== "string") return part;
        const start = index === 0 ? part.replace(/^[\t\n\r ]+/u, "") : part;
        return known(index === value.parts.length - 1 ? start.replace(/[\t\n\r ]+$/u, "") : start);
      });
      const [whole = value] = possibilities(concat(trimmed));
      return whole;
    }
  }
}

/**
 * Could the value read `text` after normalization? A hole may hold any text, blanks at the ends of the whole included, so
 * `${A} ${B}` can be `*`.
 */
export function couldRead(value: Known | Pattern | Unknown, text: string): boolean {
  switch (value.kind) {
    case "known":
      return value.text === text;
    case "unknown":
      return true;
    case "pattern":
      return matchesAround(value, text);
  }
}

/** Runs the parts over all positions of `text` at once; blanks before and after it may be consumed without moving. */
function matchesAround(pattern: Pattern, text: string): boolean {
  let positions = new Set([0]);
  for (const part of pattern.parts) {
    if (typeof part !== "string") {
      const first = Math.min(...positions);
      positions = new Set(Array.from({ length: text.length - first + 1 }, (_, index) => first + index));
      continue;
    }
    for (let i = 0; i < part.length; i++) {
      const unit = part.charCodeAt(i);
      const next = new Set<number>();
      for (const position of positions) {
        if (position < text.length && text.charCodeAt(position) === unit) next.add(position + 1);
        if ((position === 0 || position === text.length) && isHttpWhitespace(unit)) next.add(position);
      }
      if (next.size === 0) return false;
      positions = next;
    }
  }
  return positions.has(text.length);
}

/** The fields of a header as evidence; one entry without a value where there is none. */
export function evidenceOf(response: Response, name: string): readonly Evidence[] {
  const fields = fieldsOf(response, name);
  if (fields.length === 0) return [response.unlisted === "absent" ? { what: name } : { what: name, value: unknown(response.unlisted.unknown) }];
  return fields.map((field) => ({ what: name, value: field.value, ...(field.place ? { place: field.place } : {}) }));
}

/** The status as evidence. */
export function statusEvidence(response: Response): readonly Evidence[] {
  return [{ what: "status", value: response.status, ...(response.place ? { place: response.place } : {}) }];
}

/** A value in a sentence: `'*'`. */
export function quotedValue(value: Value): string {
  return value.kind === "unknown" ? describe(value) : `'${describe(value)}'`;
}
