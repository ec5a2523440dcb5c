/**
 * cors-lint for ESLint 9.38 and later: what handlers return, and what templates say, where it is typed.
 *
 * ```js
 * import { defineConfig } from "eslint/config";
 * import corsLint from "cors-lint/eslint-plugin";
 *
 * export default defineConfig([corsLint.configs.recommended, corsLint.configs.templates]);
 * ```
 *
 * @packageDocumentation
 */
import type { ESLint, Linter } from "eslint";
import { handlerRules } from "../../rules/handlers/index.ts";
import { allRules } from "../../rules/index.ts";
import type { Rule } from "../linter/types.ts";
import { handlerRule } from "./handler-rules.ts";
import { templateLanguage } from "./language.ts";
import type { PluginRule } from "./plugin-rule.ts";
import { templateRule } from "./template-rules.ts";
import { ownVersion } from "../linter/own-version.ts";

const NAMESPACE = "cors-lint";

/** Rules about what handlers return are the ones that need nothing but a program's source; a few others join the two sides. */
const templateCatalogue = allRules.filter(({ id }) => !handlerRules.some((rule) => rule.id === id));

const rules: Readonly<Record<string, PluginRule>> = Object.fromEntries([
  ...handlerRules.map((rule) => [rule.id, handlerRule(rule)] as const),
  ...templateCatalogue.map((rule) => [rule.id, templateRule(rule)] as const),
]);

/** What the plugin offers. `configs` are lists, to be spread or named in `extends`. */
export interface CorsLintPlugin extends ESLint.Plugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  readonly configs: Readonly<Record<"recommended" | "strict" | "templates" | "templates-strict" | "templates-rules", Linter.Config[]>>;
}

const configs: CorsLintPlugin["configs"] = { recommended: [], strict: [], templates: [], "templates-strict": [], "templates-rules": [] };

const plugin = {
  meta: { name: "eslint-plugin-cors-lint", version: ownVersion(), namespace: NAMESPACE },
  // ESLint's types want a rule for each kind of tree; ours use what all trees have.
  rules: rules as unknown as NonNullable<ESLint.Plugin["rules"]>,
  languages: { template: templateLanguage },
  configs,
} satisfies CorsLintPlugin;

/** What other programs wrote: `sam build`'s copies. What CDK writes is what gets deployed, and is linted. */
const BUILT = ["**/.aws-sam/**", "**/node_modules/**"];

const HANDLERS = ["**/*.{js,mjs,cjs,ts,mts,cts}"];

/** What is built, and what is tested, is no handler that a person would edit. */
const NO_HANDLERS = [...BUILT, "**/cdk.out/**", "**/dist/**", "**/*.{test,spec}.*", "**/__tests__/**", "**/*.d.{ts,mts,cts}"];

const TEMPLATES = ["**/*.{yaml,yml}", "**/*.{template,cfn,cform}", "**/*.{template,cfn}.json", "**/template.json"];

function severities(chosen: readonly Rule[]): Linter.RulesRecord {
  return Object.fromEntries(chosen.map(({ id, meta }) => [`${NAMESPACE}/${id}`, meta.severity === "error" ? "error" : "warn"]));
}

const recommendedTemplates = templateCatalogue.filter(({ meta }) => meta.set === "recommended");

function templateConfig(name: string, chosen: readonly Rule[]): Linter.Config {
  return { name: `${NAMESPACE}/${name}`, files: TEMPLATES, ignores: BUILT, plugins: { [NAMESPACE]: plugin }, language: `${NAMESPACE}/template`, rules: severities(chosen) };
}

function handlerConfig(name: string, chosen: readonly Rule[]): Linter.Config {
  return { name: `${NAMESPACE}/${name}`, files: HANDLERS, ignores: NO_HANDLERS, plugins: { [NAMESPACE]: plugin }, rules: severities(chosen) };
}

configs.recommended.push(handlerConfig("recommended", handlerRules.filter(({ meta }) => meta.set === "recommended")));
configs.strict.push(handlerConfig("strict", handlerRules));
configs.templates.push(templateConfig("templates", recommendedTemplates));
configs["templates-strict"].push(templateConfig("templates-strict", templateCatalogue));
// No `files`: which files are linted, and as what, is up to the configurations of the other plugins.
configs["templates-rules"].push({ name: `${NAMESPACE}/templates-rules`, ignores: BUILT, plugins: { [NAMESPACE]: plugin }, rules: severities(recommendedTemplates) });

export default plugin as CorsLintPlugin;
