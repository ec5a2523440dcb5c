/**
 * Python that the parser does not know, in older words of the same length, so that each offset stays what it is: `with (a as b, c as d):`
 * without its parentheses, `match a, b:` over something that is not known, and no spaces after the last line.
 */
export function mendPython(text: string): string {
  let end = text.length;
  while (end > 0 && " \t".includes(text[end - 1] ?? "")) end--;
  return withoutSubjects(withoutParentheses(text.slice(0, end) + "\n".repeat(text.length - end)));
}

/** A byte order mark and form feeds are no part of a program. */
export function withoutMarks(text: string): string {
  return text.startsWith("\uFEFF") || text.includes("\f") ? text.replace(/^\uFEFF|\f/gu, "\n") : text;
}

function withoutSubjects(text: string): string {
  return text.replace(/^([ \t]*match[ \t]+)([^\n#]{1,300})(?=:[ \t]*(?:#[^\n]{0,200})?\r?\n[ \t\r\n]{0,200}case\b)/gmu, (whole, keyword: string, subject: string) => (subject.includes(",") ? `${keyword}_${" ".repeat(subject.length - 1)}` : whole));
}

function withoutParentheses(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  let tries = 0;
  for (const { 0: head, index } of text.matchAll(/^[ \t]*(?:async[ \t]+)?with[ \t]*\(/gmu)) {
    if (++tries > MAX_TRIES) break;
    const open = index + head.length - 1;
    const inside = open < from ? undefined : blanked(text, open);
    if (inside === undefined || !/^[ \t]*:/u.test(text.slice(open + inside.length, open + inside.length + 80))) continue;
    pieces.push(text.slice(from, open), inside);
    from = open + inside.length;
  }
  return pieces.length === 0 ? text : pieces.join("") + text.slice(from);
}

/** So many `with (` of a file, and so many characters of each, are looked at. */
const MAX_TRIES = 100;
const MAX_LENGTH = 4000;
const STRING = /(?:"""|'''|["'])/uy;

/** What stands from a bracket to the one that closes it, without both, in one line, without comments and a last comma. */
function blanked(text: string, open: number): string | undefined {
  const kept: string[] = [" "];
  let depth = 1;
  for (let at = open + 1; at < text.length && at - open < MAX_LENGTH; at++) {
    const char = text[at] ?? "";
    STRING.lastIndex = at;
    const quote = STRING.exec(text)?.[0];
    if (quote) {
      const end = endOfString(text, at + quote.length, quote);
      kept.push(text.slice(at, end));
      at = end - 1;
    } else if (char === "#") {
      const end = text.indexOf("\n", at);
      if (end < 0) return undefined;
      kept.push(" ".repeat(end - at));
      at = end - 1;
    } else {
      if ("([{".includes(char)) depth++;
      if (")]}".includes(char)) depth--;
      if (depth === 0) return `${kept.join("").replace(/,(?=\s*$)/u, " ")} `;
      kept.push(char === "\n" || char === "\r" ? " " : char);
    }
  }
  return undefined;
}

function endOfString(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text.startsWith(quote, at)) return at + quote.length;
  }
  return text.length;
}
