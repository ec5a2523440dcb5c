import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EXPLAIN_OPTIONS, GRAPH_OPTIONS, LINT_OPTIONS, MERGE_SARIF_OPTIONS, ROUTES_OPTIONS, RULES_OPTIONS, SIMULATE_OPTIONS } from "../../src/cli/options.ts";
import { BROKEN, run } from "./run.ts";

const root = join(import.meta.dirname, "../..");

describe("help", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["cors-lint", ["--help"], Object.keys(LINT_OPTIONS)],
    ["simulate", ["simulate", "--help"], Object.keys(SIMULATE_OPTIONS)],
    ["routes", ["routes", "-h"], Object.keys(ROUTES_OPTIONS)],
    ["graph", ["graph", "--help"], Object.keys(GRAPH_OPTIONS)],
    ["explain", ["explain", "--help"], Object.keys(EXPLAIN_OPTIONS)],
    ["rules", ["rules", "--help"], Object.keys(RULES_OPTIONS)],
    ["merge-sarif", ["merge-sarif", "--help"], Object.keys(MERGE_SARIF_OPTIONS)],
    ["help simulate", ["help", "simulate"], Object.keys(SIMULATE_OPTIONS)],
  ])("of %s names each option, on standard output, and fits a terminal", async (_, argv, options) => {
    const { out, err, code } = await run(argv);
    for (const option of options) expect(out).toContain(`--${option}`);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(140);
    expect({ err, code }).toEqual({ err: "", code: 0 });
  });

  it("stands in docs/cli.md for each option", () => {
    const page = readFileSync(join(root, "docs/cli.md"), "utf8");
    for (const option of [...Object.keys(LINT_OPTIONS), ...Object.keys(SIMULATE_OPTIONS), ...Object.keys(ROUTES_OPTIONS), ...Object.keys(GRAPH_OPTIONS), ...Object.keys(EXPLAIN_OPTIONS), ...Object.keys(RULES_OPTIONS)]) expect(page).toContain(`\`--${option}`);
  });

  it("is not what `--` is followed by", async () => {
    expect((await run(["--", "--help"])).err).toContain("there is no file --help");
  });
});

describe("version", () => {
  it("is the one of package.json", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(await run(["--version"])).toMatchObject({ out: `${version}\n`, code: 0 });
  });
});

it("says of a defect of ours that it is one", async () => {
  const { err, code } = await run(["a.yaml"], { files: { "a.yaml": BROKEN }, env: new Proxy({}, { get: () => { throw new Error("no environment"); } }) });
  expect(err).toContain("this is a defect of cors-lint");
  expect(code).toBe(2);
});
