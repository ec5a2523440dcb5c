import { agree, possibilities } from "../../source/index.ts";
import type { Tri, Value } from "../../source/index.ts";

const MAX_PATTERN = 500;
const MAX_SUBJECT = 500;

/**
 * A Java regular expression as JavaScript's, where both read it alike and no input makes it slow: quantifiers stand after single
 * characters or classes only, and at most three of them are unbounded. `undefined` for any other.
 */
export function safePattern(pattern: string): { readonly whole: RegExp; readonly start: RegExp } | undefined {
  if (pattern.length > MAX_PATTERN || !isSimple(pattern)) return undefined;
  try {
    return { whole: new RegExp(`^(?:${pattern})$`, "u"), start: new RegExp(`^(?:${pattern})`, "u") };
  } catch {
    return undefined;
  }
}

const TOKEN = /\\[dDwWsS.\-/^$*+?()[\]{}|\\]|\[\^?(?:\\[dDwWsS.\-/^$*+?()[\]{}|\\]|[^\\[\]&])+\]|[()|^$.]|[*+?]|\{\d{1,3}(?:,\d{0,3})?\}|[^\\[\]{}()*+?|^$.]/uy;

function isSimple(pattern: string): boolean {
  let unbounded = 0;
  let previous = "";
  TOKEN.lastIndex = 0;
  for (let at = 0; at < pattern.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(pattern)?.[0];
    if (token === undefined) return false;
    const isQuantifier = /^(?:[*+?]|\{\d)/u.test(token);
    if (isQuantifier) {
      const isOptionalGroup = previous === ")" && token === "?";
      const isGroupMark = previous === "(" && token === "?" && pattern.startsWith("?:", at);
      if (isGroupMark) TOKEN.lastIndex = at + 2;
      else if (!isOptionalGroup && (previous === "" || /^(?:[()|^$*+?]|\{\d)/u.test(previous))) return false;
      else if (token !== "?" && !/^\{\d+\}$/u.test(token)) unbounded++;
    }
    previous = token;
  }
  return unbounded <= 3;
}

/**
 * Does a selection pattern match? AWS reads it as a regular expression; whether it must match the whole text is not documented, so that
 * the answer is `yes` or `no` only where both readings agree (M1).
 */
export function selects(pattern: Value, subject: Value): Tri {
  return agree(
    possibilities(pattern).flatMap((each) =>
      possibilities(subject).map((text): Tri => {
        if (each.kind !== "known" || text.kind !== "known" || text.text.length > MAX_SUBJECT) return "maybe";
        if (each.text === text.text) return "yes";
        const compiled = safePattern(each.text);
        if (compiled === undefined) return "maybe";
        return agree([compiled.whole, compiled.start].map((expression) => (expression.test(text.text) ? "yes" : "no")));
      }),
    ),
  );
}
