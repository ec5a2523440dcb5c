import type { Span } from "./file.ts";
import type { RawScalar } from "./raw.ts";
import { escapeAt } from "./yaml-scalars.ts";
import { typeOf } from "./yaml-types.ts";

/**
 * Where a part of a scalar's decoded text stands in the document: quotes, escapes, folding and block indentation undone.
 * `undefined` where the text is not an image of what stands there (`Yes` is "true", an octal number is decimal).
 */
export function spanInScalar(text: string, scalar: RawScalar, slice: Span): Span | undefined {
  if (slice.start > slice.end || slice.end > scalar.text.length || typeOf(scalar).text !== scalar.text) return undefined;
  const quote = scalar.style === "single" || scalar.style === "double" ? 1 : 0;
  const start = scalar.start + quote;
  const end = scalar.end - quote;
  // Most scalars stand there as they are.
  if (text.slice(start, end) === scalar.text && !scalar.text.includes("\n")) return { start: start + slice.start, end: start + slice.end };
  const image = new Image(text, start);
  if (scalar.style === "literal" || scalar.style === "folded") image.readBlock(scalar);
  else image.readLines(scalar.style, end);
  return image.text === scalar.text ? image.span(slice) : undefined;
}

/** A run of decoded text and what it stands for in the document. */
interface Piece {
  readonly at: number;
  readonly length: number;
  readonly start: number;
  readonly end: number;
}

class Image {
  text = "";
  readonly #source: string;
  readonly #start: number;
  readonly #pieces: Piece[] = [];

  constructor(source: string, start: number) {
    this.#source = source;
    this.#start = start;
  }

  span(slice: Span): Span {
    const first = this.#pieces.find(({ at, length }) => slice.start < at + length);
    const start = first ? (isVerbatim(first) ? first.start + slice.start - first.at : first.start) : (this.#pieces.at(-1)?.end ?? this.#start);
    if (slice.start === slice.end) return { start, end: start };
    const last = this.#pieces.find(({ at, length }) => slice.end <= at + length);
    return { start, end: last ? (isVerbatim(last) ? last.start + slice.end - last.at : last.end) : start };
  }

  /** Plain and quoted scalars, over one or more lines. */
  readLines(style: "plain" | "single" | "double", end: number): void {
    let run = this.#start;
    for (let at = run; at < end; ) {
      const character = this.#source.charAt(at);
      if (character === "\n") {
        const before = trimmedEnd(this.#source, run, at);
        this.#copy(run, before);
        at = this.#fold(before, end, "");
      } else if (style === "double" && character === "\\") {
        this.#copy(run, at);
        const next = /^\\\r?\n/u.exec(this.#source.slice(at, at + 3));
        at = next ? this.#fold(at, end, "\\") : this.#escape(at);
      } else if (style === "single" && character === "'") {
        this.#copy(run, at);
        this.#add("'", at, at + 2);
        at += 2;
      } else {
        at++;
        continue;
      }
      run = at;
    }
    this.#copy(run, end);
  }

  #escape(at: number): number {
    const escape = escapeAt(this.#source, at + 1) ?? { text: "", length: 1 };
    this.#add(escape.text, at, at + 1 + escape.length);
    return at + 1 + escape.length;
  }

  #fold(from: number, end: number, escape: "" | "\\"): number {
    let at = from + escape.length;
    let breaks = 0;
    for (; at < end && /[ \t\r\n]/u.test(this.#source.charAt(at)); at++) if (this.#source.charAt(at) === "\n") breaks++;
    this.#add(breaks === 1 && escape === "" ? " " : "\n".repeat(breaks - 1), from, at);
    return at;
  }

  /** Block scalars: the lines below the header, without their indentation. */
  readBlock(scalar: RawScalar): void {
    const source = this.#source;
    const firstLine = source.indexOf("\n", scalar.start) + 1;
    if (/^\n*$/u.test(scalar.text)) return this.#add(scalar.text, firstLine, firstLine);
    const indent = leadingSpaces(source, firstLine) - leadingSpaces(scalar.text, 0);
    let pending = "";
    let pendingFrom = firstLine;
    let mayFold = false;
    let lineStart = firstLine;
    while (lineStart < source.length && this.text.length + pending.length < scalar.text.length) {
      const lf = source.indexOf("\n", lineStart);
      const lineEnd = lf < 0 ? source.length : source.charAt(lf - 1) === "\r" ? lf - 1 : lf;
      let at = lineStart;
      while (at < lineEnd && at - lineStart < indent && source.charAt(at) === " ") at++;
      if (at < lineEnd) {
        const flush = !/[ \t]/u.test(source.charAt(at));
        const folds = scalar.style === "folded" && mayFold && flush;
        this.#add(!folds ? pending : pending.length === 1 ? " " : pending.slice(1), pendingFrom, at);
        this.#copy(at, lineEnd);
        mayFold = flush;
        pending = "";
        pendingFrom = lineEnd;
      }
      pending += "\n";
      lineStart = lf < 0 ? source.length : lf + 1;
    }
    const rest = scalar.text.slice(this.text.length);
    if (/^\n*$/u.test(rest)) this.#add(rest, pendingFrom, pendingFrom);
  }

  #copy(start: number, end: number): void {
    this.#add(this.#source.slice(start, end), start, end);
  }

  #add(decoded: string, start: number, end: number): void {
    if (decoded === "") return;
    this.#pieces.push({ at: this.text.length, length: decoded.length, start, end });
    this.text += decoded;
  }
}

function isVerbatim({ length, start, end }: Piece): boolean {
  return length === end - start;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /[ \t\r]/u.test(text.charAt(at - 1))) at--;
  return at;
}

/** Spaces before the first line that is not blank, from `from` on. */
function leadingSpaces(text: string, from: number): number {
  let lineStart = from;
  for (let at = from; ; at++) {
    const character = text.charAt(at);
    if (character === "\n") lineStart = at + 1;
    else if (character !== " " && character !== "\r") return at - lineStart;
  }
}
