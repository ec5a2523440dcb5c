import type { TextChange } from "../source/apply-edits.ts";
import type { Span } from "../source/index.ts";

/** `key: value` of an object literal, from its start to its end; `undefined` where key and value stand anywhere else. */
function propertySpan(text: string, key: Span, value: Span): Span | undefined {
  if (key.end > value.start || !/^\s*:\s*$/u.test(text.slice(key.end, value.start))) return undefined;
  return { start: key.start, end: value.end };
}

/** Without the property, and without the comma that parts it from the next one, or from the one before. */
export function propertyRemoved(text: string, key: Span, value: Span): TextChange | undefined {
  const span = propertySpan(text, key, value);
  if (span === undefined) return undefined;
  const behind = /^\s*,(?:[^\S\n]*\n)?\s*/u.exec(text.slice(span.end))?.[0];
  if (behind !== undefined && !/^\s*,\s*$/u.test(text.slice(span.end, text.indexOf("}", span.end)))) return { start: span.start, end: span.end + behind.length, text: "" };
  const before = /,\s*$/u.exec(text.slice(0, span.start))?.[0] ?? "";
  return { start: span.start - before.length, end: span.end, text: "" };
}

/** Another property behind this one, on a line of its own where this one has one. */
export function propertyAfter(text: string, key: Span, value: Span, entry: string): TextChange | undefined {
  const span = propertySpan(text, key, value);
  if (span === undefined) return undefined;
  const indent = /\n(?<indent>[^\S\n]*)$/u.exec(text.slice(0, span.start))?.groups?.["indent"];
  return { start: span.end, end: span.end, text: `,${indent === undefined ? " " : `\n${indent}`}${entry}` };
}

/** An entry at the start of an object literal. */
export function entryAdded(text: string, object: Span, entry: string): TextChange | undefined {
  const open = /^\{(?<blank>\s*)/u.exec(text.slice(object.start, object.end));
  if (open === null) return undefined;
  const blank = open.groups?.["blank"] ?? "";
  const at = object.start + 1;
  const isEmpty = text.charAt(at + blank.length) === "}";
  if (isEmpty) return { start: at, end: at + blank.length, text: ` ${entry} ` };
  return { start: at, end: at, text: blank.includes("\n") ? `${blank}${entry},` : ` ${entry},` };
}
