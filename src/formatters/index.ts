import type { Formatter } from "./types.ts";

export type { FormatOptions, Formatter } from "./types.ts";

export const formats = ["text", "unix", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"] as const;

export type Format = (typeof formats)[number];

/** The formatter of a name, loaded when asked for: a run needs one of them. */
export async function formatterOf(format: Format): Promise<Formatter> {
  switch (format) {
    case "text":
      return (await import("./text.ts")).formatText;
    case "json":
      return (await import("./json.ts")).formatJson;
    case "sarif":
      return (await import("./sarif.ts")).formatSarif;
    case "unix":
      return (await import("./unix.ts")).formatUnix;
    case "github":
      return (await import("./github.ts")).formatGithub;
    case "gitlab":
      return (await import("./gitlab.ts")).formatGitlab;
    case "junit":
      return (await import("./junit.ts")).formatJunit;
    case "markdown":
      return (await import("./markdown.ts")).formatMarkdown;
    case "html":
      return (await import("./html.ts")).formatHtml;
  }
}
