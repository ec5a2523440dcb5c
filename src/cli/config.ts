import { allRules } from "../../rules/index.ts";
import type { FoundConfig } from "../config/load-config.ts";
import { ConfigError, nearestConfig } from "../config/nearest-config.ts";
import type { FileSystem } from "../source/file-system.ts";
import type { Arguments } from "./arguments.ts";
import { type Io, UsageError } from "./io.ts";

/**
 * The configuration that `--config` names, else the nearest one from the working directory up to the root of the git repository. Throws
 * {@link UsageError} with the place of each mistake in it.
 */
export async function configFor(args: Pick<Arguments<"config" | "no-config">, "text" | "has">, { fileSystem }: Pick<Io, "fileSystem">): Promise<FoundConfig | undefined> {
  if (args.has("no-config")) return undefined;
  const path = args.text("config") ?? projectConfigPath(fileSystem);
  if (path === undefined) return undefined;
  const { loadConfig } = await import("../config/load-config.ts");
  try {
    return loadConfig(path, fileSystem, new Set(allRules.map(({ id }) => id)));
  } catch (error) {
    throw error instanceof ConfigError ? new UsageError(error.sentences.join("\ncors-lint: ")) : error;
  }
}

/** The path of the nearest configuration. Throws {@link UsageError} where two could be meant. */
export function projectConfigPath(files: FileSystem): string | undefined {
  try {
    return nearestConfig(files);
  } catch (error) {
    throw error instanceof ConfigError ? new UsageError(`${error.message}: name one with --config`) : error;
  }
}

/** A name under `apis` that no API has would silently change nothing. */
export function sayUnusedApis({ config, name: file }: FoundConfig, io: Pick<Io, "stderr">): void {
  for (const { name, place, seen } of config.unusedApis()) {
    const { line, column } = place.range.start;
    const others = seen.length > 0 ? `; there is ${seen.slice(0, 5).join(", ")}` : "";
    io.stderr(`cors-lint: ${file}:${line}:${column}: no API and no path is called ${name}${others}\n`);
  }
}
