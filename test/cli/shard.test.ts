import { describe, expect, it } from "vitest";
import { jsonResult, projectFiles } from "./project-files.ts";
import { BROKEN, CLEAN, run } from "./run.ts";

const many = Object.fromEntries(Array.from({ length: 24 }, (_, index) => [`services/users-${index}/template.yaml`, index % 3 === 0 ? CLEAN : BROKEN]));
const files = { ".git/HEAD": "", ...many };

async function sarif(argv: readonly string[], given: Readonly<Record<string, string | Uint8Array>>, cwd?: string): Promise<string> {
  return (await run(["--format", "sarif", "--fail-on", "never", ...argv], { files: given, ...(cwd !== undefined && { cwd }) })).out;
}

async function filesOf(argv: readonly string[], given: Readonly<Record<string, string | Uint8Array>> = files): Promise<readonly string[]> {
  return jsonResult((await run(["--format", "json", ...argv], { files: given })).out).files;
}

describe("--shard", () => {
  it("deals out each file once, to no part all", async () => {
    const parts = [await filesOf(["--shard", "1/3", "."]), await filesOf(["--shard", "2/3", "."]), await filesOf(["--shard", "3/3", "."])];
    expect(parts.flat().toSorted()).toEqual(Object.keys(many).toSorted());
    for (const part of parts) expect(part.length).toBeGreaterThan(2);
  });

  it("gives a file to the same part wherever the run takes place, and whatever else is there", async () => {
    const all = await filesOf(["--shard", "2/3", "."]);
    const [one = ""] = all;
    expect(await filesOf(["--shard", "2/3", one])).toEqual([one]);
    expect(await filesOf(["--shard", "2/3", `/project/${one}`])).toEqual([one]);
    const { out } = await run(["--format", "json", "--shard", "2/3", "."], { files: Object.fromEntries(Object.entries(files).map(([name, text]) => [`/project/${name}`, text])), cwd: "/project/services" });
    expect(jsonResult(out).files.map((name) => `services/${name}`)).toEqual(all);
  });

  it("writes SARIF that merge-sarif joins into what one run would have written", async () => {
    const parts: Record<string, string> = {};
    for (const index of [1, 2, 3, 4]) parts[`cors-${index}.sarif`] = await sarif(["--shard", `${index}/4`, "."], files);
    const whole = await sarif(["."], files);
    const { out, code } = await run(["merge-sarif", ...Object.keys(parts)], { files: parts });
    expect(code).toBe(0);
    expect(JSON.parse(whole).runs[0].results).toHaveLength(16);
    expect(JSON.parse(out)).toEqual(JSON.parse(whole));
    expect((await run(["merge-sarif", "cors-*.sarif"], { files: parts })).out).toBe(out);
    expect((await run(["merge-sarif", ...Object.keys(parts).toReversed()], { files: parts })).out).toBe(out);
  });

  it("judges a nested stack with its parent, in the part of the parent", async () => {
    const split = { ".git/HEAD": "", ...projectFiles("split-api") };
    const parts = await Promise.all([1, 2, 3, 4, 5].map((index) => sarif(["--shard", `${index}/5`, "."], split)));
    const busy = parts.filter((part) => JSON.parse(part).runs[0].results.length > 0);
    expect(busy).toHaveLength(1);
    expect(JSON.parse(busy[0] ?? "")).toEqual(JSON.parse(await sarif(["."], split)));
  });

  it("is content with a part that has no template", async () => {
    const codes = await Promise.all([1, 2].map(async (index) => (await run(["--shard", `${index}/2`, "."], { files: { "template.yaml": BROKEN } })).code));
    expect(codes.toSorted()).toEqual([0, 1]);
  });

  it.each(["0/2", "3/2", "1", "1/0", "a/b", "-1/2", "1/2/3"])("is no %s", async (text) => {
    const { code, err } = await run([`--shard=${text}`, "."], { files });
    expect(code).toBe(2);
    expect(err).toContain("--shard needs I/N");
  });

  it.each(["--fix", "--write-baseline"])("does not go with %s", async (option) => {
    expect(await run(["--shard", "1/2", option, "."], { files })).toMatchObject({ code: 2, err: expect.stringContaining("for a whole run") });
  });
});

describe("merge-sarif", () => {
  it.each([
    ["no file", [], "needs the SARIF files"],
    ["a file that is not there", ["a.sarif"], "cannot read a.sarif"],
    ["a pattern that matches nothing", ["*.sarif.gz"], "nothing matches"],
    ["a file that is no JSON", ["text"], "text is no JSON"],
    ["another version of SARIF", ["*.sarif"], "old.sarif is no SARIF 2.1.0"],
    ["a run without a tool", ["toolless"], "names no tool"],
  ])("refuses %s", async (_, argv, message) => {
    const given = { text: "x", "old.sarif": '{"version":"2.0.0","runs":[]}', "toolless": '{"version":"2.1.0","runs":[{}]}' };
    expect(await run(["merge-sarif", ...argv], { files: given })).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });

  it("keeps runs of other categories and tools apart, counts the same result once, and points at the right rule", async () => {
    const log = (name: string, category: string, ...rules: readonly string[]): string =>
      JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name, rules: rules.map((id) => ({ id })) } }, automationDetails: { id: category }, results: rules.map((ruleId, ruleIndex) => ({ ruleId, ruleIndex, level: "error", message: { text: "m" } })) }] });
    const given = { "1": log("cors-lint", "a/", "one", "two"), "2": log("cors-lint", "a/", "three", "two"), "3": log("cors-lint", "b/", "one"), "4": log("other", "a/", "one") };
    const { runs } = JSON.parse((await run(["merge-sarif", ...Object.keys(given)], { files: given })).out);
    expect(runs).toHaveLength(3);
    expect(runs[0].results.map(({ ruleId, ruleIndex }: { ruleId: string; ruleIndex: number }) => [ruleId, runs[0].tool.driver.rules[ruleIndex].id])).toEqual([["one", "one"], ["three", "three"], ["two", "two"]]);
  });

  it("keeps the worst of more than code scanning takes", async () => {
    const results = (level: string): object[] => Array.from({ length: 20_000 }, (_, index) => ({ ruleId: "one", level, message: { text: `${level} ${index}` } }));
    const log = (level: string): string => JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "cors-lint" } }, results: results(level) }] });
    const { out } = await run(["merge-sarif", "1", "2"], { files: { "1": log("note"), "2": log("error") } });
    const levels = JSON.parse(out).runs[0].results.map(({ level }: { level: string }) => level);
    expect(levels).toHaveLength(25_000);
    expect(levels.filter((level: string) => level === "error")).toHaveLength(20_000);
  });
});
