import { SourceFile, type Span } from "./file.ts";
import { Place } from "./place.ts";

/** A place in the plain text of a file: for comments, and for what is not readable, there are no nodes that a place could name. */
export function textPlace(file: SourceFile, span: Span): Place {
  const plain = new SourceFile(file.name, file.text, () => ({ span: () => ({ start: 0, end: file.text.length }), scalarSpan: (_path, slice) => slice }));
  return Place.root(plain).at(span.start, span.end);
}
