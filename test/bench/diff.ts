import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatedTemplate } from "./generate.ts";

/**
 * `cors-lint diff` of a pair of 500 resources beside cloudformation-diff alone, each in a process of its own: at most twice the time is the goal.
 * Run with `node dist/test/bench/diff.js`.
 */
const RUNS = 9;

const folder = mkdtempSync(join(tmpdir(), "cors-lint-bench-"));
const at = (name: string): string => join(folder, name);
const root = join(import.meta.dirname, "../../..");

/** Milliseconds of the fastest run: others who use the machine only make it slower. */
function fastest(...argv: readonly string[]): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: "utf8" });
    if (status !== 0 && status !== 1) throw new Error(stderr);
    return performance.now() - start;
  });
  return Math.min(...times);
}

writeFileSync(at("old.json"), JSON.stringify(generatedTemplate(500), null, 2));
writeFileSync(at("new.json"), JSON.stringify(generatedTemplate(500, { defects: 5 }), null, 2));
writeFileSync(
  at("alone.mjs"),
  `import { readFileSync } from "node:fs";
import { fullDiff } from ${JSON.stringify(join(root, "node_modules/@aws-cdk/cloudformation-diff/lib/index.js"))};
const read = (name) => JSON.parse(readFileSync(name, "utf8"));
console.log(fullDiff(read("old.json"), read("new.json")).differenceCount);
`,
);
const alone = fastest(at("alone.mjs"));
const whole = fastest(join(root, "dist/bin/cors-lint.cjs"), "diff", "old.json", "new.json");
console.log(`cloudformation-diff alone ${alone.toFixed(0)} ms, cors-lint diff ${whole.toFixed(0)} ms: ${(whole / alone).toFixed(2)} times`);
rmSync(folder, { recursive: true });
