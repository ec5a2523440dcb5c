import type { Span } from "../source/index.ts";

/**
 * A node of any ESTree (espree, oxc, typescript-eslint). Nothing is assumed beyond `type`: a tree of another version must not make the
 * analysis throw, so each part is read through the functions below.
 */
export interface EstreeNode {
  readonly type: string;
}

/** The value of a part, whatever it is. */
export function part(node: EstreeNode, name: string): unknown {
  // An ESTree node is an open record; which parts it has depends on its type and on the parser.
  return (node as unknown as Readonly<Record<string, unknown>>)[name];
}

export function isNode(value: unknown): value is EstreeNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

export function child(node: EstreeNode, name: string): EstreeNode | undefined {
  const value = part(node, name);
  return isNode(value) ? value : undefined;
}

/** The nodes of a list; holes of array patterns are `undefined`. */
export function children(node: EstreeNode, name: string): readonly (EstreeNode | undefined)[] {
  const value = part(node, name);
  return Array.isArray(value) ? value.map((item: unknown) => (isNode(item) ? item : undefined)) : [];
}

/** The nodes of a list that has no holes. */
export function nodesOf(node: EstreeNode, name: string): readonly EstreeNode[] {
  return children(node, name).filter((item) => item !== undefined);
}

export function textOf(node: EstreeNode, name: string): string | undefined {
  const value = part(node, name);
  return typeof value === "string" ? value : undefined;
}

export function flag(node: EstreeNode, name: string): boolean {
  return part(node, name) === true;
}

export function spanOf(node: EstreeNode): Span {
  const range = part(node, "range");
  if (Array.isArray(range) && typeof range[0] === "number" && typeof range[1] === "number") return { start: range[0], end: range[1] };
  const [start, end] = [part(node, "start"), part(node, "end")];
  return { start: typeof start === "number" ? start : 0, end: typeof end === "number" ? end : 0 };
}

const WRAPPERS: ReadonlySet<string> = new Set(["ParenthesizedExpression", "TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression", "TSTypeAssertion", "TSInstantiationExpression", "ChainExpression", "AwaitExpression"]);

/** Without parentheses, casts, `await` and the marker of optional chains. */
export function unwrapped(node: EstreeNode): EstreeNode {
  let inner = node;
  while (WRAPPERS.has(inner.type)) {
    const next = child(inner, "expression") ?? child(inner, "argument");
    if (next === undefined) return inner;
    inner = next;
  }
  return inner;
}

/** The text of a type annotation, without its colon. */
export function typeText(node: EstreeNode | undefined, text: string): string | undefined {
  if (node === undefined) return undefined;
  const { start, end } = spanOf(node);
  return text.slice(start, end).replace(/^\s*(?::|->)\s*/u, "");
}
