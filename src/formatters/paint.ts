export type Style = "error" | "warning" | "info" | "strong" | "gutter" | "help" | "quiet";

const CODES: Readonly<Record<Style, string>> = {
  error: "1;31",
  warning: "1;33",
  info: "1;36",
  strong: "1",
  gutter: "34",
  help: "32",
  quiet: "2",
};

export type Paint = (style: Style, text: string) => string;

/** ANSI styles, or none. */
export function painter(color: boolean): Paint {
  return color ? (style, text) => (text === "" ? "" : `\u001b[${CODES[style]}m${text}\u001b[0m`) : (_style, text) => text;
}
