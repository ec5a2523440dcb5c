import { describe, expect, it } from "vitest";
import { nodeFileSystem } from "../../src/source/file-system.ts";
import { conformFixes } from "../conformance/fixes.ts";
import { type Case, casesOf, cellOf, DIALECTS, fixableRules } from "../rules/fix-table.ts";
import { declarationsIn, root } from "../rules/fixtures.ts";
import { fixReport, type FixReport, withFile } from "./fix-check.ts";
import { fixedText } from "./fixing.ts";

const files = nodeFileSystem(root);

const cases = new Map<string, readonly Case[]>();
for (const { id } of fixableRules) cases.set(id, await casesOf(id));

function reportOf(rule: string, { name, text }: Case): Promise<FixReport | undefined> {
  return fixReport({ files: withFile(files, name, text), name, rule, declarations: declarationsIn(text) });
}

describe.each(fixableRules)("the fix of $id", ({ id, meta }) => {
  const tried = cases.get(id) ?? [];

  it("is tried in a fixture, with the applicability that the rule announces", () => {
    const kinds = tried.flatMap(({ findings }) => findings.flatMap(({ fix }) => fix?.applicability ?? []));
    expect(kinds).toContain(meta.fix);
    if (meta.fix === "unsafe") expect(kinds).not.toContain("safe");
  });

  it.each(tried)("$name: the finding is gone, nothing else changes", async (each) => {
    const report = await reportOf(id, each);
    expect(report?.wrong ?? []).toEqual([]);
  });

  it.each(tried.filter(({ name }) => name.endsWith(".yaml")))("$name: the same with the line ends of Windows", async ({ name, text }) => {
    const { text: unix } = await fixedText(name, text, ["safe", "unsafe"], ({ rule }) => rule === id);
    const { text: windows } = await fixedText(name, text.replaceAll("\n", "\r\n"), ["safe", "unsafe"], ({ rule }) => rule === id);
    expect(windows).toBe(unix.replaceAll("\n", "\r\n"));
  });
});

/** What a rule finds in a dialect it can fix there, or the table in docs/fixes.md says that it cannot. */
it("docs/fix-table.md says which rule has a fix in which dialect", async () => {
  const rows = fixableRules.map(({ id }) => `| [\`${id}\`](rules/${id}.md) | ${DIALECTS.map((dialect) => cellOf(cases.get(id) ?? [], dialect)).join(" | ")} |`);
  const page = `# What is fixed where

Each rule with a fix, and the applicability that its fixes have in templates of plain CloudFormation (YAML and JSON), in templates of SAM, in
OpenAPI documents (\`Body\`, \`DefinitionBody\`, a file of the project), and in the source of functions. **–**: found there and never fixed, for the
reason that the rule's page gives; blank: does not occur there. Templates that CDK generates are not changed: their constructs are. Made of the
rules' fixtures, each of them tried in every dialect in which it can be said.

| rule | ${DIALECTS.join(" | ")} |
|${"---|".repeat(DIALECTS.length + 1)}
${rows.join("\n")}
`;
  await expect(page).toMatchFileSnapshot(`${root}/docs/fix-table.md`);
});

describe("fixes on real templates", () => {
  const corpus = process.env["CORS_LINT_CORPUS"];

  it.skipIf(corpus === undefined)("do what they say on every template that has a finding with one", { timeout: 900_000 }, async () => {
    const lines: string[] = [];
    await conformFixes(corpus ?? "", (line) => lines.push(line));
    expect(lines.filter((line) => line.includes(": ") && !/ fixed in \d+ templates/u.test(line))).toEqual([]);
  });
});
