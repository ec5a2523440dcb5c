import { painter } from "../../formatters/paint.ts";
import { wrapped } from "../../formatters/printable.ts";
import type { Rule } from "../../linter/types.ts";

const WIDEST = 100;

/** A rule's page for a terminal. Without a page, what the rule says of itself. */
export function pageText(rule: Rule, page: string | undefined, look: { readonly color: boolean; readonly columns: number | undefined }): string {
  const paint = painter(look.color);
  const { meta } = rule;
  const facts = [meta.severity, meta.set === "strict" ? "strict set" : "recommended set", ...(meta.fix === undefined ? [] : [`${meta.fix} fix`]), ...(meta.security === undefined ? [] : [`CWE-${meta.security.cwe}`])];
  const width = Math.min(look.columns ?? WIDEST, WIDEST);
  const head = [`${paint(meta.severity, rule.id)} ${paint("quiet", `(${facts.join(", ")})`)}`, "", ...wrapped(`${meta.description}.`, width)];
  const body = page === undefined ? wrapped(`What to do: ${meta.help}`, width) : bodyLines(page.split("<!-- end of the generated part -->")[1] ?? page, { paint, width });
  return `${[...head, "", ...body, "", paint("quiet", meta.reference)].join("\n").replace(/\n{3,}/gu, "\n\n")}\n`;
}

interface Style {
  readonly paint: ReturnType<typeof painter>;
  readonly width: number;
}

/** Paragraphs are wrapped anew, code is indented and left as it is. */
function bodyLines(markdown: string, { paint, width }: Style): readonly string[] {
  const lines: string[] = [];
  let paragraph: string[] = [];
  let code = false;
  const flush = (): void => {
    if (paragraph.length === 0) return;
    const text = plain(paragraph.join(" "));
    const indent = text.startsWith("- ") ? "  " : "";
    lines.push(...wrapped(text, width - indent.length).map((line, index) => (index === 0 ? line : `${indent}${line}`)));
    paragraph = [];
  };
  for (const line of markdown.trim().split("\n")) {
    if (line.startsWith("```")) {
      flush();
      code = !code;
    } else if (code) lines.push(line === "" ? "" : `    ${paint("gutter", line)}`);
    else if (line.startsWith("#")) {
      flush();
      lines.push(paint("strong", plain(line.replace(/^#+ */u, ""))));
    } else if (line.trim() === "") {
      flush();
      lines.push("");
    } else if (/^(?:- |\d+\. |\|)/u.test(line)) {
      flush();
      paragraph = [line];
    } else paragraph.push(line.trim());
  }
  flush();
  return lines;
}

/** Without Markdown's marks; a link shows where it leads unless that is a file of the documentation. */
function plain(text: string): string {
  return text
    .replace(/\[(?<text>[^\]]*)\]\((?<to>[^)\s]*)\)/gu, (_whole, shown: string, to: string) => (/^https?:/u.test(to) && to !== shown ? `${shown} (${to})` : shown))
    .replace(/<(?<url>https?:[^>]*)>/gu, "$<url>")
    .replace(/\*\*(?<text>[^*]+)\*\*/gu, "$<text>")
    .replace(/(?<![\w*`])\*(?<text>[^\s*`][^*`]*)\*(?![\w*`])/gu, "$<text>");
}
