import { type Fix, Place } from "../source/index.ts";
import type { Replacement } from "./handler-rule.ts";

/**
 * The fix that a replacement means in a program: in a file of its own, or inline in a template, there only where the text stands in the
 * document as the program reads it (no escapes, no folded lines in between).
 */
export function fixOfReplacement(at: Place, { title, find, text, unsafe }: Replacement): Fix | undefined {
  const { start, end } = at.range;
  const written = at.file.text.slice(start.offset, end.offset);
  const index = written.indexOf(find);
  if (index < 0) return undefined;
  const place = placeWithin(at, index, find.length, written.length);
  return place && { title, applicability: unsafe ? "unsafe" : "safe", edits: [{ kind: "replace", place, text }] };
}

function placeWithin(at: Place, index: number, length: number, whole: number): Place | undefined {
  const { slice, file, path } = at;
  if (path.length === 0) {
    const from = at.range.start.offset + index;
    return Place.ofSpan(file, { start: from, end: from + length });
  }
  if (!slice || slice.end - slice.start !== whole) return undefined;
  return at.at(slice.start + index, slice.start + index + length);
}
