import type { PathSegment, Place } from "./place.ts";

/** A position in a text. Lines and columns count from 1, columns and offsets count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A span of text; `end` is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Offsets into {@link SourceFile.text}; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Which part of an entry a place means: its key, its value, or both together. */
export type Part = "key" | "value" | "entry";

/**
 * Where the parts of a document stand in its text. Made on demand: a document without findings never pays for it.
 */
export interface Layout {
  /** The span of the node (or key) at `path`; of its nearest ancestor that has a text of its own where it has none. */
  span(path: readonly PathSegment[], part: Part): Span;
  /**
   * Maps offsets of a scalar's decoded text to the document's text (quotes, escapes, block indentation undone).
   * `undefined` where the scalar's text is not a plain image of what stands in the document.
   */
  scalarSpan(path: readonly PathSegment[], slice: Span): Span | undefined;
}

/** Gets a file's text once more; an empty one where it is no longer what it was. */
export type TextAgain = () => string;

interface Read {
  readonly file: SourceFile;
  readonly text: string;
  readonly lineStarts: readonly number[];
}

/** Whoever tells of findings goes from file to file: the text of one of those that let go of theirs is enough. */
let last: Read | undefined;

function readOnce(file: SourceFile, again: TextAgain | undefined): Read {
  if (last?.file === file) return last;
  const text = again?.() ?? "";
  last = { file, text, lineStarts: lineStartsOf(text) };
  return last;
}

/** One document that was read: its name, its text, and (lazily) the layout of what stands in it. */
export class SourceFile {
  /** Name as the user is shown it: relative to the working directory where possible, with `/`. `-` is standard input. */
  readonly name: string;
  #text: string | undefined;
  #again: TextAgain | undefined;
  #makeLayout: () => Layout;
  #readAgain: (() => Layout) | undefined;
  #layout: Layout | undefined;
  #lineStarts: readonly number[] | undefined;
  #settled: ReadonlyMap<string, Range> | undefined;

  /** `readAgain` makes the layout of the text alone; without it the file keeps what it was read into. */
  constructor(name: string, text: string, makeLayout: () => Layout, readAgain?: () => Layout) {
    this.name = name;
    this.#text = text;
    this.#makeLayout = makeLayout;
    this.#readAgain = readAgain;
  }

  /** A file of which it is known where some places stand. */
  static settled(name: string, text: TextAgain | string, isDocument: boolean, layoutOf: (text: string) => Layout, ranges: ReadonlyMap<string, Range>): SourceFile {
    const again = typeof text === "string" ? undefined : text;
    const makeLayout = (): Layout => (isDocument ? layoutOf(file.text) : plainLayout(file.text));
    const file: SourceFile = new SourceFile(name, typeof text === "string" ? text : "", makeLayout, isDocument ? makeLayout : undefined);
    if (again) file.#forget(again);
    file.#settled = ranges;
    return file;
  }

  /** Whether its text is a document, whose layout can be made from it. */
  get isDocument(): boolean {
    return this.#readAgain !== undefined;
  }

  /** The decoded text, without a byte order mark. */
  get text(): string {
    return this.#text ?? readOnce(this, this.#again).text;
  }

  get layout(): Layout {
    return (this.#layout ??= this.#makeLayout());
  }

  /** Offsets at which the lines begin. */
  get lineStarts(): readonly number[] {
    if (this.#text === undefined) return readOnce(this, this.#again).lineStarts;
    return (this.#lineStarts ??= lineStartsOf(this.#text));
  }

  position(offset: number): Position {
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1, offset };
  }

  range(span: Span): Range {
    return { start: this.position(span.start), end: this.position(span.end) };
  }

  /**
   * Remembers where these places of it stand, and lets go of the tree, which is a dozen times the text; of the text as well where it can be had
   * again. Whoever asks for another place makes it read the text again.
   */
  settle(places: readonly Place[], again?: { readonly text: TextAgain; readonly layoutOf: (text: string) => Layout }): void {
    if (!this.#readAgain) return;
    this.#settled = new Map(places.map((place) => [place.id, this.rangeOf(place)]));
    this.#layout = undefined;
    this.#lineStarts = undefined;
    this.#makeLayout = this.#readAgain;
    if (!again) return;
    this.#readAgain = () => again.layoutOf(this.text);
    this.#makeLayout = this.#readAgain;
    this.#forget(again.text);
  }

  #forget(again: TextAgain): void {
    this.#again = again;
    this.#text = undefined;
  }

  /** The text where `place` stands. */
  rangeOf(place: Place): Range {
    const settled = this.#settled?.get(place.id);
    if (settled) return settled;
    const path = place.path;
    const scalar = place.slice && this.layout.scalarSpan(path, place.slice);
    return this.range(scalar ?? this.layout.span(path, place.part));
  }

  /** The text of one line, without its line break. */
  line(number: number): string {
    const start = this.lineStarts[number - 1] ?? this.text.length;
    const end = this.lineStarts[number] ?? this.text.length;
    return this.text.slice(start, end).replace(/\r?\n$|\r$/u, "");
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  // Native, and several times faster than to look at each unit.
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  if (!text.includes("\r")) return starts;
  for (let at = text.indexOf("\r"); at >= 0; at = text.indexOf("\r", at + 1)) if (text.charCodeAt(at + 1) !== 10) starts.push(at + 1);
  return starts.sort((a, b) => a - b);
}

/** A text without a tree: a program. Its places are {@link import("./place.ts").Place.ofSpan}. */
export function plainTextFile(name: string, text: string): SourceFile {
  return new SourceFile(name, text, () => plainLayout(text));
}

function plainLayout(text: string): Layout {
  return { span: () => ({ start: 0, end: text.length }), scalarSpan: (_path, slice) => slice };
}
