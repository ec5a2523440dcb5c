/**
 * The little of ESLint's interface that the rules use, as ESLint 9 and 10, oxlint and the source code objects of other languages all have
 * it. ESLint's own types describe one language each.
 */
export interface RuleContext {
  readonly cwd: string;
  readonly filename: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly sourceCode: {
    readonly text: string;
    readonly ast: object;
    getLocFromIndex(index: number): Point;
  };
  report(problem: Problem): void;
}

export interface Point {
  readonly line: number;
  readonly column: number;
}

export interface Problem {
  readonly loc: { readonly start: Point; readonly end: Point };
  readonly messageId: string;
  readonly data: Readonly<Record<string, string>>;
  readonly fix?: Fixer;
  readonly suggest?: readonly { readonly messageId: string; readonly data: Readonly<Record<string, string>>; readonly fix: Fixer }[];
}

type Fixer = (fixer: { replaceTextRange(range: [number, number], text: string): TextEdit }) => TextEdit[];

interface TextEdit {
  range: [number, number];
  text: string;
}

/** A fixer that makes the changes, all or none. */
export function fixerOf(changes: readonly { readonly start: number; readonly end: number; readonly text: string }[]): Fixer {
  return (fixer) => changes.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text));
}
