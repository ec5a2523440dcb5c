import type { Span } from "../source/index.ts";

/** The code of a span, without comments. */
export function textOf(text: string, span: Span): string {
  return text.slice(span.start, span.end).replace(/\/\*[\s\S]*?\*\/|(?:^|\s)\/\/.*$|(?:^|\s)#.*$/gmu, " ");
}
