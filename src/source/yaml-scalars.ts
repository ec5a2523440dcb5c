import type { RawScalar } from "./raw.ts";
import { scalar } from "./raw.ts";
import type { Cursor } from "./yaml-cursor.ts";
import { unsure } from "./yaml-cursor.ts";

const SPACE = 0x20;
const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;

/**
 * A plain scalar (YAML 1.1, section 9.1.3), over as many lines as it goes on. Leaves the cursor at what ends it: a line break, a comment,
 * a colon, or a flow indicator. Lines go on as long as they are indented more than `indent`; inside brackets, however they are.
 */
export function plainScalar(c: Cursor, indent: number, inFlow: boolean): RawScalar {
  const start = c.at;
  let text = "";
  let end = start;
  for (;;) {
    const lineStart = c.at;
    const stopped = plainLine(c, inFlow);
    let lineEnd = c.at;
    while (lineEnd > lineStart && c.text.charCodeAt(lineEnd - 1) === SPACE) lineEnd--;
    if (lineEnd > lineStart) {
      text += c.text.slice(lineStart, lineEnd);
      end = lineEnd;
    }
    if (stopped) return scalar("plain", text, start, end);
    const breaks = continuation(c, indent, inFlow);
    if (breaks === 0) return scalar("plain", text, start, end);
    text += breaks === 1 ? " " : "\n".repeat(breaks - 1);
  }
}

/** Reads to the end of the line; true where something on the line ends the scalar. */
function plainLine(c: Cursor, inFlow: boolean): boolean {
  c.at = plainEnd(c.text, c.at, inFlow);
  const unit = c.unit();
  return unit !== LF && unit !== CR && !Number.isNaN(unit);
}

function plainEnd(text: string, from: number, inFlow: boolean): number {
  for (let at = from; ; at++) {
    const unit = text.charCodeAt(at);
    switch (unit) {
      case LF:
      case CR:
        return at;
      case TAB:
        return unsure();
      case 0x23:
        if (text.charCodeAt(at - 1) === SPACE) return at;
        break;
      case 0x3a:
        if (endsKey(text.charCodeAt(at + 1), inFlow)) return at;
        break;
      case 0x3f:
        if (inFlow) unsure();
        break;
      case 0x2c:
      case 0x5b:
      case 0x5d:
      case 0x7b:
      case 0x7d:
        if (inFlow) return at;
        break;
      default:
        if (Number.isNaN(unit)) return at;
    }
  }
}

function endsKey(next: number, inFlow: boolean): boolean {
  if (next === SPACE || next === LF || next === CR || next === TAB || Number.isNaN(next)) return true;
  return inFlow && (next === 0x2c || next === 0x5b || next === 0x5d || next === 0x7b || next === 0x7d);
}

/** How many line breaks stand between this line and the next that belongs to the scalar; 0, and the cursor stays, where none does. */
function continuation(c: Cursor, indent: number, inFlow: boolean): number {
  const { text } = c;
  let breaks = 0;
  let at = c.at;
  let lineStart = c.lineStart;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (unit === SPACE || unit === CR) at++;
    else if (unit === LF) {
      breaks++;
      lineStart = ++at;
    } else if (unit === TAB) unsure();
    else break;
  }
  const unit = text.charCodeAt(at);
  if (Number.isNaN(unit) || unit === 0x23 || (at === lineStart && c.isMarker(at))) return 0;
  if (!inFlow && at - lineStart <= indent) return 0;
  if (inFlow && (unit === 0x2c || unit === 0x5b || unit === 0x5d || unit === 0x7b || unit === 0x7d)) return 0;
  if (unit === 0x3a && endsKey(text.charCodeAt(at + 1), inFlow)) unsure();
  noteIndent(c, indent, at, lineStart);
  c.at = at;
  c.lineStart = lineStart;
  return breaks;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["0", "\0"], ["a", "\x07"], ["b", "\b"], ["t", "\t"], ["n", "\n"], ["v", "\v"], ["f", "\f"], ["r", "\r"], ["e", "\x1b"],
  [" ", " "], ['"', '"'], ["/", "/"], ["\\", "\\"], ["N", "\x85"], ["_", "\xa0"], ["L", "\u2028"], ["P", "\u2029"], ["\t", "\t"],
]);

const CODE_POINT = /x(?<x>[0-9a-fA-F]{2})|u(?<u>[0-9a-fA-F]{4})|U(?<big>[0-9a-fA-F]{8})/uy;

export interface Escape {
  readonly text: string;
  /** Units in the document after the backslash. */
  readonly length: number;
}

/** The escape whose backslash stands before `at` (YAML 1.1, section 5.6). */
export function escapeAt(text: string, at: number): Escape | undefined {
  const simple = ESCAPES.get(text.charAt(at));
  if (simple !== undefined) return { text: simple, length: 1 };
  CODE_POINT.lastIndex = at;
  const found = CODE_POINT.exec(text);
  if (!found) return undefined;
  const code = Number.parseInt(found[0].slice(1), 16);
  return code > 0x10ffff ? undefined : { text: String.fromCodePoint(code), length: found[0].length };
}

/** A scalar in quotes. Lines are joined however they are indented, as PyYAML does; what a strict parser refuses is noted. */
export function quotedScalar(c: Cursor, indent: number): RawScalar {
  const { text } = c;
  const start = c.at;
  const quote = c.unit();
  const style = quote === 0x22 ? "double" : "single";
  /** The lines before; apart, as looking at the end of a text that grows would cost its whole length each time. */
  let before = "";
  let line = "";
  /** What an escape wrote is no white space that folding drops. */
  let kept = 0;
  let at = start + 1;
  for (;;) {
    const run = at;
    let unit = text.charCodeAt(at);
    while (unit !== quote && unit !== LF && unit !== 0x5c && !Number.isNaN(unit)) unit = text.charCodeAt(++at);
    if (at > run) line += text.slice(run, at);
    if (Number.isNaN(unit)) unsure();
    if (unit === quote) {
      if (quote === 0x22 || text.charCodeAt(at + 1) !== quote) break;
      line += "'";
      at += 2;
    } else if (unit === LF) {
      const [next, breaks] = skipBreaks(c, at, indent);
      before += trimmedEnd(line, kept) + (breaks === 1 ? " " : "\n".repeat(breaks - 1));
      line = "";
      kept = 0;
      at = next;
    } else if (quote === 0x27) {
      line += "\\";
      at++;
    } else if (text.charCodeAt(at + 1) === LF || (text.charCodeAt(at + 1) === CR && text.charCodeAt(at + 2) === LF)) {
      at = afterEscapedBreak(c, at + 1, indent);
      kept = line.length;
    } else {
      const escape = escapeAt(text, at + 1) ?? unsure();
      line += escape.text;
      kept = line.length;
      at += 1 + escape.length;
    }
  }
  c.at = at + 1;
  return scalar(style, before + line, start, c.at);
}

function trimmedEnd(value: string, kept: number): string {
  let end = value.length;
  while (end > kept && /[ \t\r]/u.test(value.charAt(end - 1))) end--;
  return value.slice(0, end);
}

/** A backslash before the line break: nothing is put in its place. Parsers differ about empty lines after it. */
function afterEscapedBreak(c: Cursor, at: number, indent: number): number {
  const [next, breaks] = skipBreaks(c, at, indent);
  return breaks === 1 ? next : unsure();
}

function skipBreaks(c: Cursor, from: number, indent: number): [number, number] {
  let breaks = 0;
  let at = from;
  for (;;) {
    const unit = c.text.charCodeAt(at);
    if (unit === SPACE || unit === TAB || unit === CR) at++;
    else if (unit === LF) {
      breaks++;
      c.lineStart = ++at;
      if (c.isMarker(at)) unsure();
    } else break;
  }
  noteIndent(c, indent, at, c.lineStart);
  return [at, breaks];
}

function noteIndent(c: Cursor, indent: number, at: number, lineStart: number): void {
  if (at - lineStart > indent || Number.isNaN(c.text.charCodeAt(at))) return;
  c.repaired.push({ what: "A line that continues a value stands too far left", span: { start: lineStart, end: at + 1 } });
}
