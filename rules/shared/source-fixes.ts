import type { HandlerUse, SourceEntry } from "../../src/aws/index.ts";
import type { Fix } from "../../src/source/index.ts";

/** Takes headers out of the source of a function, where all of them stand in one file and can be taken out of it. */
export function headersGone(use: HandlerUse, headers: readonly SourceEntry[]): { readonly fix?: Fix } {
  const edits = use.without(headers);
  const title = headers.length === 1 ? "Remove the header from the function" : "Remove the CORS headers from the function";
  return edits ? { fix: { title, applicability: "unsafe", edits } } : {};
}
