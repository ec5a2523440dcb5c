import type { Declarations } from "../aws/index.ts";
import type { Severity } from "../linter/index.ts";
import type { Place } from "../source/index.ts";

/** What a configuration file says. Data only: nothing of it is executed. */
export interface Config {
  /** Severities by rule id. */
  readonly rules: ReadonlyMap<string, Severity | "off">;
  readonly strict: boolean | undefined;
  /** Files that are left alone: patterns as in `.gitignore`, relative to the folder of the configuration. */
  readonly exclude: readonly string[];
  /** Values of template parameters. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly declarations: Declarations;
  /** Entries that no API of the run was called by, asked for after the run: each with its place. */
  unusedApis(): readonly { readonly name: string; readonly place: Place; readonly seen: readonly string[] }[];
}

/** A mistake in a configuration file, at its place. */
export interface ConfigProblem {
  readonly message: string;
  readonly place: Place;
}

/** The names under which a configuration is looked for. */
export const CONFIG_NAMES = ["cors-lint.config.json", "cors-lint.config.yaml"] as const;

/** What is said of one API, of one path, or of all APIs. */
export interface Block {
  readonly clients: { readonly kind: "browser" | "service"; readonly place: Place } | undefined;
  readonly origins: readonly OriginList[];
  readonly credentials: { readonly value: boolean; readonly place: Place } | undefined;
  readonly requestHeaders: readonly { readonly name: string; readonly place: Place }[] | undefined;
}

/** Origins, and the scenario in which they are meant; an empty one: wherever no other list is. */
export interface OriginList {
  readonly scenario: ReadonlyMap<string, string>;
  readonly values: readonly string[];
  readonly place: Place;
}
