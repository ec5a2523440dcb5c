import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { stringify } from "yaml";
import { generatedTemplate } from "./generate.ts";

/**
 * Whole-process time, processor time and peak memory of the built command, each as a ratio to `node -e 0` and to a process that reads the same
 * files (and parses JSON). A benchmark to look at, not a timed test: run it on a quiet machine. CORS_LINT_TEMPLATES (a folder of templates), or
 * CORS_LINT_CORPUS, adds 300 real ones, CORS_LINT_BENCH_MANY=1 a folder with 10,000 (which takes a minute).
 */
const ROUNDS = 7;
const bin = resolve(import.meta.dirname, "../../bin/cors-lint.cjs");
const folder = mkdtempSync(join(tmpdir(), "cors-lint-bench-"));
// Costs every process of Node 20 some 28 ms, and has nothing to do with us.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
const USED = "data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>{const{user,system}=process.cpuUsage();writeSync(3,process.resourceUsage().maxRSS+' '+(user+system))})";
const READ = "for(const f of process.argv.slice(1)){const t=require('fs').readFileSync(f,'utf8');if(f.endsWith('.json'))JSON.parse(t)}";

interface Cost {
  /** From start to end, the median and the least of all runs: others who use the machine only make it slower. */
  readonly milliseconds: number;
  readonly least: number;
  /** Milliseconds of all threads. */
  readonly processor: number;
  readonly megabytes: number;
}

/** Milliseconds: over `node -e 0`, or in all. */
type Budget = { readonly over: number } | { readonly all: number; readonly megabytes?: number };

function costOf(args: readonly string[], rounds = ROUNDS): Cost {
  const times: number[] = [];
  const used: { readonly kilobytes: number; readonly microseconds: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
    times.push(performance.now() - start);
    if (status !== 0 && status !== 1) throw new Error(`exit code ${status}: ${stderr.toString().slice(0, 2000)}`);
    if (round % 3 > 0) continue;
    const [kilobytes = 0, microseconds = 0] = String(spawnSync(process.execPath, ["--import", USED, ...args], { env, stdio: ["ignore", "ignore", "ignore", "pipe"] }).output[3]).split(" ").map(Number);
    used.push({ kilobytes, microseconds });
  }
  times.sort((a, b) => a - b);
  return {
    milliseconds: times[times.length >> 1] ?? 0,
    least: times[0] ?? 0,
    processor: Math.min(...used.map(({ microseconds }) => microseconds)) / 1000,
    megabytes: Math.max(...used.map(({ kilobytes }) => kilobytes)) / 1024,
  };
}

function row(name: string, files: readonly string[], floor: Cost, { rounds = ROUNDS, budget, read = files }: { readonly rounds?: number; readonly budget?: Budget; readonly read?: readonly string[] } = {}): Cost {
  const cost = costOf([bin, "--fail-on", "never", ...files], rounds);
  const reading = costOf(["-e", READ, ...read], rounds);
  const over = cost.milliseconds - floor.milliseconds;
  const columns = [
    `${cost.milliseconds.toFixed(0).padStart(6)} ms (least ${cost.least.toFixed(0)}, processor ${cost.processor.toFixed(0)})`.padEnd(44),
    `${`+${over.toFixed(0)}`.padStart(6)} over node`,
    `${(cost.milliseconds / floor.milliseconds).toFixed(1).padStart(6)}x`,
    `${(cost.milliseconds / reading.milliseconds).toFixed(1).padStart(6)}x read`,
    `${cost.megabytes.toFixed(0).padStart(5)} MB`,
    budget ? verdict(cost, floor, budget) : "",
  ];
  console.log(`${name.padEnd(42)} ${columns.join(" ")}`.trimEnd());
  return cost;
}

function verdict(cost: Cost, floor: Cost, budget: Budget): string {
  const [limit, spent] = "over" in budget ? [budget.over, cost.least - floor.least] : [budget.all, cost.least];
  const megabytes = "over" in budget ? undefined : budget.megabytes;
  const isKept = spent <= limit && (megabytes === undefined || cost.megabytes <= megabytes);
  return `budget ${"over" in budget ? "+" : ""}${limit} ms${megabytes === undefined ? "" : ` and ${megabytes} MB`}: ${isKept ? "kept" : "not kept"}`;
}

function file(name: string, template: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, name.endsWith(".json") ? JSON.stringify(template, null, 1) : stringify(template, { aliasDuplicateObjects: false }));
  return path;
}

/** So many of a folder's files, from all over it. */
function someOf(directory: string, count: number): readonly string[] {
  const paths = readdirSync(directory).sort().map((name) => join(directory, name)).filter((path) => statSync(path).isFile());
  return paths.filter((_, index) => Math.floor((index * count) / paths.length) !== Math.floor(((index - 1) * count) / paths.length));
}

/** `2.7 MB, 300 with an API`: what the time hangs on. */
function sizeOf(paths: readonly string[]): string {
  const texts = paths.map((path) => readFileSync(path, "utf8"));
  return `${(texts.reduce((sum, text) => sum + text.length, 0) / 1e6).toFixed(1)} MB, ${texts.filter((text) => /Api|Lambda::Url|FunctionUrl/u.test(text)).length} with an API`;
}

const MANY = 10_000;

/** A folder of many templates, the given ones over and over. */
function manyTemplates(models: readonly string[]): readonly string[] {
  return Array.from({ length: MANY }, (_, index) => {
    const model = models[index % models.length] ?? "";
    const directory = join(folder, "many", String(index % 100));
    if (index < 100) mkdirSync(directory, { recursive: true });
    const path = join(directory, `${index}${extname(model)}`);
    copyFileSync(model, path);
    return path;
  });
}

try {
  const floor = costOf(["-e", "0"]);
  console.log(`node -e 0: ${floor.milliseconds.toFixed(1)} ms (least ${floor.least.toFixed(1)}, processor ${floor.processor.toFixed(0)}), ${floor.megabytes.toFixed(0)} MB (Node ${process.version}, load ${loadavg()[0]?.toFixed(1)})`);
  row("one small template (YAML, 10 resources)", [file("small.yaml", generatedTemplate(10))], floor, { budget: { over: 60 } });
  row("50 resources (YAML)", [file("mid.yaml", generatedTemplate(50))], floor, { budget: { over: 100 } });
  row("500 resources (CDK JSON), clean", [file("clean.template.json", generatedTemplate(500, { cdk: true }))], floor, { budget: { over: 60 } });
  row("500 resources (CDK JSON), 60 findings", [file("findings.template.json", generatedTemplate(500, { cdk: true, defects: 60 }))], floor, { budget: { over: 100 } });
  const directory = process.env["CORS_LINT_TEMPLATES"] ?? (process.env["CORS_LINT_CORPUS"] && join(process.env["CORS_LINT_CORPUS"], "templates"));
  const real = directory ? someOf(directory, 300) : undefined;
  if (real) row(`${real.length} templates: ${sizeOf(real)}`, real, floor, { rounds: 5, budget: { all: 600 } });
  else console.log("300 real templates: skipped, neither CORS_LINT_TEMPLATES nor CORS_LINT_CORPUS is set");
  if (process.env["CORS_LINT_BENCH_MANY"]) {
    const many = manyTemplates(real ?? ["small.yaml", "mid.yaml"].map((name) => join(folder, name)));
    row("10,000 templates in a folder", [join(folder, "many")], floor, { rounds: 1, budget: { all: 15_000, megabytes: 300 }, read: many });
  } else console.log("10,000 templates: skipped, CORS_LINT_BENCH_MANY is not set");
  for (const format of ["json", "yaml"]) {
    const costs = [10, 100, 1000, 2000, 10_000, 50_000].map((size) => ({ size, cost: row(`growth: ${size} resources (${format})`, [file(`growth-${size}.${format}`, generatedTemplate(size))], floor, { rounds: size > 5000 ? 1 : 3 }) }));
    const at = (size: number): number => (costs.find((entry) => entry.size === size)?.cost.milliseconds ?? 0) - floor.milliseconds;
    console.log(`growth from 2,000 to 50,000 resources (${format}): 25 times the work in ${(at(50_000) / at(2000)).toFixed(1)} times the time over the floor (budget 30)`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
