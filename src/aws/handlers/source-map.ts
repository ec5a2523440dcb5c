/** Where a piece of a bundle was written: the source as the map names it, and a line and column there, both from 0. */
export interface MappedPosition {
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

export interface SourceMap {
  /** The nearest mapping at or before a position (line and column from 0) of the bundle; `undefined` where its line has none. */
  original(line: number, column: number): MappedPosition | undefined;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUE_OF: ReadonlyMap<string, number> = new Map([...DIGITS].map((digit, value) => [digit, value]));
const MAX_SEGMENTS = 2_000_000;

/**
 * Reads a source map, version 3 (ECMA-426): its names and mappings as data. Sections are not read. `undefined` for anything else.
 */
export function sourceMapOf(text: string): SourceMap | undefined {
  const data = parsed(text);
  const { sources, mappings, sourceRoot } = data ?? {};
  if (!Array.isArray(sources) || typeof mappings !== "string") return undefined;
  const root = typeof sourceRoot === "string" && sourceRoot !== "" ? `${sourceRoot.replace(/\/$/u, "")}/` : "";
  const names = sources.map((source: unknown) => (typeof source === "string" ? root + source : undefined));
  const lines = linesOf(mappings);
  return {
    original(line, column) {
      const segment = lines[line]?.findLast((one) => one.column <= column);
      const source = segment && names[segment.source];
      return segment && source !== undefined ? { source, line: segment.line, column: segment.originalColumn } : undefined;
    },
  };
}

function parsed(text: string): { readonly sources?: unknown; readonly mappings?: unknown; readonly sourceRoot?: unknown } | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === "object" && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}

interface Segment {
  readonly column: number;
  readonly source: number;
  readonly line: number;
  readonly originalColumn: number;
}

/** Base64 VLQ: each field but the column goes on from the one before, over all lines. */
function linesOf(mappings: string): readonly (readonly Segment[])[] {
  let [source, line, originalColumn, count] = [0, 0, 0, 0];
  return mappings.split(";").map((text) => {
    let column = 0;
    const segments: Segment[] = [];
    for (const part of text === "" ? [] : text.split(",")) {
      const [first = 0, ...rest] = numbersIn(part);
      column += first;
      if (rest.length < 3 || ++count > MAX_SEGMENTS) continue;
      source += rest[0] ?? 0;
      line += rest[1] ?? 0;
      originalColumn += rest[2] ?? 0;
      segments.push({ column, source, line, originalColumn });
    }
    return segments;
  });
}

function numbersIn(text: string): readonly number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const digit of text) {
    const bits = VALUE_OF.get(digit) ?? 0;
    value += (bits & 31) * 2 ** shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value % 2 === 1 ? -Math.floor(value / 2) : Math.floor(value / 2));
    [value, shift] = [0, 0];
  }
  return numbers;
}
