import { printable } from "../printable.ts";

/** HTML that may stand in the page as it is. Only this module makes it of a text, so that no text of a template gets in unescaped. */
export class Markup {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static ofTemplate(strings: readonly string[], values: readonly Fill[]): Markup {
    return new Markup(strings.map((text, index) => `${text}${index < values.length ? textOf(values[index]) : ""}`).join(""));
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand between the parts of a template: texts are escaped, lists are written one after the other, nothing is nothing. */
export type Fill = Markup | string | number | undefined | false | readonly Fill[];

/** HTML with its holes filled in. Values of attributes stand in double quotes, and a hole is never the name of anything. */
export function html(strings: TemplateStringsArray, ...values: readonly Fill[]): Markup {
  return Markup.ofTemplate(strings, values);
}

/** A text of our own, a style sheet or a script, as it is. */
export function verbatim(text: string): Markup {
  return Markup.ofTemplate([text], []);
}

function textOf(value: Fill): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Markup) return value.toString();
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return String(value);
  return value.map(textOf).join("");
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? "");
}
