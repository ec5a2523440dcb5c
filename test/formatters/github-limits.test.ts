import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { formatSarif } from "../../src/formatters/sarif.ts";
import { nodeFileSystem } from "../../src/source/file-system.ts";
import { fileOf, finding, options, placeIn, result, TEMPLATE } from "./findings.ts";
import { githubComplaints } from "./github-limits.ts";

const CORPUS = process.env["CORS_LINT_CORPUS"];

async function sarifOf(folder: string): Promise<string> {
  let out = "";
  const io = { stdout: (text: string) => { out += text; }, stderr: () => {}, stdin: async () => new Uint8Array(), isTerminal: { stdout: false, stderr: false }, env: {}, now: () => 0, columns: undefined };
  await main(["--strict", "--format", "sarif", "--fail-on", "never", "."], { fileSystem: nodeFileSystem(folder), ...io });
  return out;
}

const place = placeIn(fileOf("my api.yaml", TEMPLATE), "POST");

describe("what GitHub takes of SARIF", () => {
  it("is kept by what our own fixtures lead to", async () => {
    const sarif = await sarifOf(join(import.meta.dirname, "../../fixtures/rules"));
    expect(JSON.parse(sarif).runs[0].results.length).toBeGreaterThan(50);
    expect(githubComplaints(sarif)).toEqual([]);
  });

  it("is kept where there is more than it takes: the worst stay", () => {
    const many = [...Array.from({ length: 26_000 }, () => finding(place, { severity: "info" })), finding(place, { severity: "error" })];
    const sarif = formatSarif(result(many), options);
    expect(githubComplaints(sarif)).toEqual([]);
    expect(JSON.parse(sarif).runs[0].results).toHaveLength(25_000);
    expect(JSON.parse(sarif).runs[0].results[0].level).toBe("error");
  });

  it.skipIf(CORPUS === undefined)("is kept by real templates (CORS_LINT_CORPUS)", async () => {
    expect(githubComplaints(await sarifOf(CORPUS ?? ""))).toEqual([]);
  }, 120_000);

  const good = JSON.parse(formatSarif(result([finding(place)]), options));
  it.each<[string, (log: typeof good) => void]>([
    ["version 2.1.0", (log) => { log.version = "2.0.0"; }],
    ["more than 25,000 results", (log) => { log.runs[0].results = Array.from({ length: 25_001 }, () => log.runs[0].results[0]); }],
    ["only 10 tags", (log) => { log.runs[0].tool.driver.rules[0].properties.tags = Array.from({ length: 11 }, (_, index) => String(index)); }],
    ["security-severity is for", (log) => { log.runs[0].tool.driver.rules[0].properties.tags = ["security"]; delete log.runs[0].tool.driver.rules[0].properties["security-severity"]; }],
    ["is not relative", (log) => { log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri = "/tmp/a.yaml"; }],
    ["a region is not empty", (log) => { const { region } = log.runs[0].results[0].locations[0].physicalLocation; region.endColumn = region.startColumn; }],
    ["all its lines", (log) => { log.runs[0].results[0].locations[0].physicalLocation.region.endLine += 1; }],
    ["another rule", (log) => { log.runs[0].results[0].ruleIndex += 1; }],
    ["opens alerts", (log) => { log.runs[0].results[0].suppressions = []; }],
  ])("is told: %s", (complaint, harm) => {
    const log = structuredClone(good);
    harm(log);
    expect(githubComplaints(JSON.stringify(log)).join("\n")).toContain(complaint);
  });
});
