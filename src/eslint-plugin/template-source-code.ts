import type { Directive, Position, SourceLocation, SourceRange, TextSourceCode, TraversalStep } from "@eslint/core";
import { SourceFile } from "../source/file.ts";
import { type DirectiveComment, disableDirectives, type InlineConfig, inlineConfigs, isInlineConfig } from "./directives.ts";

/** The whole of a template; it has no nodes below it. */
export interface TemplateRoot {
  readonly type: "Template";
  readonly range: [number, number];
  readonly loc: SourceLocation;
}

type Element = TemplateRoot | DirectiveComment;

/** What ESLint's types are told of the language. */
export interface TemplateTypes {
  readonly LangOptions: Record<string, unknown>;
  readonly RootNode: TemplateRoot;
  readonly Code: TemplateSourceCode;
  readonly Node: TemplateRoot;
}

interface SourceTypes {
  readonly LangOptions: Record<string, unknown>;
  readonly RootNode: TemplateRoot;
  readonly SyntaxElementWithLoc: Element;
  readonly ConfigNode: DirectiveComment;
}

export function templateTree(text: string): TemplateRoot {
  const { start, end } = fileOf(text).range({ start: 0, end: text.length });
  return { type: "Template", range: [0, text.length], loc: { start, end } };
}

function fileOf(text: string): SourceFile {
  const whole = { start: 0, end: text.length };
  return new SourceFile("", text, () => ({ span: () => whole, scalarSpan: () => undefined }));
}

/** A template as ESLint's rules see it: a text, and the comments that speak to ESLint. Lines and columns count from 1. */
export class TemplateSourceCode implements TextSourceCode<SourceTypes> {
  readonly text: string;
  readonly ast: TemplateRoot;
  readonly comments: readonly DirectiveComment[];
  readonly #file: SourceFile;

  constructor(text: string, ast: TemplateRoot, comments: readonly DirectiveComment[]) {
    this.text = text;
    this.ast = ast;
    this.comments = comments;
    this.#file = fileOf(text);
  }

  get lines(): string[] {
    return this.#file.lineStarts.map((_, index) => this.#file.line(index + 1));
  }

  getLoc(element: Element): SourceLocation {
    return element.loc;
  }

  getRange(element: Element): SourceRange {
    return element.range;
  }

  getText(element?: Element, before = 0, after = 0): string {
    return element === undefined ? this.text : this.text.slice(Math.max(0, element.range[0] - before), element.range[1] + after);
  }

  getParent(_node: TemplateRoot): undefined {
    return undefined;
  }

  getAncestors(_node: TemplateRoot): TemplateRoot[] {
    return [];
  }

  getLocFromIndex(index: number): Position {
    const { line, column } = this.#file.position(index);
    return { line, column };
  }

  getIndexFromLoc({ line, column }: Position): number {
    return (this.#file.lineStarts[line - 1] ?? this.text.length) + column - 1;
  }

  /** Rules for JavaScript that a configuration turns on for every file ask for this; without it they throw. */
  getAllComments(): readonly DirectiveComment[] {
    return this.comments;
  }

  traverse(): Iterable<TraversalStep> {
    const step = { kind: 1, target: this.ast, args: [this.ast, undefined] } as const;
    return [
      { ...step, args: [...step.args], phase: 1 },
      { ...step, args: [...step.args], phase: 2 },
    ];
  }

  getInlineConfigNodes(): DirectiveComment[] {
    return this.comments.filter((comment) => isInlineConfig(comment) || disableDirectives([comment]).length > 0);
  }

  getDisableDirectives(): { directives: Directive[]; problems: never[] } {
    return { directives: disableDirectives(this.comments), problems: [] };
  }

  applyInlineConfig(): { configs: InlineConfig[]; problems: { ruleId: null; loc: SourceLocation; message: string }[] } {
    return inlineConfigs(this.comments);
  }
}
