import type { Severity } from "../linter/types.ts";

/** What a project may say of the plugin. Everything else is said in its `cors-lint.config.json` or `.yaml`, as for the command. */
export interface CorsLintPluginOptions {
  /** Findings of this severity and worse stop the synthesis, the others are only printed. Default: `error`. */
  readonly failOn?: Severity | "never";
  /** Path of the configuration; `false`: none. Default: the nearest one from the working directory up to the root of the repository. */
  readonly config?: string | false;
  /** Rules of the strict set speak as well. */
  readonly strict?: boolean;
  /** Severities by rule id, over those of the configuration. */
  readonly rules?: Readonly<Record<string, Severity | "off">>;
  /** Values of template parameters, over those of the configuration; `Stack:Parameter` is meant for one stack. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** `false`: what functions return is not looked at. */
  readonly handlers?: boolean;
}
