import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { samDifferences } from "../conformance/sam.ts";
import { smallest } from "./smallest.ts";
import { samTemplate } from "./templates.ts";
import { Translator } from "./translator.ts";
import type { Data } from "./vocabulary.ts";

/**
 * `npm run sam-oracle -- [--runs N] [--seed S] [--keep FOLDER]`: makes SAM templates, expands them with AWS's translator and with `expandSam`,
 * and compares. The first that differ are shown as small as they get; `--keep` writes them where `npm run conformance -- sam FOLDER` finds
 * them. Needs Python 3 and installs the translator for the run, unless SAM_TRANSLATOR_PYTHON names a Python that has it. Ends with a line
 * `N agree, M differ`; exit code 1 where something differs, 2 for a usage error.
 */
const SHOWN = 5;
const MAX_LINES = 8;

const out = (line: string): void => void process.stdout.write(`${line}\n`);

interface Case {
  readonly template: Data;
  readonly expected: Data;
}

async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: { runs: { type: "string", default: "500" }, seed: { type: "string" }, keep: { type: "string" } } });
  const runs = Number(values.runs);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  if (!Number.isSafeInteger(runs) || !Number.isSafeInteger(seed)) throw new TypeError("--runs and --seed are whole numbers");
  const translator = Translator.start(process.env["SAM_TRANSLATOR_PYTHON"]);
  try {
    return await compareAll(translator, runs, seed, values.keep);
  } finally {
    translator.stop();
  }
}

async function compareAll(translator: Translator, runs: number, seed: number, keep: string | undefined): Promise<number> {
  const counts = { agree: 0, refused: 0, crashes: 0 };
  const differing: Case[] = [];
  for (const template of templates(runs, seed)) {
    const expected = await translator.translated(template);
    if ("crash" in expected) {
      counts.crashes += 1;
      continue;
    }
    if ("errorMessage" in expected) counts.refused += 1;
    if (differencesOf(template, expected).length === 0) counts.agree += 1;
    else differing.push({ template, expected });
  }
  const shown: Case[] = [];
  for (const each of differing.slice(0, SHOWN)) shown.push(await smallestOf(translator, each));
  for (const { template, expected } of shown) {
    out(JSON.stringify(template, undefined, 1));
    const lines = differencesOf(template, expected);
    for (const line of lines.slice(0, MAX_LINES)) out(`  ${line}`);
    if (lines.length > MAX_LINES) out(`  … and ${lines.length - MAX_LINES} more`);
  }
  if (keep !== undefined) write(keep, [...shown, ...differing.slice(SHOWN)]);
  out(`seed ${seed}: ${counts.refused} of ${runs} are refused by AWS, ${counts.crashes} crash its translator`);
  out(`${counts.agree} agree, ${differing.length} differ`);
  return differing.length > 0 ? 1 : 0;
}

/** Made a hundred at a time, so that a long run needs no more memory than a short one. */
function* templates(runs: number, seed: number): Generator<Data> {
  const BATCH = 100;
  for (let made = 0; made < runs; made += BATCH) yield* fc.sample(samTemplate, { numRuns: Math.min(BATCH, runs - made), seed: seed + made });
}

/** As of a template that is read from a file, so that what is compared is what users get. */
function differencesOf(template: Data, expected: Data): readonly string[] {
  try {
    return samDifferences("template.json", new TextEncoder().encode(JSON.stringify(template)), expected);
  } catch (error) {
    return [`fails: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}

/** Still different, and still refused or not refused: else reducing ends at some other difference. */
async function smallestOf(translator: Translator, { template, expected }: Case): Promise<Case> {
  let last = expected;
  const reduced = await smallest(template, async (smaller) => {
    const answer = await translator.translated(smaller);
    const isAlike = !("crash" in answer) && "errorMessage" in answer === "errorMessage" in expected;
    if (!isAlike || differencesOf(smaller, answer).length === 0) return false;
    last = answer;
    return true;
  });
  return { template: reduced, expected: last };
}

function write(folder: string, cases: readonly Case[]): void {
  const files = cases.map((each, index) => ({ ...each, input: join("input", `case-${index}.json`), output: join("output", `case-${index}.json`) }));
  for (const name of ["input", "output"]) mkdirSync(join(folder, name), { recursive: true });
  for (const { template, expected, input, output } of files) {
    writeFileSync(join(folder, input), JSON.stringify(template, undefined, 1));
    writeFileSync(join(folder, output), JSON.stringify(expected, undefined, 1));
  }
  writeFileSync(join(folder, "cases.json"), JSON.stringify(files.map(({ input, output }) => ({ input, output })), undefined, 1));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  out(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
