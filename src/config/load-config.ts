import { dirname, relative, resolve, sep } from "node:path";
import type { FileSystem } from "../source/file-system.ts";
import { IgnoreFile } from "../source/gitignore.ts";
import { shownName } from "../source/project.ts";
import type { Config } from "./config.ts";
import { ConfigError } from "./nearest-config.ts";
import { readConfig } from "./read-config.ts";

/** A configuration that was found, and where. */
export interface FoundConfig {
  readonly config: Config;
  /** As the user is shown it. */
  readonly name: string;
  /** Is the file at this absolute path left alone? */
  excludes(path: string): boolean;
}

/** The configuration in a file. Throws {@link ConfigError} with the place of each mistake in it. */
export function loadConfig(path: string, files: FileSystem, ruleIds: ReadonlySet<string>): FoundConfig {
  const name = shownName(files, path);
  const bytes = files.read(path);
  if (!(bytes instanceof Uint8Array)) throw new ConfigError([`cannot read ${name}: ${bytes.message}`]);
  const config = readConfig(name, bytes, ruleIds);
  if ("problems" in config) throw new ConfigError(config.problems.map(({ message, place }) => `${name}:${place.range.start.line}:${place.range.start.column}: ${message}`));
  const folder = dirname(resolve(files.cwd, path));
  const patterns = config.exclude.length > 0 ? new IgnoreFile(config.exclude.join("\n")) : undefined;
  return { config, name, excludes: (file) => patterns !== undefined && isExcluded(relative(folder, file).split(sep).join("/"), patterns) };
}

/** A folder that is excluded takes everything below it along. */
function isExcluded(path: string, patterns: IgnoreFile): boolean {
  const segments = path.split("/");
  return segments.some((_segment, index) => patterns.verdict(segments.slice(0, index + 1).join("/"), index < segments.length - 1) === "ignored");
}
