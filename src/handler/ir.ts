import type { Span } from "../source/index.ts";

/**
 * The small language that JavaScript, TypeScript and Python are lowered to before anything is analysed. It keeps only what can decide
 * which responses a handler returns. Every node has the offsets of the text it came from. `await`, casts and parentheses are gone: a
 * promise counts as the value it resolves to.
 */
export type Expr =
  | Const
  | Name
  | TemplateExpr
  | ObjectExpr
  | ArrayExpr
  | GetExpr
  | CallExpr
  | FunctionExpr
  | ClassExpr
  | ConditionalExpr
  | LogicalExpr
  | BinaryExpr
  | NotExpr
  | AssignExpr
  | SequenceExpr
  | ComprehensionExpr
  | OpaqueExpr;

export interface Const extends Span {
  readonly kind: "const";
  readonly value: string | number | boolean | null | undefined;
}

export interface Name extends Span {
  readonly kind: "name";
  readonly name: string;
}

/** Template literals, f-strings. */
export interface TemplateExpr extends Span {
  readonly kind: "template";
  readonly parts: readonly (string | Expr)[];
}

/** Object literals and dicts. */
export interface ObjectExpr extends Span {
  readonly kind: "object";
  readonly entries: readonly ObjectEntry[];
}

export type ObjectEntry =
  /** A getter's value is the function that gives it. */
  | { readonly kind: "property"; readonly key: Expr; readonly value: Expr; readonly isGetter?: boolean }
  | { readonly kind: "spread"; readonly value: Expr };

/** Array literals, lists, tuples, sets. */
export interface ArrayExpr extends Span {
  readonly kind: "array";
  readonly items: readonly { readonly value: Expr; readonly spread: boolean }[];
}

/** `a.b`, `a["b"]`. */
export interface GetExpr extends Span {
  readonly kind: "get";
  readonly object: Expr;
  readonly key: Expr;
}

export interface Argument {
  readonly value: Expr;
  /** `...x`, `*x`; with a keyword `**`: `**x`. */
  readonly spread: boolean;
  /** The name of a keyword argument of Python. */
  readonly keyword?: string;
}

export interface CallExpr extends Span {
  readonly kind: "call";
  readonly callee: Expr;
  readonly args: readonly Argument[];
  readonly isNew: boolean;
}

export interface FunctionExpr extends Span {
  readonly kind: "function";
  readonly fn: FunctionIr;
}

export interface ClassExpr extends Span {
  readonly kind: "class";
  readonly cls: ClassIr;
}

export interface ConditionalExpr extends Span {
  readonly kind: "conditional";
  readonly test: Expr;
  readonly then: Expr;
  readonly otherwise: Expr;
}

export interface LogicalExpr extends Span {
  readonly kind: "logical";
  readonly operator: "and" | "or" | "coalesce";
  readonly left: Expr;
  readonly right: Expr;
}

/** Arithmetic, comparison, membership; operators as JavaScript writes them (`==`, `in`, `not in`, `+`, `|`, …). */
export interface BinaryExpr extends Span {
  readonly kind: "binary";
  readonly operator: string;
  readonly left: Expr;
  readonly right: Expr;
}

export interface NotExpr extends Span {
  readonly kind: "not";
  readonly value: Expr;
}

export interface AssignExpr extends Span {
  readonly kind: "assign";
  readonly target: Pattern;
  /** `+`, `|`, `or`, … for `+=`, `|=`, `||=`. */
  readonly operator?: string;
  readonly value: Expr;
}

/** `a, b`: the last one counts. */
export interface SequenceExpr extends Span {
  readonly kind: "sequence";
  readonly parts: readonly Expr[];
}

/** `{key: value for target in of if test}`, `[value for …]`. */
export interface ComprehensionExpr extends Span {
  readonly kind: "comprehension";
  readonly target: Pattern;
  readonly of: Expr;
  readonly tests: readonly Expr[];
  /** Only dicts have keys. */
  readonly key: Expr | undefined;
  readonly value: Expr;
}

/** Something that is not followed. Its parts are still evaluated, for what they do. */
export interface OpaqueExpr extends Span {
  readonly kind: "opaque";
  readonly reason: string;
  readonly parts: readonly Expr[];
}

export type Pattern =
  | { readonly kind: "name"; readonly name: string; readonly start: number; readonly end: number }
  | { readonly kind: "get"; readonly target: GetExpr }
  | { readonly kind: "object"; readonly properties: readonly { readonly key: Expr; readonly target: Pattern; readonly fallback?: Expr }[]; readonly rest?: Pattern }
  | { readonly kind: "array"; readonly items: readonly (Pattern | undefined)[]; readonly rest?: Pattern }
  | { readonly kind: "default"; readonly target: Pattern; readonly fallback: Expr }
  | { readonly kind: "ignored" };

export interface Parameter {
  readonly target: Pattern;
  readonly fallback?: Expr;
  /** `*args` and `...rest`: the rest of the positional ones; `**kwargs`: the rest of the keywords. */
  readonly rest?: "positional" | "keywords";
  /** The text of its type, where one is written. */
  readonly type?: string;
}

export interface FunctionIr extends Span {
  readonly name: string | undefined;
  readonly params: readonly Parameter[];
  readonly body: readonly Stmt[];
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Arrow functions have no `this` of their own. */
  readonly isArrow: boolean;
  readonly decorators: readonly Expr[];
  /** The text of its return type, or of the type of the variable it is assigned to. */
  readonly type?: string;
  /** Names that assignments in the body define (Python). */
  readonly locals: readonly string[];
}

export interface ClassIr extends Span {
  readonly name: string | undefined;
  readonly base: Expr | undefined;
  readonly members: readonly ClassMember[];
}

export interface ClassMember {
  readonly name: string;
  readonly value: Expr;
  readonly isStatic: boolean;
  readonly kind: "method" | "getter" | "field";
}

export type Stmt =
  | ({ readonly kind: "expression"; readonly value: Expr } & Span)
  | ({ readonly kind: "declare"; readonly target: Pattern; readonly value: Expr | undefined; readonly scope: "block" | "function"; readonly constant: boolean } & Span)
  | ({ readonly kind: "return"; readonly value: Expr | undefined } & Span)
  | ({ readonly kind: "throw"; readonly value: Expr | undefined } & Span)
  | ({ readonly kind: "if"; readonly test: Expr; readonly then: readonly Stmt[]; readonly otherwise: readonly Stmt[] } & Span)
  | ({ readonly kind: "loop"; readonly each: { readonly target: Pattern; readonly of: Expr } | undefined; readonly test: Expr | undefined; readonly update: Expr | undefined; readonly init: readonly Stmt[]; readonly body: readonly Stmt[]; readonly runsOnce: boolean; readonly otherwise: readonly Stmt[] } & Span)
  | ({ readonly kind: "switch"; readonly subject: Expr; readonly cases: readonly SwitchCase[]; readonly fallsThrough: boolean } & Span)
  | ({ readonly kind: "try"; readonly body: readonly Stmt[]; readonly catches: readonly CatchClause[]; readonly otherwise: readonly Stmt[]; readonly last: readonly Stmt[] } & Span)
  | ({ readonly kind: "break" | "continue" } & Span)
  | ({ readonly kind: "block"; readonly body: readonly Stmt[] } & Span)
  | ({ readonly kind: "import"; readonly specifier: string; readonly bindings: readonly ImportBinding[] } & Span)
  | ({ readonly kind: "export"; readonly name: string; readonly value: Expr } & Span)
  | ({ readonly kind: "re-export"; readonly specifier: string; readonly names: readonly { readonly imported: string; readonly exported: string }[] | "all" } & Span);

export interface ImportBinding {
  readonly local: string;
  /** The name it has there; `*` is the module itself (also `default`: CommonJS and ES modules mix). */
  readonly imported: string;
}

export interface SwitchCase {
  /** Empty: the default. Several: any of them. `undefined` in place of an expression: a pattern that is not followed. */
  readonly tests: readonly (Expr | undefined)[] | "default";
  readonly body: readonly Stmt[];
}

export interface CatchClause {
  readonly param: Pattern | undefined;
  readonly body: readonly Stmt[];
}

export type HandlerLanguage = "javascript" | "typescript" | "python";

/** One file, lowered. */
export interface ModuleIr {
  readonly file: string;
  readonly text: string;
  readonly language: HandlerLanguage;
  readonly body: readonly Stmt[];
}
