import { dirname, relative, resolve, sep } from "node:path";
import { allRules } from "../../rules/index.ts";
import { type Config, CONFIG_NAMES } from "../config/config.ts";
import type { FileSystem } from "../source/file-system.ts";
import { IgnoreFile } from "../source/gitignore.ts";
import type { Arguments } from "./arguments.ts";
import { type Io, UsageError } from "./io.ts";
import { shownName } from "./project.ts";

/** A configuration that was found, and where. */
export interface FoundConfig {
  readonly config: Config;
  /** As the user is shown it. */
  readonly name: string;
  /** Is the file at this absolute path left alone? */
  excludes(path: string): boolean;
}

/**
 * The configuration that `--config` names, else the nearest one from the working directory up to the root of the git repository. Throws
 * {@link UsageError} with the place of each mistake in it.
 */
export async function configFor(args: Pick<Arguments<"config" | "no-config">, "text" | "has">, { fileSystem }: Pick<Io, "fileSystem">): Promise<FoundConfig | undefined> {
  if (args.has("no-config")) return undefined;
  const named = args.text("config");
  const path = named ?? nearestConfig(fileSystem);
  return path === undefined ? undefined : await loadConfig(path, fileSystem);
}

/** The path of the nearest configuration. Outside of a repository only the working directory is looked at. */
export function nearestConfig(files: FileSystem): string | undefined {
  const folders = foldersUp(files);
  for (const folder of folders) {
    const found = CONFIG_NAMES.map((name) => resolve(folder, name)).filter((path) => files.kind(path) === "file");
    if (found.length > 1) throw new UsageError(`there are two configurations, ${found.map((path) => shownName(files, path)).join(" and ")}: name one with --config`);
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

async function loadConfig(path: string, files: FileSystem): Promise<FoundConfig> {
  const name = shownName(files, path);
  const bytes = files.read(path);
  if (!(bytes instanceof Uint8Array)) throw new UsageError(`cannot read ${name}: ${bytes.message}`);
  const { readConfig } = await import("../config/read-config.ts");
  const config = readConfig(name, bytes, new Set(allRules.map(({ id }) => id)));
  if ("problems" in config) {
    const lines = config.problems.map(({ message, place }) => `${name}:${place.range.start.line}:${place.range.start.column}: ${message}`);
    throw new UsageError(lines.join("\ncors-lint: "));
  }
  const folder = dirname(resolve(files.cwd, path));
  const patterns = config.exclude.length > 0 ? new IgnoreFile(config.exclude.join("\n")) : undefined;
  return { config, name, excludes: (file) => patterns !== undefined && isExcluded(relative(folder, file).split(sep).join("/"), patterns) };
}

/** A folder that is excluded takes everything below it along. */
function isExcluded(path: string, patterns: IgnoreFile): boolean {
  const segments = path.split("/");
  return segments.some((_segment, index) => patterns.verdict(segments.slice(0, index + 1).join("/"), index < segments.length - 1) === "ignored");
}

/** A name under `apis` that no API has would silently change nothing. */
export function sayUnusedApis({ config, name: file }: FoundConfig, io: Pick<Io, "stderr">): void {
  for (const { name, place, seen } of config.unusedApis()) {
    const { line, column } = place.range.start;
    const others = seen.length > 0 ? `; there is ${seen.slice(0, 5).join(", ")}` : "";
    io.stderr(`cors-lint: ${file}:${line}:${column}: no API and no path is called ${name}${others}\n`);
  }
}
