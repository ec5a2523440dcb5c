/** One line of an ignore file. https://git-scm.com/docs/gitignore, section "Pattern format". */
interface Rule {
  readonly matches: RegExp;
  readonly negated: boolean;
  readonly directoriesOnly: boolean;
}

/** The rules of one ignore file; paths are relative to the folder it stands in. */
export class IgnoreFile {
  readonly #rules: readonly Rule[];

  constructor(text: string) {
    this.#rules = text.split(/\r?\n/u).map(ruleFrom).filter((rule) => rule !== undefined);
  }

  /** Does it ignore the path, expressly not ignore it, or say nothing? The last rule that matches decides. */
  verdict(path: string, isDirectory: boolean): "ignored" | "kept" | undefined {
    for (const rule of this.#rules.toReversed()) {
      if (rule.directoriesOnly && !isDirectory) continue;
      if (rule.matches.test(path)) return rule.negated ? "kept" : "ignored";
    }
    return undefined;
  }
}

function ruleFrom(line: string): Rule | undefined {
  // Trailing spaces count only where a backslash stands before them.
  let pattern = line.replace(/(?<!\\) +$/u, "");
  if (pattern === "" || pattern.startsWith("#")) return undefined;
  const negated = pattern.startsWith("!");
  if (negated) pattern = pattern.slice(1);
  const directoriesOnly = pattern.endsWith("/");
  if (directoriesOnly) pattern = pattern.slice(0, -1);
  // A slash at the beginning or in the middle ties the pattern to the folder; otherwise it matches at any depth.
  const anchored = pattern.includes("/");
  const body = expressionFrom(pattern.replace(/^\//u, ""));
  if (body === undefined) return undefined;
  return { matches: new RegExp(`^${anchored ? "" : "(?:.*/)?"}${body}$`, "su"), negated, directoriesOnly };
}

const TOKEN = /\*\*\/|\/\*\*$|\*+|\?|\[(?<not>[!^]?)(?<set>\]?(?:\\.|\[:[a-z]+:\]|[^\]\\])*)\]|\\(?<escaped>.)|(?<other>.)/gsu;

/** A glob → the source of a regular expression; `undefined` where the pattern can match nothing. */
function expressionFrom(pattern: string): string | undefined {
  if (pattern === "") return undefined;
  let source = "";
  for (const { 0: token, groups = {} } of pattern.matchAll(TOKEN)) {
    if (token === "**/") source += "(?:[^/]+/)*";
    else if (token === "/**") source += "/.+";
    else if (token.startsWith("*")) source += "[^/]*";
    else if (token === "?") source += "[^/]";
    else if (groups["set"] !== undefined) source += characterSet(groups["not"] !== "", groups["set"]);
    else source += literal(groups["escaped"] ?? groups["other"] ?? "");
  }
  return isExpression(source) ? source : undefined;
}

function characterSet(negated: boolean, set: string): string {
  const body = set
    .replaceAll("[:alpha:]", "a-zA-Z")
    .replaceAll("[:digit:]", "0-9")
    .replaceAll("[:alnum:]", "a-zA-Z0-9")
    .replace(/\\(.)|([\]^[/&~|{}()])/gsu, (_match, escaped: string | undefined, special: string | undefined) => (escaped === "-" ? "\\-" : literal(escaped ?? special ?? "")));
  return `(?!/)[${negated ? "^" : ""}${body}]`;
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/u.test(character) ? `\\${character}` : character;
}

/** A set such as `[z-a]` matches nothing in git and is an error in a regular expression. */
function isExpression(source: string): boolean {
  try {
    return new RegExp(source, "su") !== undefined;
  } catch {
    return false;
  }
}
