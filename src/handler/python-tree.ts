import type { SyntaxNode } from "@lezer/common";

/** The children of a node in order. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (child.name !== "Comment") found.push(child);
  return found;
}

/** The children that are not among the given punctuation. */
export function without(nodes: readonly SyntaxNode[], ...names: readonly string[]): SyntaxNode[] {
  return nodes.filter((node) => !names.includes(node.name));
}

/** The runs between separators: `a, b = 1, c` → `[a] [b = 1] [c]`. Empty runs are dropped. */
export function splitAt(nodes: readonly SyntaxNode[], separator: string): SyntaxNode[][] {
  const runs: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === separator) runs.push([]);
    else runs.at(-1)?.push(node);
  }
  return runs.filter((run) => run.length > 0);
}

/** The nodes after the first one of this name. */
export function after(nodes: readonly SyntaxNode[], name: string): SyntaxNode[] {
  const index = nodes.findIndex((node) => node.name === name);
  return index < 0 ? [] : nodes.slice(index + 1);
}

/** The nodes before the first one of this name; all where there is none. */
export function before(nodes: readonly SyntaxNode[], name: string): SyntaxNode[] {
  const index = nodes.findIndex((node) => node.name === name);
  return index < 0 ? [...nodes] : nodes.slice(0, index);
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", "'": "'", '"': '"', "\n": "" };

export interface StringParts {
  /** Letters before the quotes, lower case. */
  readonly prefix: string;
  /** Offsets of the text between the quotes, from the start of the literal. */
  readonly start: number;
  readonly end: number;
}

/** Where the text of a string literal stands between its prefix and quotes. */
export function stringParts(literal: string): StringParts {
  const prefix = /^[A-Za-z]*/u.exec(literal)?.[0] ?? "";
  const rest = literal.slice(prefix.length);
  const quote = rest.startsWith('"""') || rest.startsWith("'''") ? 3 : 1;
  const closed = rest.length >= 2 * quote && rest.endsWith(rest.slice(0, quote));
  return { prefix: prefix.toLowerCase(), start: prefix.length + quote, end: literal.length - (closed ? quote : 0) };
}

/** What the text of a literal stands for. */
export function unescaped(text: string, raw: boolean): string {
  if (raw || !text.includes("\\")) return text;
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/gu, (whole: string, hex?: string, unicode?: string, single?: string) => {
    const code = hex ?? unicode;
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return single === undefined ? whole : (ESCAPES[single] ?? `\\${single}`);
  });
}
