import { resolve } from "node:path";
import { allRules } from "../../rules/index.ts";
import { type FoundConfig, loadConfig } from "../config/load-config.ts";
import { ConfigError, nearestConfig } from "../config/nearest-config.ts";
import type { LintOptions } from "../linter/run.ts";
import type { Severity } from "../linter/types.ts";
import type { FileSystem } from "../source/file-system.ts";
import { type GivenValues, givenValues } from "../template/parameter-files/types.ts";
import type { CorsLintPluginOptions } from "./options.ts";

/** The options of the plugin with the configuration of the project below them. */
export interface Settings {
  readonly failOn: Severity | "never";
  readonly lint: LintOptions;
  readonly parameters: readonly GivenValues[];
  readonly withoutHandlers: boolean;
  /** Is the template at this absolute path left alone? */
  excludes(path: string): boolean;
}

const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];
const NAMES: readonly (keyof CorsLintPluginOptions)[] = ["failOn", "config", "strict", "rules", "parameters", "handlers"];

/** Throws {@link ConfigError} where options or configuration say what they cannot mean: apps in JavaScript have no types. */
export function settingsOf(options: CorsLintPluginOptions, files: FileSystem): Settings {
  for (const name of Object.keys(options)) if (!NAMES.some((known) => known === name)) throw new ConfigError([`CorsLintPlugin has no option ${name}; there are ${NAMES.join(", ")}`]);
  const { failOn = "error" } = options;
  if (![...SEVERITIES, "never"].includes(failOn)) throw new ConfigError([`failOn is one of ${SEVERITIES.join(", ")}, never, not ${JSON.stringify(failOn)}`]);
  const ids = new Set(allRules.map(({ id }) => id));
  const found = configOf(options, files, ids);
  return {
    failOn,
    lint: {
      strict: options.strict ?? found?.config.strict ?? false,
      severities: new Map([...(found?.config.rules ?? []), ...severitiesIn(options, ids)]),
      declarations: found?.config.declarations,
    },
    parameters: [givenValues(found?.config.parameters ?? []), givenValues(Object.entries(options.parameters ?? {}))],
    withoutHandlers: options.handlers === false,
    excludes: (path) => found?.excludes(path) === true,
  };
}

function configOf({ config }: CorsLintPluginOptions, files: FileSystem, ids: ReadonlySet<string>): FoundConfig | undefined {
  if (config === false) return undefined;
  const path = config === undefined ? nearestConfig(files) : resolve(files.cwd, config);
  return path === undefined ? undefined : loadConfig(path, files, ids);
}

function severitiesIn({ rules = {} }: CorsLintPluginOptions, ids: ReadonlySet<string>): readonly (readonly [string, Severity | "off"])[] {
  for (const [id, severity] of Object.entries(rules)) {
    if (!ids.has(id)) throw new ConfigError([`there is no rule ${id}`]);
    if (![...SEVERITIES, "off"].includes(severity)) throw new ConfigError([`the severity of ${id} is one of off, ${SEVERITIES.join(", ")}, not ${JSON.stringify(severity)}`]);
  }
  return Object.entries(rules);
}
