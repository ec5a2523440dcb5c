import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import { readConfig } from "../../src/config/index.ts";

const page = (name: string): string => readFileSync(join(import.meta.dirname, "../../docs", name), "utf8");

it("docs/configuration.md shows a configuration without mistakes", () => {
  const sample = /```yaml\n(?<text>[\s\S]*?)```/u.exec(page("configuration.md"))?.groups?.["text"] ?? "rules: none";
  const config = readConfig("cors-lint.config.yaml", new TextEncoder().encode(sample), new Set(allRules.map(({ id }) => id)));
  expect("problems" in config ? config.problems.map(({ message }) => message) : []).toEqual([]);
});

it("docs/suppression.md names rules that there are", () => {
  const known = new Set(allRules.map(({ id }) => id));
  const named = [...page("suppression.md").matchAll(/# cors-lint-disable(?:-[a-z-]+)? (?<ids>[^\n]*?)(?: -- .*)?$/gmu)].flatMap(({ groups }) => (groups?.["ids"] ?? "").split(/,\s*/u));
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});
