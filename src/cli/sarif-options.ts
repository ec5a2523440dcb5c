import type { FormatOptions } from "../formatters/index.ts";
import type { Io } from "./io.ts";
import { pathInRepository } from "../source/project.ts";
import { rulePage } from "./rule-page.ts";
import { ownVersion } from "../linter/own-version.ts";

/** What SARIF wants: our version, the pages of the rules, where in its repository the run takes place. */
export function sarifOptions(io: Pick<Io, "fileSystem">): Pick<FormatOptions, "version" | "pageOf" | "uriPrefix"> {
  return { version: ownVersion(), pageOf: rulePage, uriPrefix: pathInRepository(io.fileSystem) };
}
