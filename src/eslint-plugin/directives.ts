import type { Directive, DirectiveType } from "@eslint/core";
import { SourceFile, type Span } from "../source/file.ts";
import type { Comment } from "../source/comments.ts";
import type { SourceLocation } from "@eslint/core";

/** A comment as ESLint handles it: a syntax element with a place. */
export interface DirectiveComment {
  readonly type: "Line";
  /** What stands behind the `#`. */
  readonly value: string;
  readonly range: [number, number];
  readonly loc: SourceLocation;
}

/** Comments are looked for only where one could speak to ESLint: to find them costs another reading. */
export function directiveComments(text: string, commentsIn: (text: string) => readonly Comment[]): readonly DirectiveComment[] {
  if (!/#\s*eslint/u.test(text)) return [];
  const file = new SourceFile("", text, () => ({ span: () => WHOLE, scalarSpan: () => undefined }));
  return commentsIn(text).map(({ span, text: value }) => {
    const { start, end } = file.range(span);
    return { type: "Line", value, range: [span.start, span.end], loc: { start, end } };
  });
}

const WHOLE: Span = { start: 0, end: 0 };

const DISABLE = /^\s*eslint-(?<type>disable-next-line|disable-line|disable|enable)(?=\s|$)(?<rest>.*)$/su;

/** `# eslint-disable-next-line rule-id -- why`. The node is the comment itself: `--fix` removes unused directives with their node. */
export function disableDirectives(comments: readonly DirectiveComment[]): Directive[] {
  return comments.flatMap((comment) => {
    const groups = DISABLE.exec(comment.value)?.groups;
    if (groups === undefined) return [];
    const { value, justification } = halves(groups["rest"] ?? "");
    // The pattern names the four types.
    return [{ type: groups["type"] as DirectiveType, node: comment, value, justification }];
  });
}

/** What follows ` -- ` is the reason. */
function halves(text: string): { value: string; justification: string } {
  const found = /\s-{2,}\s/u.exec(text);
  if (found === null) return { value: text.trim(), justification: "" };
  return { value: text.slice(0, found.index).trim(), justification: text.slice(found.index + found[0].length).trim() };
}

export interface InlineConfig {
  readonly config: { readonly rules: Record<string, InlineSeverity> };
  readonly loc: SourceLocation;
}

type InlineSeverity = "off" | "warn" | "error" | 0 | 1 | 2;

const CONFIG = /^\s*eslint\s+(?<rules>.*)$/su;

export function isInlineConfig(comment: DirectiveComment): boolean {
  return CONFIG.test(comment.value);
}

/** `# eslint cors-lint/rule-id: "warn", cors-lint/other: off`: severities only, as no rule has options. */
export function inlineConfigs(comments: readonly DirectiveComment[]): { configs: InlineConfig[]; problems: { ruleId: null; loc: SourceLocation; message: string }[] } {
  const configs: InlineConfig[] = [];
  const problems: { ruleId: null; loc: SourceLocation; message: string }[] = [];
  for (const comment of comments) {
    const rules = CONFIG.exec(comment.value)?.groups?.["rules"];
    if (rules === undefined) continue;
    const { value } = halves(rules);
    const pairs = value.split(",").filter((pair) => pair.trim() !== "").map(severityIn);
    if (pairs.some((pair) => pair === undefined)) problems.push({ ruleId: null, loc: comment.loc, message: `Failed to read the severities of "${value}"; they are written like cors-lint/parse-error: "off".` });
    else configs.push({ config: { rules: Object.fromEntries(pairs.filter((pair) => pair !== undefined)) }, loc: comment.loc });
  }
  return { configs, problems };
}

function severityIn(pair: string): [string, InlineSeverity] | undefined {
  const groups = /^\s*["']?(?<rule>[@\w./-]+)["']?\s*:\s*\[?\s*["']?(?<severity>off|warn|error|[012])["']?\s*\]?\s*$/u.exec(pair)?.groups;
  const [rule, severity] = [groups?.["rule"], groups?.["severity"]];
  if (rule === undefined || severity === undefined) return undefined;
  // The pattern names the six severities.
  return [rule, (/^\d$/u.test(severity) ? Number(severity) : severity) as InlineSeverity];
}
