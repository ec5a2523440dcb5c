import { allRules } from "../../rules/index.ts";
import { type FoundConfig, loadConfig } from "../config/load-config.ts";
import { nearestConfig } from "../config/nearest-config.ts";
import { type FileSystem, nodeFileSystem } from "../source/file-system.ts";

/**
 * The project's own configuration, for ESLint as for the command: in the folder that ESLint runs in, or above it in the same git
 * repository. Throws where it has mistakes: half a configuration would be a guess.
 */
export function projectConfig(cwd: string, files: FileSystem = nodeFileSystem(cwd)): FoundConfig | undefined {
  const path = nearestConfig(files);
  return path === undefined ? undefined : loadConfig(path, files, new Set(allRules.map(({ id }) => id)));
}
