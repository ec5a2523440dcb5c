import type { Place, Range } from "../source/index.ts";
import type { Paint, Style } from "./paint.ts";
import { printable, widthOf, wrapped } from "./printable.ts";

/** A place in a frame, and what is said of it. */
export interface Annotation {
  readonly place: Place;
  /** Reads on from the code; empty for none. */
  readonly note: string;
  /** The place to edit, or one that explains it. */
  readonly primary: boolean;
}

export interface FrameStyle {
  readonly paint: Paint;
  readonly severity: Style;
  /** Columns of the terminal; `undefined`: no wrapping. */
  readonly columns: number | undefined;
}

/** Widest code line where the width of the terminal is not known. */
const DEFAULT_COLUMNS = 120;
const NARROWEST_CODE = 30;
const NARROWEST_NOTE = 24;

/** The code around the places of a finding, each underlined and annotated; the primary first, as its story is told. */
export function frame(annotations: readonly Annotation[], gutter: number, style: FrameStyle): readonly string[] {
  const { paint } = style;
  const margin = " ".repeat(gutter);
  const lines: string[] = [];
  let file: string | undefined;
  let line = 0;
  for (const annotation of annotations) {
    const { place } = annotation;
    const range = place.range;
    if (place.file.name !== file) {
      const arrow = file === undefined ? "-->" : ":::";
      lines.push(`${margin}${paint("gutter", arrow)} ${locationText(place, range)}`);
      if (file === undefined) lines.push(`${margin} ${paint("gutter", "|")}`);
      line = 0;
    }
    const view = excerpt(place.file.line(range.start.line), range, (style.columns ?? DEFAULT_COLUMNS) - gutter - 3);
    if (place.file.name !== file || range.start.line !== line) {
      lines.push(`${paint("gutter", `${String(range.start.line).padStart(gutter)} |`)} ${view.before}${view.marked}${view.after}`.trimEnd());
    }
    lines.push(...underline(view, annotation, gutter, style));
    file = place.file.name;
    line = range.start.line;
  }
  return lines;
}

/** `template.yaml:15:19`; a column counts UTF-16 units from 1, as editors do. */
export function locationText(place: Place, range: Range = place.range): string {
  const name = place.file.name === "-" ? "<stdin>" : printable(place.file.name);
  return `${name}:${range.start.line}:${range.start.column}`;
}

/** Digits of the highest line number that the frame will show. */
export function gutterWidth(annotations: readonly Annotation[]): number {
  return Math.max(...annotations.map(({ place }) => String(place.range.start.line).length));
}

function underline(view: Excerpt, { note, primary }: Annotation, gutter: number, { paint, severity, columns }: FrameStyle): readonly string[] {
  const bar = `${" ".repeat(gutter)} ${paint("gutter", "|")}`;
  const style = primary ? severity : "gutter";
  const before = widthOf(view.before);
  const marks = `${" ".repeat(before)}${(primary ? "^" : "-").repeat(Math.max(1, widthOf(view.marked)))}`;
  const row = (text: string): string => `${bar} ${paint(style, text)}`;
  if (note === "") return [row(marks)];
  const text = printable(note);
  const room = columns === undefined ? undefined : columns - gutter - 3;
  if (room === undefined || marks.length + 1 + widthOf(text) <= room) return [row(`${marks} ${text}`)];
  const indent = Math.max(0, Math.min(before, room - NARROWEST_NOTE * 2));
  return [row(marks), ...wrapped(text, Math.max(NARROWEST_NOTE, room - indent)).map((part) => row(`${" ".repeat(indent)}${part}`))];
}

/** The part of a line that fits: what stands before the place, the place itself, and what stands after it. */
export interface Excerpt {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

/** The part of a line that fits into `room` columns, with the place in view. Never looks at more of a megabyte line than it prints. */
export function excerpt(line: string, { start, end }: Range, room: number): Excerpt {
  const width = Math.max(room, NARROWEST_CODE);
  const from = Math.min(start.column - 1, line.length);
  const to = end.line === start.line ? Math.min(Math.max(end.column - 1, from), line.length) : line.length;
  // Everything before the place where it leaves room for the place itself, else a third of the width.
  const wanted = Math.min(to - from, Math.floor(width / 2));
  const lead = from + wanted < width - 1 ? 0 : from - Math.floor(width / 3);
  const cutLeft = lead > 0 ? boundary(line, lead) : 0;
  const before = `${cutLeft > 0 ? "…" : ""}${printable(line.slice(cutLeft, from))}`;
  const marked = fitting(printable(line.slice(from, Math.min(to, from + width))), width - widthOf(before) - 1);
  const left = width - widthOf(before) - widthOf(marked.text) - 1;
  const after = fitting(marked.cut || to > from + width ? "" : printable(line.slice(to, to + width)), left);
  const cutRight = marked.cut || to > from + width || after.cut || to + width < line.length;
  return { before, marked: marked.text, after: `${after.text}${cutRight ? "…" : ""}` };
}

/** Not in the middle of a surrogate pair. */
function boundary(line: string, index: number): number {
  const code = line.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? index + 1 : index;
}

function fitting(text: string, room: number): { readonly text: string; readonly cut: boolean } {
  if (widthOf(text) <= room) return { text, cut: false };
  let kept = "";
  let width = 0;
  for (const character of text) {
    width += widthOf(character);
    if (width > room) break;
    kept += character;
  }
  return { text: kept, cut: true };
}
