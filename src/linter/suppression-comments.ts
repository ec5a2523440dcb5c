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
  const open = new OpenBlocks();
  const close = ({ directive, line }: Block, to: number, also: readonly Edit[]): void => {
    const suppression = suppressionOf(file, directive, { kind: "lines", file: file.name, from: line, to });
    found.push({ ...suppression, removal: [...suppression.removal, ...also] });
  };
  let nextLines: Uint32Array | undefined;

  for (const { comment, kind } of directiveComments(file)) {
    const known = KINDS.find((name) => name === kind);
    if (known === undefined) {
      found.push(mistaken(file, comment, `there is no cors-lint-${kind}`));
      continue;
    }
    const directive = directiveOf(comment, known);
    const line = file.position(comment.span.start).line;
    const lines = (from: number, to: number): void => void found.push(suppressionOf(file, directive, { kind: "lines", file: file.name, from, to }));
    switch (known) {
      case "disable-line":
        lines(line, line);
        break;
      case "disable-next-line": {
        const next = (nextLines ??= nextLinesOf(file))[line] ?? line;
        lines(next, next);
        break;
      }
      case "disable-file":
        lines(1, Infinity);
        break;
      case "disable":
        open.add({ directive, line });
        break;
      case "enable": {
        const closed = open.take(directive.rules.map(({ id }) => id));
        if (closed.length === 0) found.push(mistaken(file, comment, "nothing is disabled that it could enable"));
        for (const block of closed) close(block, line, closed.length === 1 ? [removalOf(file, comment)] : []);
      }
    }
  }
  for (const block of open.take([])) close(block, Infinity, []);
  return found;
}

interface Block {
  readonly directive: Directive;
  readonly line: number;
}

/** Blocks that no `enable` has ended yet, by what they disable. */
class OpenBlocks {
  readonly #all = new Set<Block>();
  readonly #byRule = new Map<string, Set<Block>>();

  add(block: Block): void {
    this.#all.add(block);
    for (const { id } of block.directive.rules) this.#byRule.set(id, (this.#byRule.get(id) ?? new Set()).add(block));
  }

  /** Takes out the blocks that name one of these rules; of no rule: all. */
  take(rules: readonly string[]): readonly Block[] {
    const taken = rules.length === 0 ? [...this.#all] : [...new Set(rules.flatMap((id) => [...(this.#byRule.get(id) ?? [])]))];
    for (const block of taken) {
      this.#all.delete(block);
      for (const { id } of block.directive.rules) this.#byRule.get(id)?.delete(block);
    }
    return taken;
  }
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

/** For each line the next one that holds something: comments and blank lines stand in between as they like. */
function nextLinesOf(file: SourceFile): Uint32Array {
  const count = file.lineStarts.length;
  const next = new Uint32Array(count + 1);
  for (let line = count, following = count; line > 0; line--) {
    next[line] = following;
    if (!/^\s*(?:#|$)/u.test(file.line(line))) following = line;
  }
  return next;
}
