import { dirname, resolve } from "node:path";
import type { FileSystem } from "../source/file-system.ts";
import { shownName } from "../source/project.ts";
import { CONFIG_NAMES } from "./config.ts";

/** A configuration that cannot be gone by: sentences for whoever wrote it. Half of one would be a guess. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly sentences: readonly string[];

  constructor(sentences: readonly string[]) {
    super(sentences.join("\n"));
    this.sentences = sentences;
  }
}

/**
 * The absolute path of the nearest configuration, from the working directory up to the root of the git repository; outside of one only
 * the working directory is looked at, since nothing says which folders above belong to the project. Throws {@link ConfigError} where two
 * lie side by side.
 */
export function nearestConfig(files: FileSystem): string | undefined {
  for (const folder of foldersUp(files)) {
    const found = CONFIG_NAMES.map((name) => resolve(folder, name)).filter((path) => files.kind(path) === "file");
    if (found.length > 1) throw new ConfigError([`there are two configurations, ${found.map((path) => shownName(files, path)).join(" and ")}`]);
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

function foldersUp(files: FileSystem): readonly string[] {
  const folders: string[] = [];
  for (let at = files.cwd; ; at = dirname(at)) {
    folders.push(at);
    if (files.kind(resolve(at, ".git")) !== "missing") return folders;
    if (at === dirname(at)) return [files.cwd];
  }
}
