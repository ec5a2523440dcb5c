import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allRules } from "../../rules/index.ts";
import { diffTemplates } from "../../src/diff/index.ts";
import type { DiffResult } from "../../src/linter/index.ts";
import { loadTemplate, type Template } from "../../src/template/index.ts";

export const fixtures = join(import.meta.dirname, "../../fixtures/diff");

export function templateFrom(name: string, text: string, parameters: Readonly<Record<string, string>> = {}): Template {
  const template = loadTemplate({ name, bytes: new TextEncoder().encode(text) }, { parameters: new Map(Object.entries(parameters)) });
  if ("notATemplate" in template) throw new Error(`${name}: ${template.notATemplate}`);
  return template;
}

/** Compares two texts with every rule. */
export function diffTexts(before: string, after: string, parameters: Readonly<Record<string, string>> = {}): Promise<DiffResult> {
  return diffTemplates([{ before: templateFrom("old.yaml", before, parameters), after: templateFrom("new.yaml", after, parameters) }], allRules);
}

/** Compares the two versions of a case below fixtures/diff. */
export function diffFixture(name: string, parameters: Readonly<Record<string, string>> = {}): Promise<DiffResult> {
  const text = (version: string): string => readFileSync(join(fixtures, name, `${version}.yaml`), "utf8");
  return diffTexts(text("old"), text("new"), parameters);
}
