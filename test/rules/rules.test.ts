import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import { formatterOf } from "../../src/index.ts";
import { fixturesOf, lintText, markOf, marksOf, root } from "./fixtures.ts";
import { firstLineOf } from "./marks.ts";

/** Rules that speak of what the linter itself met; their tests are in test/linter. */
const NET = ["internal-error", "parse-error", "sam-transform-error", "request-blocked"];

/** Rules that speak of a change need two versions: their fixtures are pairs, below fixtures/diff. */
const ofOneVersion = allRules.filter((rule) => !NET.includes(rule.id) && rule.change === undefined);

describe.each(ofOneVersion)("$id", (rule) => {
  const fixtures = fixturesOf(rule.id);

  it("has a fixture that is flagged and a near miss that is clean", () => {
    const flagged = fixtures.filter((fixture) => marksOf(fixture).some((mark) => mark.rule === rule.id));
    expect(flagged.length, "flagged fixtures").toBeGreaterThan(0);
    expect(fixtures.length - flagged.length, "clean fixtures").toBeGreaterThan(0);
  });

  it.each(fixtures)("$name: exactly the marked places are found", async (fixture) => {
    expect(firstLineOf(fixture.text), "the first line says what the fixture shows").toMatch(/^# \S/u);
    const { findings } = await lintText(fixture.path, fixture.text);
    const byPlace = (a: { line: number; column: number; rule: string }, b: typeof a): number => a.line - b.line || a.column - b.column || (a.rule < b.rule ? -1 : 1);
    expect(findings.map((finding) => markOf(finding, fixture.path)).sort(byPlace)).toEqual(marksOf(fixture).sort(byPlace));
  });

  it.each(fixtures.filter((fixture) => marksOf(fixture).some((mark) => mark.rule === rule.id)))("$name: reads well", async (fixture) => {
    const result = await lintText(fixture.path, fixture.text);
    const own = { ...result, findings: result.findings.filter((finding) => finding.rule === rule.id) };
    const formatText = await formatterOf("text");
    await expect(formatText(own, { rules: allRules, color: false, columns: 120 })).toMatchFileSnapshot(join(root, "test/rules/frames", rule.id, fixture.name.replace(/\.\w+$/u, ".txt")));
  });
});

describe("the catalogue", () => {
  it("has unique ids, each the name of its file and of its page", () => {
    const ids = allRules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(existsSync(join(root, "docs/rules", `${id}.md`)), `docs/rules/${id}.md`).toBe(true);
  });

  it.each(allRules)("$id: every message is used and every sentence ends", (rule) => {
    // A message that is handed on as a whole ends as its author ended it.
    for (const text of Object.values(rule.meta.messages)) expect(text).toMatch(/[.!`]$|^\{\{\w+\}\}$/u);
    for (const text of Object.values(rule.meta.messages)) expect(text).not.toMatch(/\b(?:should|please|may)\b/iu);
    expect(rule.meta.description).not.toMatch(/\.$/u);
    expect(rule.meta.reference).toMatch(/^https:\/\//u);
  });

  it.each(allRules.filter((rule) => rule.meta.category !== "net"))("$id: is a screen at most", (rule) => {
    const files = ["preflight", "mappings", "responses", "origins", "credentials", "deployment", "edge", "handlers"].map((folder) => join(root, "rules", folder, `${rule.id}.ts`));
    const file = files.find((path) => existsSync(path));
    expect(file, "a file named for the rule").toBeDefined();
    const lines = readFileSync(file ?? "", "utf8").split("\n").length;
    expect(lines).toBeLessThanOrEqual(85);
  });
});
