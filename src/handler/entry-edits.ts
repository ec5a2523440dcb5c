import type { TextChange } from "../source/apply-edits.ts";
import type { Span } from "../source/index.ts";

/** An entry of an object literal or dict, or what an assignment (`headers["x"] = y`) makes one of. */
export interface WrittenEntry {
  readonly key: Span;
  readonly value: Span;
}

/** `key: value` of an object literal, from its start to its end; `undefined` where key and value stand anywhere else. */
function propertySpan(text: string, { key, value }: WrittenEntry): Span | undefined {
  if (key.end > value.start || !/^\s*:\s*$/u.test(text.slice(key.end, value.start))) return undefined;
  return { start: key.start, end: value.end };
}

/** Nothing but the entry on its lines, and a comment behind it. */
const REST_OF_LINE = /^[^\S\n]*,?[^\S\n]*(?:(?:\/\/|#)[^\n]*)?(?:\n|$)/u;

/**
 * Without these entries: whole lines with the comment behind them, or each with a comma next to it. `undefined` where one of them is written in
 * another way. That what is left is a program, the caller finds out.
 */
export function entriesRemoved(text: string, entries: readonly WrittenEntry[]): readonly TextChange[] | undefined {
  const gone: Span[] = [];
  let now = text;
  // From the last to the first, so that what stands in front of what is gone keeps its place.
  for (const entry of [...entries].sort((a, b) => b.key.start - a.key.start)) {
    const spans = propertyGone(now, entry) ?? assignmentGone(now, entry);
    if (spans === undefined) return undefined;
    for (const span of [...spans].sort((a, b) => b.start - a.start)) {
      const whole = inOriginal(gone, span);
      now = now.slice(0, span.start) + now.slice(span.end);
      gone.splice(0, gone.length, ...merged([...gone, whole]));
    }
  }
  return gone.map((span) => ({ ...span, text: "" }));
}

function propertyGone(text: string, entry: WrittenEntry): readonly Span[] | undefined {
  const span = propertySpan(text, entry);
  if (span === undefined) return undefined;
  const before = text.slice(0, span.start);
  const behind = text.slice(span.end);
  const open = /\{\s*$/u.exec(before);
  const close = /^\s*,?(?:[^\S\n]*(?:\/\/|#)[^\n]*\n)?\s*\}/u.exec(behind);
  if (open && close) return [{ start: open.index + 1, end: span.end + close[0].length - 1 }];
  const line = /(?:^|\n)[^\S\n]*$/u.exec(before);
  const rest = REST_OF_LINE.exec(behind);
  const comma = close && !/^\s*,/u.test(close[0]) ? /,(?=\s*$)/u.exec(before) : null;
  const without = comma ? [{ start: comma.index, end: comma.index + 1 }] : [];
  if (line && rest) return [...without, { start: line.index + (line[0].startsWith("\n") ? 1 : 0), end: span.end + rest[0].length }];
  if (comma) return [{ start: comma.index, end: span.end }];
  // Of the last one with a comma behind it, the comma in front stays in its place.
  const next = close ? /^\s*,/u.exec(behind) : /^\s*,(?:[^\S\n]*\n)?\s*/u.exec(behind);
  const blank = close ? (/[^\S\n]*$/u.exec(before)?.[0].length ?? 0) : 0;
  return [{ start: span.start - blank, end: span.end + (next?.[0].length ?? 0) }];
}

/** A statement on a line of its own that is not all that hangs on an `if` or `else`. */
function assignmentGone(text: string, { key, value }: WrittenEntry): readonly Span[] | undefined {
  if (key.end > value.start || !/^\s*\]\s*=\s*$/u.test(text.slice(key.end, value.start))) return undefined;
  const line = /(?:^|\n)(?<indent>[^\S\n]*)[\w$.]+\[\s*$/u.exec(text.slice(0, key.start));
  const rest = /^;?[^\S\n]*(?:(?:\/\/|#)[^\n]*)?(?:\n|$)/u.exec(text.slice(value.end));
  if (!line || !rest || /(?:^|\n)\s*(?:\}\s*)?(?:(?:if|for|while|else)\b[^\n{;]*|else|do)\s*$/u.test(text.slice(0, line.index).trimEnd())) return undefined;
  return [{ start: line.index + (line[0].startsWith("\n") ? 1 : 0), end: value.end + rest[0].length }];
}

/** Where a span of the text that is left stood before other spans were taken out, those in order. */
function inOriginal(gone: readonly Span[], span: Span): Span {
  let { start, end } = span;
  for (const other of gone) {
    const length = other.end - other.start;
    if (other.start <= start) start += length;
    if (other.start < end) end += length;
  }
  return { start, end };
}

function merged(spans: readonly Span[]): readonly Span[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** Another property behind this one, on a line of its own where this one has one. */
export function propertyAfter(text: string, entry: WrittenEntry, added: string): TextChange | undefined {
  const span = propertySpan(text, entry);
  if (span === undefined) return undefined;
  const indent = /\n(?<indent>[^\S\n]*)$/u.exec(text.slice(0, span.start))?.groups?.["indent"];
  return { start: span.end, end: span.end, text: `,${indent === undefined ? " " : `\n${indent}`}${added}` };
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
