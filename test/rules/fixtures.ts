import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { allRules } from "../../rules/index.ts";
import { type Finding, lint, type LintResult } from "../../src/index.ts";
import { loadTemplate } from "../../src/index.ts";
import { diffTemplates } from "../../src/diff/index.ts";
import type { Declarations } from "../../src/aws/index.ts";
import { readConfig } from "../../src/config/index.ts";
import { filesBeside } from "../conformance/project-files.ts";
import { type Mark, marksIn } from "./marks.ts";

export const root = join(import.meta.dirname, "..", "..");

export interface Fixture {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

/** The fixtures of a rule, below fixtures/rules/<rule>. Files beside templates (OpenAPI bodies, handlers) are in folders of their own. */
export function fixturesOf(rule: string): Fixture[] {
  const folder = join(root, "fixtures/rules", rule);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|json)$/u.test(entry.name))
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ name, path: `fixtures/rules/${rule}/${name}`, text: readFileSync(join(folder, name), "utf8") }));
}

/** A configuration in a comment of the template, `# cors-lint.config: { origins: [...] }`, stands for one beside it. */
export function declarationsIn(text: string): Declarations | undefined {
  const written = /^# cors-lint\.config: (?<data>.*)$/mu.exec(text)?.groups?.["data"];
  if (written === undefined) return undefined;
  const config = readConfig("cors-lint.config.yaml", new TextEncoder().encode(written), new Set());
  if ("problems" in config) throw new Error(config.problems.map(({ message }) => message).join("; "));
  return config.declarations;
}

/** What is expected of a fixture: the marks in it, and in the handlers that stand in the folder of its name. */
export function marksOf({ path, text }: Fixture): Mark[] {
  const folder = path.replace(/\.\w+$/u, "");
  const files = existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()) : [];
  const beside = files.map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
  return [...marksIn(text), ...beside.flatMap((file) => marksIn(readFileSync(join(root, file), "utf8")).map((mark) => ({ ...mark, file })))];
}

/** Lints a text under a name, with every rule of both sets. */
export async function lintText(name: string, text: string): Promise<LintResult> {
  const template = await loadTemplate({ name, bytes: new TextEncoder().encode(text) }, { parameters: new Map(), readProjectFile: filesBeside(root) });
  if ("notATemplate" in template) throw new Error(`${name} is no template: ${template.notATemplate}`);
  return lint([template], allRules, { strict: true, declarations: declarationsIn(text) });
}

/** Compares the two versions that a text holds, one after the other with `---` between them. */
export async function diffText(name: string, text: string): Promise<LintResult> {
  const [before, after] = text.split(/^---\n/mu).map((version) => loadTemplate({ name, bytes: new TextEncoder().encode(version) }, { parameters: new Map() }));
  if (!before || !after || "notATemplate" in before || "notATemplate" in after) throw new Error(`${name} has no two versions`);
  return diffTemplates([{ before, after }], allRules);
}

export function markOf(finding: Finding, fixture?: string): Mark {
  const { start, end } = finding.at.range;
  return { rule: finding.rule, line: start.line, column: start.column, endColumn: end.line === start.line ? end.column : start.column, ...(fixture !== undefined && finding.at.file.name !== fixture && { file: finding.at.file.name }) };
}
