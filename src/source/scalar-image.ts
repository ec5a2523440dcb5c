import type { Span } from "./file.ts";
import type { RawScalar } from "./raw.ts";

/**
 * Where a part of a scalar's decoded text stands in the document.
 * `undefined` where that part is not a plain image of what stands there.
 */
export function spanInScalar(text: string, scalar: RawScalar, slice: Span): Span | undefined {
  const quote = scalar.style === "single" || scalar.style === "double" ? 1 : 0;
  const start = scalar.start + quote;
  if (text.slice(start, scalar.end - quote) !== scalar.text) return undefined;
  return { start: start + slice.start, end: start + slice.end };
}
