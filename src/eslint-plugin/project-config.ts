import { dirname, relative, resolve, sep } from "node:path";
import { allRules } from "../../rules/index.ts";
import { type Config, readConfig } from "../config/index.ts";
import { type FileSystem, nodeFileSystem } from "../source/file-system.ts";
import { IgnoreFile } from "../source/gitignore.ts";

const CONFIG_NAMES = ["cors-lint.config.json", "cors-lint.config.yaml"];

/** What the project's own configuration says, for ESLint as for the command. */
export interface ProjectConfig {
  readonly config: Config;
  /** Is the file at this absolute path left alone? */
  excludes(path: string): boolean;
}

/**
 * The configuration in the folder that ESLint runs in, or above it in the same git repository. Throws where it has mistakes: half a
 * configuration would be a guess.
 */
export function projectConfig(cwd: string, files: FileSystem = nodeFileSystem(cwd)): ProjectConfig | undefined {
  const path = nearestConfig(cwd, files);
  if (path === undefined) return undefined;
  const bytes = files.read(path);
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`cannot read ${path}: ${bytes.message}`);
  const config = readConfig(path, bytes, new Set(allRules.map(({ id }) => id)));
  if ("problems" in config) throw new TypeError(config.problems.map(({ message, place }) => `${path}:${place.range.start.line}:${place.range.start.column}: ${message}`).join("\n"));
  const patterns = config.exclude.length > 0 ? new IgnoreFile(config.exclude.join("\n")) : undefined;
  return { config, excludes: (file) => patterns !== undefined && isExcluded(relative(dirname(path), file).split(sep).join("/"), patterns) };
}

function nearestConfig(cwd: string, files: FileSystem): string | undefined {
  const inFolder = (folder: string): string | undefined => CONFIG_NAMES.map((name) => resolve(folder, name)).find((path) => files.kind(path) === "file");
  let found: string | undefined;
  for (let folder = cwd; ; folder = dirname(folder)) {
    found ??= inFolder(folder);
    if (files.kind(resolve(folder, ".git")) !== "missing") return found;
    // Outside of a repository nothing says which folders above belong to the project.
    if (folder === dirname(folder)) return inFolder(cwd);
  }
}

/** A folder that is excluded takes everything below it along. */
function isExcluded(path: string, patterns: IgnoreFile): boolean {
  const segments = path.split("/");
  return segments.some((_segment, index) => patterns.verdict(segments.slice(0, index + 1).join("/"), index < segments.length - 1) === "ignored");
}
