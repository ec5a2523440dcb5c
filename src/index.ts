/**
 * cors-lint as a library: read a template, ask what AWS would answer and what a browser would decide, lint it, print the result.
 *
 * ```ts
 * import { allRules, formatterOf, lint, loadTemplate } from "cors-lint";
 *
 * const template = loadTemplate({ name: "template.yaml", bytes }, { parameters: new Map() });
 * if (!("notATemplate" in template)) {
 *   const result = lint([template], allRules);
 *   const format = await formatterOf("text");
 *   console.log(format(result, { rules: allRules }));
 * }
 * ```
 *
 * Nothing here reads the disk, the network or the environment: files come in as bytes, and what a template refers to through
 * `readProjectFile`.
 *
 * @packageDocumentation
 */
export { allRules } from "../rules/index.ts";
export { apisOf } from "./aws/apis.ts";
export type * from "./aws/model.ts";
export type { DeclaredApi, Declarations } from "./aws/declared.ts";
export { readConfig } from "./config/read-config.ts";
export type { Config, ConfigProblem } from "./config/config.ts";
export { diffTemplates } from "./diff/index.ts";
export type { DiffOptions, TemplatePair } from "./diff/index.ts";
export { curlFor, predictFetch } from "./fetch/index.ts";
export type { PredictOptions, ProfileName } from "./fetch/index.ts";
export type * from "./fetch/types.ts";
export { formats, formatterOf } from "./formatters/index.ts";
export type { Format, FormatOptions, Formatter } from "./formatters/index.ts";
export { reportFrom, Room, templateReport } from "./report/index.ts";
export type * from "./report/types.ts";
export type { TemplateReport } from "./report/index.ts";
export { defineRule } from "./linter/define-rule.ts";
export { blockedRoutesInDoubt, routeList, whereBrowsersCall } from "./linter/intent.ts";
export type { Doubt } from "./linter/intent.ts";
export { fixFindings } from "./linter/fix.ts";
export type { Fixable, FixOutcome } from "./linter/fix.ts";
export { lint } from "./linter/lint.ts";
export type { LintOptions } from "./linter/run.ts";
export type * from "./linter/change.ts";
export type * from "./linter/types.ts";
export { Place } from "./source/place.ts";
export { SourceFile } from "./source/file.ts";
export { applyEdits, textChanges } from "./source/apply-edits.ts";
export type { TextChange } from "./source/apply-edits.ts";
export type { Edit, Fix, Applicability } from "./source/edit.ts";
export type { Layout, Part, Position, Range, Span } from "./source/file.ts";
export type { Entry, ListNode, MapNode, Node, ScalarNode, ScalarValue } from "./source/node.ts";
export type { PathSegment } from "./source/place.ts";
export { describe } from "./source/value.ts";
export type { Known, OneOf, Pattern, Tri, Unknown, Value } from "./source/value.ts";
export { joinStacks, joinVersions } from "./template/joined/join-stacks.ts";
export type { Versions } from "./template/joined/join-stacks.ts";
export { loadTemplate } from "./template/load.ts";
export type { LoadOptions } from "./template/load.ts";
export type { ReadProjectFile } from "./template/index.ts";
export type * from "./template/types.ts";
