import { resolve } from "node:path";
import { allRules } from "../../rules/index.ts";
import { ConfigError } from "../config/nearest-config.ts";
import { internalError } from "../linter/internal-error.ts";
import { lint } from "../linter/lint.ts";
import { isAtLeast } from "../linter/order.ts";
import { ownVersion } from "../linter/own-version.ts";
import { type FileSystem, nodeFileSystem } from "../source/file-system.ts";
import { joinStacks } from "../template/joined/join-stacks.ts";
import { mayAsk } from "../template/joined/may-ask.ts";
import { assetSources } from "./asset-sources.ts";
import type { ValidationContext, ValidationReport } from "./host.ts";
import type { CorsLintPluginOptions } from "./options.ts";
import { type Settings, settingsOf } from "./settings.ts";
import { templatesAt } from "./templates.ts";
import { Violations } from "./violations.ts";

/** What the plugin answers. Throws where it cannot answer for the app, with what CDK's user is to read. */
export function reportOn(context: ValidationContext, options: CorsLintPluginOptions, files: FileSystem = nodeFileSystem(resolve("."))): ValidationReport {
  try {
    return report(context, settingsOf(options, files), files);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new TypeError(`this is a defect of cors-lint, not of the app (npm bugs cors-lint): ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function report(context: ValidationContext, settings: Settings, files: FileSystem): ValidationReport {
  const { templates, stackPaths } = templatesAt(context.templatePaths, settings, files);
  const violations = new Violations({
    files,
    stackPaths,
    sources: assetSources(context.appConstruct, files),
    stops: (severity) => settings.failOn !== "never" && isAtLeast(severity, settings.failOn),
  });
  const notes = new Set<string>();
  // Stacks that take an API from each other are one, as for the command.
  for (const template of templates.some(mayAsk) ? joinStacks(templates) : templates) {
    const result = lint([template], allRules, settings.lint);
    const defect = result.findings.find(({ rule }) => rule === internalError.id);
    if (defect !== undefined) throw new TypeError(defect.message);
    for (const finding of result.findings) violations.add(finding, template);
    for (const { text } of result.notes) notes.add(text);
  }
  return {
    success: !violations.all.some(({ severity }) => severity === "error"),
    violations: violations.all,
    pluginVersion: ownVersion(),
    ...(notes.size > 0 && { metadata: { notes: [...notes].join("\n") } }),
  };
}
