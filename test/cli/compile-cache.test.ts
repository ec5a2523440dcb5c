import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { command as config } from "../../rolldown.config.ts";
import { generatedTemplate } from "../bench/generate.ts";
import { BROKEN } from "./run.ts";

/** What V8 made of the bundle is kept from one run to the next, and no run ever says anything else for it. */
const ROOT = join(import.meta.dirname, "../..");
// Inside the project, so that the bundle finds the packages it leaves outside.
const folder = mkdtempSync(join(ROOT, "node_modules", ".compile-cache-"));
const files = mkdtempSync(join(tmpdir(), "cors-lint-compile-cache-"));
const cache = join(folder, ".cache");

beforeAll(async () => {
  const bundle = await rolldown({ ...config, cwd: ROOT });
  await bundle.write({ ...config.output, dir: folder });
  writeFileSync(join(files, "broken.yaml"), BROKEN);
  // So long that V8 is told to optimize later, which changes the flags that it compares.
  writeFileSync(join(files, "long.json"), JSON.stringify(generatedTemplate(200, { cdk: true, defects: 3 })));
  writeFileSync(join(files, "huge.json"), JSON.stringify(generatedTemplate(2500, { cdk: true })));
});

beforeEach(() => rmSync(cache, { recursive: true, force: true }));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(files, { recursive: true, force: true });
});

function run(file: string, env: NodeJS.ProcessEnv = {}, ...options: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { NODE_COMPILE_CACHE: _, NODE_DISABLE_COMPILE_CACHE: __, ...rest } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "cors-lint.cjs"), file, ...options], { cwd: files, encoding: "utf8", env: { ...rest, ...env } });
  return { status, stdout, stderr };
}

/** The kept files below a folder, with their sizes and when they were written. */
function keptIn(parent: string): Readonly<Record<string, string>> {
  const [build = "none"] = existsSync(parent) ? readdirSync(parent) : [];
  const at = join(parent, build);
  if (!existsSync(at)) return {};
  return Object.fromEntries(readdirSync(at).filter((name) => name.endsWith(".cjs")).map((name) => [name, `${statSync(join(at, name)).size} ${statSync(join(at, name)).mtimeMs}`]));
}

function pathOf(name: string): string {
  return join(cache, readdirSync(cache)[0] ?? "", name);
}

describe("what V8 compiled is kept beside the bundle", () => {
  it.each<[string, ...string[]]>([
    ["broken.yaml"],
    ["long.json"],
    // What JSON needs is loaded once V8 has been told to optimize later.
    ["long.json", "--format=json"],
  ])("after the first run, for the next: %s %s", (file, ...options) => {
    const first = run(file, { NODE_DISABLE_COMPILE_CACHE: "1" }, ...options);
    expect(first).toMatchObject({ status: 1, stderr: "" });
    expect(keptIn(cache)).toEqual({});
    expect(run(file, {}, ...options)).toEqual(first);
    const kept = keptIn(cache);
    expect(Object.keys(kept)).toEqual(expect.arrayContaining(["check.cjs", "model.cjs"]));
    // The third run writes nothing: it took back all of it, or it would have compiled, and kept, it again.
    expect(run(file, {}, ...options)).toEqual(first);
    const second = keptIn(cache);
    expect(run(file, {}, ...options)).toEqual(first);
    expect(keptIn(cache)).toEqual(second);
  });

  it("anew with what other runs called", () => {
    run("broken.yaml");
    const before = statSync(pathOf("model.cjs")).size;
    run("long.json");
    expect(statSync(pathOf("model.cjs")).size).toBeGreaterThan(before);
  });

  it("not after a run that reads much, which calls so much that to take it back costs more than it saves", () => {
    run("broken.yaml");
    const before = keptIn(cache);
    for (const _ of [1, 2, 3]) expect(run("huge.json")).toMatchObject({ stderr: "" });
    expect(keptIn(cache)).toEqual(before);
  });

  it("anew after a run of another kind, however many there were", () => {
    for (let runs = 0; runs < 9; runs++) run("broken.yaml");
    const before = keptIn(cache);
    run("broken.yaml");
    expect(keptIn(cache)).toEqual(before);
    run("long.json");
    expect(keptIn(cache)).not.toEqual(before);
  });

  it("in another folder where NODE_COMPILE_CACHE names one", () => {
    const elsewhere = join(files, "elsewhere");
    expect(run("broken.yaml", { NODE_COMPILE_CACHE: elsewhere })).toMatchObject({ status: 1, stderr: "" });
    expect(keptIn(cache)).toEqual({});
    expect(Object.keys(keptIn(elsewhere))).toContain("model.cjs");
  });

  it.each<[string, (whole: Buffer) => Uint8Array]>([
    ["is cut off", (whole) => whole.subarray(0, whole.length >> 1)],
    ["is empty", () => Buffer.alloc(0)],
    ["was left unwritten in part", (whole) => Buffer.from(whole).fill(0, 8192, 12_288)],
    ["is something else", () => Buffer.from("not compiled code at all, but a longer text than a header")],
  ])("and made again where it %s", (_what, damage) => {
    const first = run("broken.yaml");
    const whole = readFileSync(pathOf("model.cjs"));
    writeFileSync(pathOf("model.cjs"), damage(whole));
    expect(run("broken.yaml")).toEqual(first);
    expect(statSync(pathOf("model.cjs")).size).toBeGreaterThan(whole.length / 2 + 1);
  });

  it("and a count of runs that is no number is begun again", () => {
    const first = run("broken.yaml");
    writeFileSync(pathOf("runs"), "many");
    expect(run("broken.yaml")).toEqual(first);
    expect(readFileSync(pathOf("runs"), "utf8")).toMatch(/^1 /u);
  });

  it.skipIf(process.getuid?.() === 0)("and nothing is said where nobody may write", () => {
    chmodSync(folder, 0o555);
    try {
      expect(run("broken.yaml")).toMatchObject({ status: 1, stderr: "" });
      expect(keptIn(cache)).toEqual({});
    } finally {
      chmodSync(folder, 0o755);
    }
  });

  it("and nothing is said where a file stands in the folder's place", () => {
    writeFileSync(cache, "");
    expect(run("broken.yaml")).toMatchObject({ status: 1, stderr: "" });
    rmSync(cache);
  });
});
