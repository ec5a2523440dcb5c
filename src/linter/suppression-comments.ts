import { type Comment, commentsIn, type Edit, type SourceFile, type Span, textPlace } from "../source/index.ts";
import type { Scope, SuppressedRule, Suppression } from "./suppressions.ts";

const DIRECTIVE = /^\s*cors-lint-(?<kind>[a-z-]+)(?=\s|$)/u;

const KINDS = ["disable-next-line", "disable-line", "disable-file", "disable", "enable"] as const;

interface Directive {
  readonly kind: (typeof KINDS)[number];
  readonly comment: Comment;
  /** Spans of the rule ids; empty: every rule. */
  readonly rules: readonly { readonly id: string; readonly span: Span }[];
  readonly reason: string | undefined;
}

/**
 * The suppressions that stand in the comments of a file: `cors-lint-disable-next-line`, `cors-lint-disable-line`, `cors-lint-disable` up to
 * `cors-lint-enable` or the end, `cors-lint-disable-file`; each with rule ids (none: every rule) and, behind `--`, a reason.
 */
export function commentSuppressions(file: SourceFile): readonly Suppression[] {
  const found: Suppression[] = [];
  const open: { readonly directive: Directive; readonly line: number }[] = [];
  const close = (block: { readonly directive: Directive; readonly line: number }, to: number, also: readonly Edit[]): void => {
    const suppression = suppressionOf(file, block.directive, { kind: "lines", file: file.name, from: block.line, to });
    found.push({ ...suppression, removal: [...suppression.removal, ...also] });
  };
  const isComment = commentLines(file);

  for (const { comment, kind } of directiveComments(file)) {
    const known = KINDS.find((name) => name === kind);
    if (known === undefined) {
      found.push(mistaken(file, comment, `there is no cors-lint-${kind}`));
      continue;
    }
    const directive = directiveOf(comment, known);
    const line = file.position(comment.span.start).line;
    switch (known) {
      case "disable-line":
        found.push(suppressionOf(file, directive, { kind: "lines", file: file.name, from: line, to: line }));
        break;
      case "disable-next-line": {
        const next = nextLine(file, line, isComment);
        found.push(suppressionOf(file, directive, { kind: "lines", file: file.name, from: next, to: next }));
        break;
      }
      case "disable-file":
        found.push(suppressionOf(file, directive, { kind: "lines", file: file.name, from: 1, to: Infinity }));
        break;
      case "disable":
        open.push({ directive, line });
        break;
      case "enable": {
        const names = new Set(directive.rules.map(({ id }) => id));
        const closing = open.filter((block) => names.size === 0 || block.directive.rules.some(({ id }) => names.has(id)));
        if (closing.length === 0) found.push(mistaken(file, comment, "nothing is disabled that it could enable"));
        for (const block of closing) {
          open.splice(open.indexOf(block), 1);
          close(block, line, closing.length === 1 ? [removalOf(file, comment)] : []);
        }
      }
    }
  }
  for (const block of open) close(block, Infinity, []);
  return found;
}

function* directiveComments(file: SourceFile): Generator<{ readonly comment: Comment; readonly kind: string }> {
  for (const comment of commentsIn(file.text)) {
    const kind = DIRECTIVE.exec(comment.text)?.groups?.["kind"];
    if (kind !== undefined) yield { comment, kind };
  }
}

function directiveOf(comment: Comment, kind: Directive["kind"]): Directive {
  const head = DIRECTIVE.exec(comment.text)?.[0] ?? "";
  const [list = "", ...reasons] = comment.text.slice(head.length).split(/\s--\s/u);
  const from = comment.span.start + 1 + head.length;
  const rules = [...list.matchAll(/[^\s,]+/gu)].filter(([id]) => id !== "--").map((match) => ({ id: match[0], span: { start: from + match.index, end: from + match.index + match[0].length } }));
  const reason = reasons.join(" -- ").trim();
  return { kind, comment, rules, reason: reason === "" ? undefined : reason };
}

function suppressionOf(file: SourceFile, { comment, rules, reason }: Directive, scope: Scope): Suppression {
  return {
    scope,
    rules: rules.length === 0 ? undefined : rules.map(({ id, span }, index): SuppressedRule => ({ id, place: textPlace(file, span), removal: [cut(file, withSeparator(rules, index))] })),
    reason,
    by: "comment",
    place: textPlace(file, comment.span),
    removal: [removalOf(file, comment)],
  };
}

function mistaken(file: SourceFile, comment: Comment, mistake: string): Suppression {
  return { scope: { kind: "none" }, rules: [], reason: undefined, by: "comment", place: textPlace(file, comment.span), removal: [removalOf(file, comment)], mistake };
}

/** A name of a list and the comma next to it. */
function withSeparator(rules: Directive["rules"], index: number): Span {
  const { span } = rules[index] ?? { span: { start: 0, end: 0 } };
  const next = rules[index + 1];
  if (next) return { start: span.start, end: next.span.start };
  return { start: rules[index - 1]?.span.end ?? span.start, end: span.end };
}

/** The comment with the blanks before it, or the whole line where nothing else stands on it. */
function removalOf(file: SourceFile, { span }: Comment): Edit {
  const { text } = file;
  const lineStart = text.lastIndexOf("\n", span.start - 1) + 1;
  let start = span.start;
  while (start > lineStart && /[ \t]/u.test(text.charAt(start - 1))) start--;
  if (start > lineStart) return cut(file, { start, end: span.end });
  const lf = text.indexOf("\n", span.end);
  return cut(file, { start: lineStart, end: lf < 0 ? text.length : lf + 1 });
}

function cut(file: SourceFile, span: Span): Edit {
  return { kind: "cut", place: textPlace(file, span) };
}

/** Is there nothing but white space and a comment on this line? */
function commentLines(file: SourceFile): (line: number) => boolean {
  return (line) => /^\s*(?:#|$)/u.test(file.line(line));
}

/** The next line that holds something: comments and blank lines stand in between as they like. */
function nextLine(file: SourceFile, line: number, isComment: (line: number) => boolean): number {
  let next = line + 1;
  while (next < file.lineStarts.length && isComment(next)) next++;
  return next;
}
