import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import { lint, loadTemplate } from "../../src/index.ts";

/**
 * What the recommended set finds in the real templates of the corpus, by rule: findings, and templates with one. The findings behind these
 * numbers were read; a number that changes means findings to read before it is taken over with `vitest -u`.
 */
const corpus = process.env["CORS_LINT_CORPUS"];

it.skipIf(corpus === undefined || !existsSync(corpus))("the recommended set finds in real templates what was read and is right", { timeout: 120_000 }, async () => {
  const counts = new Map<string, { findings: number; templates: number }>();
  let templates = 0;
  for (const folder of ["templates", "derived"]) {
    for (const name of readdirSync(join(corpus ?? "", folder)).sort()) {
      const template = await loadTemplate({ name: `${folder}/${name}`, bytes: readFileSync(join(corpus ?? "", folder, name)) }, { parameters: new Map() });
      if ("notATemplate" in template) continue;
      templates++;
      const here = new Set<string>();
      for (const { rule, severity } of lint([template], allRules).findings) {
        const key = `${severity} ${rule}`;
        const count = counts.get(key) ?? { findings: 0, templates: 0 };
        counts.set(key, { findings: count.findings + 1, templates: count.templates + (here.has(key) ? 0 : 1) });
        here.add(key);
      }
    }
  }
  const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, count]) => `${key}: ${count.findings} in ${count.templates}`);
  expect(counts.get("error request-blocked")?.templates ?? 0).toBeLessThanOrEqual(templates / 100);
  expect([`${templates} templates`, ...lines].join("\n")).toMatchSnapshot();
});
