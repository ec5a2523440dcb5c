import { readFileSync } from "node:fs";
import type { FormatOptions } from "../formatters/index.ts";
import type { Io } from "./io.ts";
import { pathInRepository } from "./project.ts";
import { ownVersion } from "./version.ts";

/** What only SARIF wants: our version, the pages of the rules, where in its repository the run takes place. */
export function sarifOptions(io: Io): Pick<FormatOptions, "version" | "pageOf" | "uriPrefix"> {
  return { version: ownVersion(), pageOf: rulePage, uriPrefix: pathInRepository(io.fileSystem) };
}

/** The page that is shipped with the package; it stands two folders up in the sources, three in `dist`. */
function rulePage(rule: string): string | undefined {
  for (const way of ["../../docs/rules", "../../../docs/rules"]) {
    try {
      return readFileSync(new URL(`${way}/${rule}.md`, import.meta.url), "utf8");
    } catch {
      continue;
    }
  }
  return undefined;
}
