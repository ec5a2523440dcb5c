import type { DiffResult } from "../linter/index.ts";
import type { FormatOptions } from "./types.ts";

export const diffFormats = ["text", "json", "sarif", "markdown"] as const;

export type DiffFormat = (typeof diffFormats)[number];

/** A comparison → the text to print, with a line break at its end. */
export type DiffFormatter = (result: DiffResult, options: FormatOptions) => string;

/** The formatter of a name for `cors-lint diff`, loaded when asked for. */
export async function diffFormatterOf(format: DiffFormat): Promise<DiffFormatter> {
  switch (format) {
    case "text":
      return (await import("./diff-text.ts")).formatDiffText;
    case "json":
      return (await import("./diff-json.ts")).formatDiffJson;
    case "sarif":
      return (await import("./diff-sarif.ts")).formatDiffSarif;
    case "markdown":
      return (await import("./diff-markdown.ts")).formatDiffMarkdown;
  }
}
