import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import { generatedTemplate } from "./generate.ts";

/**
 * Whole-process time and peak memory of the built command, each as a ratio to `node -e 0` and to a process that reads the same files (and
 * parses JSON). A benchmark to look at, not a timed test: run it on a quiet machine. CORS_LINT_CORPUS adds 300 real templates.
 */
const ROUNDS = 7;
const bin = resolve(import.meta.dirname, "../../bin/cors-lint.cjs");
const folder = mkdtempSync(join(tmpdir(), "cors-lint-bench-"));
// Costs every process of Node 20 some 28 ms, and has nothing to do with us.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
const PEAK = "data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))";
const READ = "for(const f of process.argv.slice(1)){const t=require('fs').readFileSync(f,'utf8');if(f.endsWith('.json'))JSON.parse(t)}";

interface Cost {
  readonly milliseconds: number;
  readonly megabytes: number;
}

function costOf(args: readonly string[], rounds = ROUNDS): Cost {
  const runs = Array.from({ length: rounds }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"], maxBuffer: 1 << 28 });
    const milliseconds = performance.now() - start;
    if (status !== 0 && status !== 1) throw new Error(`exit code ${status}: ${stderr.toString().slice(0, 2000)}`);
    return milliseconds;
  }).sort((a, b) => a - b);
  const peak = spawnSync(process.execPath, ["--import", PEAK, ...args], { env, stdio: ["ignore", "ignore", "ignore", "pipe"] }).output[3];
  return { milliseconds: runs[runs.length >> 1] ?? 0, megabytes: Number(peak?.toString() ?? 0) / 1024 };
}

function row(name: string, files: readonly string[], floor: Cost, rounds = ROUNDS): Cost {
  const cost = costOf([bin, "--fail-on", "never", ...files], rounds);
  const read = costOf(["-e", READ, ...files], rounds);
  const over = cost.milliseconds - floor.milliseconds;
  console.log(
    `${name.padEnd(46)} ${cost.milliseconds.toFixed(0).padStart(6)} ms ${`+${over.toFixed(0)}`.padStart(6)} over node ${(cost.milliseconds / floor.milliseconds).toFixed(1).padStart(6)}x ${(cost.milliseconds / read.milliseconds).toFixed(1).padStart(6)}x read ${cost.megabytes.toFixed(0).padStart(5)} MB`,
  );
  return cost;
}

function file(name: string, template: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, name.endsWith(".json") ? JSON.stringify(template, null, 1) : stringify(template, { aliasDuplicateObjects: false }));
  return path;
}

function corpusTemplates(corpus: string, count: number): string[] {
  const templates = join(corpus, "templates");
  return readdirSync(templates).sort().slice(0, count).map((name) => join(templates, name)).filter((path) => statSync(path).isFile());
}

try {
  const floor = costOf(["-e", "0"]);
  console.log(`node -e 0: ${floor.milliseconds.toFixed(1)} ms, ${floor.megabytes.toFixed(0)} MB (Node ${process.version})`);
  row("one small template (YAML, 10 resources)", [file("small.yaml", generatedTemplate(10))], floor);
  row("50 resources (YAML)", [file("mid.yaml", generatedTemplate(50))], floor);
  row("500 resources (CDK JSON), clean", [file("clean.template.json", generatedTemplate(500, { cdk: true }))], floor);
  row("500 resources (CDK JSON), 60 findings", [file("findings.template.json", generatedTemplate(500, { cdk: true, defects: 60 }))], floor);
  const corpus = process.env["CORS_LINT_CORPUS"];
  if (corpus) row("300 real templates", corpusTemplates(corpus, 300), floor, 3);
  else console.log("300 real templates: skipped, CORS_LINT_CORPUS is not set");
  for (const format of ["json", "yaml"]) {
    const costs = [10, 100, 1000, 2000, 10_000, 50_000].map((size) => ({ size, cost: row(`growth: ${size} resources (${format})`, [file(`growth-${size}.${format}`, generatedTemplate(size))], floor, size > 5000 ? 1 : 3) }));
    const at = (size: number): number => (costs.find((entry) => entry.size === size)?.cost.milliseconds ?? 0) - floor.milliseconds;
    console.log(`growth from 2,000 to 50,000 resources (${format}): 25 times the work in ${(at(50_000) / at(2000)).toFixed(1)} times the time over the floor (budget 30)`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
