import type { Place, Value } from "../../src/source/index.ts";
import { knownText } from "../../src/source/index.ts";

/**
 * Is the value written at the place, as one text? What a parameter, a condition or an intrinsic function gives stands somewhere else, and
 * nothing can be put in its place without losing that.
 */
export function isWrittenAt(place: Place, value: Value): boolean {
  const text = knownText(value);
  if (text === undefined) return false;
  const written = writtenAt(place);
  return written === text || unquoted(written) === text;
}

/** Is a number written there, and nothing that gives one? */
export function isNumberAt(place: Place): boolean {
  const written = writtenAt(place);
  return /^[+-]?[0-9.]+$/u.test(unquoted(written) ?? written);
}

function writtenAt(place: Place): string {
  const { start, end } = place.range;
  return place.file.text.slice(start.offset, end.offset);
}

function unquoted(written: string): string | undefined {
  const [, quote, inner = ""] = /^(["'])([\s\S]*)\1$/u.exec(written) ?? [];
  return quote === "'" ? inner.replaceAll("''", "'") : quote === '"' && !inner.includes("\\") ? inner : undefined;
}
