import type { RawScalar } from "./raw.ts";
import { scalar } from "./raw.ts";
import type { Cursor } from "./yaml-cursor.ts";
import { unsure } from "./yaml-cursor.ts";

const SPACE = 0x20;
const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;

const HEADER = /(?<style>[|>])(?:(?<chomp>[-+])(?<indent>[1-9])?|(?<indent2>[1-9])(?<chomp2>[-+])?)?(?: +(?:#[^\n]*)?)?\r?\n/uy;

/** A block scalar (YAML 1.1, section 9.2), below lines indented by `indent`. Leaves the cursor at the beginning of the line after it. */
export function blockScalar(c: Cursor, indent: number): RawScalar {
  HEADER.lastIndex = c.at;
  const header = HEADER.exec(c.text) ?? unsure();
  const { style, chomp, chomp2, indent: digit, indent2 } = header.groups ?? {};
  const start = c.at;
  const first = start + header[0].length;
  const given = digit ?? indent2;
  const least = Math.max(1, indent + 1);
  const column = given === undefined ? detectedIndent(c.text, first, least) : least + Number(given) - 1;
  const { value, breaks, next, end } = blockLines(c.text, first, column, style === ">");
  if (end === 0) unsure();
  c.at = c.lineStart = next;
  const chomping = chomp ?? chomp2;
  const text = chomping === "-" ? value : chomping === "+" ? value + breaks : value + breaks.slice(0, 1);
  return scalar(style === ">" ? "folded" : "literal", text, start, end);
}

/** The column of the first line that is not blank. */
function detectedIndent(text: string, first: number, least: number): number {
  let longest = 0;
  for (let lineStart = first; ; ) {
    let at = lineStart;
    while (text.charCodeAt(at) === SPACE) at++;
    const unit = text.charCodeAt(at);
    if (unit === LF || unit === CR) {
      longest = Math.max(longest, at - lineStart);
      lineStart = text.indexOf("\n", at) + 1;
      if (lineStart === 0) unsure();
      continue;
    }
    // Parsers differ about blank lines that are longer than the indentation.
    if (unit === TAB || longest > at - lineStart) unsure();
    return Math.max(least, at - lineStart);
  }
}

interface BlockLines {
  readonly value: string;
  /** The line breaks that end it. */
  readonly breaks: string;
  /** Where the first line begins that is not part of it. */
  readonly next: number;
  /** Where its last line that is not blank ends; 0 where there is none. */
  readonly end: number;
}

function blockLines(text: string, first: number, indent: number, fold: boolean): BlockLines {
  let value = "";
  let breaks = "";
  let end = 0;
  let lineStart = first;
  let mayFold = false;
  while (lineStart < text.length) {
    let at = lineStart;
    while (at - lineStart < indent && text.charCodeAt(at) === SPACE) at++;
    const unit = text.charCodeAt(at);
    const lf = text.indexOf("\n", at);
    if (lf < 0 && (Number.isNaN(unit) || unit === SPACE)) unsure();
    const lineEnd = lf < 0 ? text.length : text.charCodeAt(lf - 1) === CR ? lf - 1 : lf;
    if (at >= lineEnd) breaks += "\n";
    else if (at - lineStart < indent) break;
    else {
      const flush = unit !== SPACE && unit !== TAB;
      if (value === "") value = breaks;
      else if (fold && mayFold && flush) value += breaks.length === 1 ? " " : breaks.slice(1);
      else value += breaks;
      value += text.slice(at, lineEnd);
      const trimmedTo = trimmed(text, at, lineEnd);
      if (trimmedTo > at) end = trimmedTo;
      breaks = lf < 0 ? "" : "\n";
      mayFold = flush;
    }
    lineStart = lf < 0 ? text.length : lf + 1;
  }
  return { value, breaks, next: lineStart, end };
}

function trimmed(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && (text.charCodeAt(at - 1) === SPACE || text.charCodeAt(at - 1) === TAB)) at--;
  return at;
}
