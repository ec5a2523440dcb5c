import { plainTextFile, type SourceFile, type Span } from "./file.ts";
import { Place } from "./place.ts";

/** A place in the plain text of a file: for comments, and for what is not readable, there are no nodes that a place could name. */
export function textPlace({ name, text }: SourceFile, span: Span): Place {
  return Place.ofSpan(plainTextFile(name, text), span);
}
