import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../cli/run.ts";
import { HOSTILE } from "./hostile.ts";
import { mutated, Random } from "./mutate.ts";

/**
 * The whole command, in process, over files that nobody would write: it ends, soon, with an exit code of its own and without a defect
 * of ours. CORS_LINT_FUZZ=20000 runs longer, CORS_LINT_SEED=… repeats one case, CORS_LINT_CORPUS adds real templates to mutate.
 */
const CASES = Number(process.env["CORS_LINT_FUZZ"] ?? 300);
const SEED = process.env["CORS_LINT_SEED"];
const PATIENCE = 5000;

const COMMANDS: readonly (readonly string[])[] = [
  ["FILE"],
  ["FILE", "--format", "json"],
  ["FILE", "--format", "sarif", "--strict"],
  ["routes", "FILE"],
  ["routes", "FILE", "--format", "json"],
  ["simulate", "FILE", "--origin", "https://app.example.com", "--method", "PUT", "--path", "/users"],
];

const HOSTILE_COMMANDS = COMMANDS.filter((command) => !command.includes("sarif") && !command.includes("json"));

async function faultsOf(command: readonly string[], name: string, bytes: Uint8Array | string): Promise<readonly string[]> {
  const start = performance.now();
  const { code, out, err } = await run(command.map((word) => (word === "FILE" ? name : word)), { files: { [name]: bytes } });
  const took = performance.now() - start;
  const faults: string[] = [];
  if (err.includes("this is a defect of cors-lint")) faults.push(err.slice(0, 1500));
  const internal = /(?:error\[internal-error\]|"(?:rule|ruleId)": "internal-error")(?:[^\n]*\n){0,8}/u.exec(out);
  if (internal) faults.push(internal[0].slice(0, 1500));
  if (![0, 1, 2, 3].includes(code)) faults.push(`exit code ${code}`);
  if (took > PATIENCE) faults.push(`${Math.round(took)} ms`);
  return faults.map((fault) => `${command.join(" ")}: ${fault}`);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.(?:ya?ml|json|template)$/u.test(entry.name)).map((entry) => join(entry.parentPath, entry.name)).sort();
}

const corpus = process.env["CORS_LINT_CORPUS"];
const FIXTURES = join(import.meta.dirname, "../../fixtures");
const seeds = [...["rules", "sample", "sam", "projects"].flatMap((folder) => filesBelow(join(FIXTURES, folder))), ...(corpus === undefined ? [] : filesBelow(join(corpus, "templates")))]
  .map((path) => ({ path, bytes: readFileSync(path) }))
  .filter(({ bytes }) => bytes.length < 60_000);
const pieces = seeds.map(({ bytes }) => bytes);

describe("mutated templates", () => {
  it(`${CASES} cases end without a defect`, { timeout: 60_000 + CASES * 100 }, async () => {
    const faults: string[] = [];
    const first = SEED === undefined ? 0 : Number(SEED);
    for (let seed = first; seed < first + (SEED === undefined ? CASES : 1) && faults.length < 5; seed++) {
      const random = new Random(seed);
      const { path } = random.one(seeds);
      const bytes = mutated(readFileSync(path), random, pieces);
      const name = random.below(8) === 0 ? "template.json" : `template.${path.endsWith("json") ? "json" : "yaml"}`;
      for (const fault of await faultsOf(random.one(COMMANDS), name, bytes)) faults.push(`CORS_LINT_SEED=${seed} (${path.slice(path.lastIndexOf("/") + 1)}) ${fault}`);
    }
    expect(faults).toEqual([]);
    expect(process.memoryUsage().rss).toBeLessThan(2 ** 31);
  });
});

describe("hostile templates", () => {
  it.each(Object.entries(HOSTILE))("%s", { timeout: 60_000 }, async (_name, text) => {
    const faults: string[] = [];
    for (const command of HOSTILE_COMMANDS) faults.push(...(await faultsOf(command, text.startsWith("{") ? "template.json" : "template.yaml", text)));
    expect(faults).toEqual([]);
  });

  it("may be UTF-16, half a character, or no text at all", async () => {
    const bytes = [Buffer.from(`\ufeffResources:\n  A: { Type: AWS::ApiGateway::RestApi }\n`, "utf16le"), Buffer.from([0xff, 0xfe, 0x52]), Buffer.from([0xc3]), Buffer.alloc(0), Buffer.alloc(100_000), Buffer.from([0xef, 0xbb, 0xbf])];
    for (const each of bytes) for (const command of COMMANDS) expect(await faultsOf(command, "template.yaml", each)).toEqual([]);
  });
});
