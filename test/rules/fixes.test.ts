import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import type { Finding } from "../../src/index.ts";
import { applyEdits } from "../../src/source/apply-edits.ts";
import { fixturesOf, lintText, type Fixture } from "./fixtures.ts";

interface Fixable {
  readonly fixture: Fixture;
  readonly finding: Finding;
  readonly name: string;
}

/** Findings by what is said, not by where: a fix moves lines. */
function said(findings: readonly Finding[]): string[] {
  return findings.map(({ rule, message, at }) => `${rule} at ${at.path.join("/")}: ${message}`).sort();
}

function titleOf({ fix, at }: Finding): string {
  return `${fix?.title ?? ""} (line ${at.range.start.line}, column ${at.range.start.column})`;
}

const fixables: Fixable[] = [];
for (const rule of allRules) {
  for (const fixture of fixturesOf(rule.id)) {
    const { findings } = await lintText(fixture.path, fixture.text);
    for (const finding of findings) if (finding.fix) fixables.push({ fixture, finding, name: `${fixture.path}: ${titleOf(finding)}` });
  }
}

describe("a fix does away with its finding and brings no other", () => {
  it.each(fixables)("$name", async ({ fixture, finding }) => {
    const { fix } = finding;
    if (!fix) return;
    const before = await lintText(fixture.path, fixture.text);
    const result = applyEdits(finding.at.file, fix.edits);
    if ("refused" in result) throw new Error(result.refused);
    const after = await lintText(fixture.path, result.text);
    const left = said(after.findings);
    expect(left.length, `${left.join("\n")}\n${result.text}`).toBeLessThan(before.findings.length);
    // What is not the same finding any more was one of those that were there, now about another text or place.
    expect(new Set(after.findings.map(({ rule }) => rule))).toSatisfy((rules: Set<string>) => [...rules].every((rule) => before.findings.some((found) => found.rule === rule)));
    expect(left).not.toContain(said([finding])[0]);
  });

  it("covers every rule that promises a safe fix", () => {
    const fixed = new Set(fixables.filter(({ finding }) => finding.fix?.applicability === "safe").map(({ finding }) => finding.rule));
    const promising = allRules.filter(({ meta, id }) => meta.fix === "safe" && fixturesOf(id).length > 0).map(({ id }) => id);
    expect(promising.filter((id) => !fixed.has(id))).toEqual([]);
  });
});
