import { readFast } from "./fast-yaml.ts";
import type { Span } from "./file.ts";
import type { RawDocument, RawNode } from "./raw.ts";
import { readWithLibrary } from "./yaml-library.ts";

/** A comment of a YAML document. */
export interface Comment {
  /** From the `#` to the end of the line, without the line break. */
  readonly span: Span;
  /** What stands behind the `#`. */
  readonly text: string;
}

/**
 * The comments of a YAML document, in order (YAML 1.2.2, section 6.6). No reader keeps them, so the document is read once more: whatever is
 * no scalar and begins with `#` behind white space is one. A `#` inside quotes, a plain text or a block scalar is not. JSON has none.
 */
export function commentsIn(text: string): readonly Comment[] {
  const document = readFast(text) ?? readWithLibrary(text);
  const comments: Comment[] = [];
  let at = 0;
  for (const { start, end } of [...scalarSpans(text, document), { start: endOf(text, document), end: text.length }]) {
    if (start > at) collect(text, at, start, comments);
    at = Math.max(at, end);
  }
  return comments;
}

/** Behind the first of several documents nothing is known of what stands there. */
function endOf(text: string, { documents, root }: RawDocument): number {
  return documents > 1 && root ? root.end : text.length;
}

/** Where texts stand, in the order of the document. The line that announces a block scalar is not part of it. */
function scalarSpans(text: string, { root }: RawDocument): readonly Span[] {
  const spans: Span[] = [];
  const pending: RawNode[] = root ? [root] : [];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "list") pending.push(...node.items.toReversed());
    else if (node.kind === "map") for (const { key, value } of node.pairs.toReversed()) pending.push(value, key);
    else spans.push({ start: node.kind === "scalar" && (node.style === "literal" || node.style === "folded") ? lineEnd(text, node.start) : node.start, end: node.end });
  }
  return spans.sort((a, b) => a.start - b.start);
}

function collect(text: string, from: number, to: number, comments: Comment[]): void {
  for (let at = text.indexOf("#", from); at >= 0 && at < to; at = text.indexOf("#", at + 1)) {
    if (at > 0 && !/[\s\uFEFF]/u.test(text.charAt(at - 1))) continue;
    const end = lineEnd(text, at);
    comments.push({ span: { start: at, end }, text: text.slice(at + 1, end) });
    at = end;
  }
}

/** Before the line break. */
function lineEnd(text: string, at: number): number {
  const lf = text.indexOf("\n", at);
  if (lf < 0) return text.length;
  return text.charAt(lf - 1) === "\r" ? lf - 1 : lf;
}
