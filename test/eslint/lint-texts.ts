import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ESLint, type Linter } from "eslint";
import { ESLint as ESLint9 } from "eslint-9";
// Loads what a built plugin loads on demand.
import "../../src/eslint-plugin/template-engine.ts";

/** The versions of ESLint that the plugin is for. */
export const VERSIONS: readonly { readonly version: string; readonly ESLint: typeof ESLint }[] = [
  // Version 9 is typed by itself; what is used of it is the same.
  { version: "9", ESLint: ESLint9 as unknown as typeof ESLint },
  { version: "10", ESLint },
];

/** A folder with these files, which is removed when `use` is done. */
export async function withProject<Result>(files: Readonly<Record<string, string>>, use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "cors-lint-eslint-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Linted {
  /** `file:line:column-endLine:endColumn rule`, and `!` before a fatal error. */
  readonly found: readonly string[];
  readonly results: readonly ESLint.LintResult[];
}

/** What ESLint finds in a folder of these files. */
export async function lintProject(Version: typeof ESLint, files: Readonly<Record<string, string>>, config: Linter.Config[], options: { readonly fix?: boolean } = {}): Promise<Linted> {
  return await withProject(files, async (cwd) => {
    const eslint = new Version({ cwd, overrideConfigFile: true, overrideConfig: config, fix: options.fix ?? false });
    const results = await eslint.lintFiles(["."]);
    const found = results.flatMap(({ filePath, messages }) => messages.map((message) => `${filePath.slice(cwd.length + 1)}:${pointsOf(message)} ${message.ruleId ?? (message.fatal ? `! ${message.message}` : message.message)}`));
    return { found, results };
  });
}

function pointsOf({ line, column, endLine, endColumn }: Linter.LintMessage): string {
  return `${line}:${column}${endLine === undefined ? "" : `-${endLine}:${endColumn ?? ""}`}`;
}
