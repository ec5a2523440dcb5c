import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { allRules } from "../rules/index.ts";
import { formatterOf, lint, loadTemplate, type Rule } from "../src/index.ts";

const root = join(import.meta.dirname, "..");
const path = join(root, "README.md");
const readme = readFileSync(path, "utf8");

function row({ id, meta }: Rule): string {
  const marks = [meta.set === "strict" ? "strict only" : "", meta.fix === undefined ? "" : `${meta.fix} fix`].filter((mark) => mark !== "").join(", ");
  return `| [\`${id}\`](docs/rules/${id}.md) | ${meta.severity} | ${meta.description}${marks === "" ? "" : ` (${marks})`} |`;
}

it("has a current table of rules", async () => {
  const table = ["| rule | severity | |", "|---|---|---|", ...allRules.map(row)].join("\n");
  const current = readme.replace(/(<!-- rules -->\n)[\s\S]*?(<!-- \/rules -->)/u, `$1${table}\n$2`);
  await expect(current).toMatchFileSnapshot(path);
});

it("shows a finding as it is printed", async () => {
  const name = "fixtures/sample/template.yaml";
  const template = await loadTemplate({ name, bytes: readFileSync(join(root, name)) }, { parameters: new Map() });
  if ("notATemplate" in template) throw new Error(template.notATemplate);
  const result = lint([template], allRules);
  const shown = { ...result, findings: result.findings.filter((finding) => finding.rule === "missing-options-method") };
  const format = await formatterOf("text");
  expect(readme).toContain(format(shown, { rules: allRules, summary: false }).trim());
});
