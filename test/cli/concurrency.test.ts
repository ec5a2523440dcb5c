import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Message, Task } from "../../src/cli/parallel/work.ts";
import { work } from "../../src/cli/parallel/work.ts";
import { memoryFileSystem } from "../../src/source/memory-file-system.ts";
import { BROKEN, run, type World } from "./run.ts";

/** Several threads find what one finds, in the same order and the same words. */
const ROOT = join(import.meta.dirname, "../..");
const BIN = join(ROOT, "dist/bin/cors-lint.cjs");

/** Fixtures: rules, projects, assemblies, SAM, broken files, stacks that belong together, and what is no template. */
const files: Readonly<Record<string, string | Uint8Array>> = Object.fromEntries(
  readdirSync(join(ROOT, "fixtures"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/fixtures.(?:vectors|diff|rules.[a-ln-z])/u.test(path) || /parse-error|invalid|duplicate/u.test(path))
    .map((path) => [`/project/${relative(ROOT, path)}`, readFileSync(path)]),
);

interface Started {
  readonly tasks: Task[];
  readonly heard: Message[];
}

/** Threads that are none: what is said between them is cloned, as between threads. */
function threads(started: Started, fails?: (task: Task) => void, seen = files): Required<Pick<World, "startThread">> {
  const startThread: World["startThread"] = async (task, hear) => {
    started.tasks.push(task);
    fails?.(task);
    // A buffer that is shared is shared by its clone, which structuredClone refuses to make within one thread.
    const told = { ...structuredClone({ ...task, next: undefined }), next: task.next };
    await work(told, { postMessage: (message: Message) => {
      started.heard.push(message);
      hear(structuredClone(message));
    } }, memoryFileSystem(seen, "/project"));
  };
  return { startThread };
}

const started: Started = { tasks: [], heard: [] };
afterEach(() => {
  started.tasks.length = 0;
  started.heard.length = 0;
});

describe("the files of a run, looked at by several threads", () => {
  it.each(["text", "sarif"])("are told as by one: --format %s", async (format) => {
    const argv = ["--format", format, "--no-samconfig", "--strict", "fixtures"];
    const one = await run([...argv, "--concurrency", "off"], { files });
    const many = await run([...argv, "--concurrency", "3"], { files, ...threads(started) });
    expect(many).toMatchObject({ code: one.code, out: one.out, err: one.err });
    expect(one.code).toBe(1);
    expect(started.tasks).toHaveLength(2);
    expect(started.heard.filter((message) => message !== "loaded" && message.length > 0).length).toBeGreaterThan(10);
  });

  it("keep their baseline, which names them by their text", async () => {
    const written = await run(["--write-baseline", "--no-samconfig", "--concurrency", "off", "fixtures"], { files });
    const withBaseline = { ...files, "/project/cors-lint-baseline.json": written.files.files.get("/project/cors-lint-baseline.json") ?? "" };
    const one = await run(["--baseline", "--no-samconfig", "--concurrency", "off", "fixtures"], { files: withBaseline });
    const many = await run(["--baseline", "--no-samconfig", "--concurrency", "2", "fixtures"], { files: withBaseline, ...threads(started) });
    expect(many).toMatchObject({ code: one.code, out: one.out, err: one.err });
    expect(one.code).toBe(0);
    expect(started.tasks).toHaveLength(1);
  });

  it.each(["text", "sarif"])("are read once more for what is told of them where there are many: --format %s", async (format) => {
    const few = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`/project/app/${String(index).padStart(3, "0")}.yaml`, BROKEN]));
    const many = { ...few, ...Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`/project/tools/${index}.json`, "{}"])) };
    const one = await run(["--no-samconfig", "--concurrency", "off", "--format", format, "app"], { files: few });
    expect(one.out).toContain("https://app.example.com/");
    for (const threads_ of ["off", "2"]) {
      const all = await run(["--no-samconfig", "--concurrency", threads_, "--format", format, "app", "tools"], { files: many, ...threads(started, undefined, many) });
      expect(all).toMatchObject({ code: one.code, out: one.out });
    }
  });

  it.each<[string, (task: Task) => void]>([
    ["cannot be started", () => { throw new Error("out of memory"); }],
    ["ends and leaves files that it took", ({ next }) => { Atomics.add(next, 0, 40); throw new Error("killed"); }],
  ])("are left to the run by a thread that %s", async (_what, fails) => {
    const one = await run(["--no-samconfig", "--concurrency", "off", "fixtures"], { files });
    const many = await run(["--no-samconfig", "--concurrency", "2", "fixtures"], { files, ...threads(started, fails) });
    expect(many).toMatchObject({ code: one.code, out: one.out, err: one.err });
  });

  it.each<[string, readonly string[]]>([
    ["few files", ["fixtures/sample"]],
    ["a page, which shows APIs", ["fixtures", "--format", "html"]],
    ["--verbose, which tells of functions", ["fixtures", "--verbose"]],
    ["a part of a run", ["fixtures", "--shard", "1/2"]],
    ["fixes", ["fixtures", "--fix-dry-run"]],
  ])("are one thread's where there is %s", async (_what, argv) => {
    await run([...argv, "--no-samconfig", "--concurrency", "4"], { files, ...threads(started) });
    expect(started.tasks).toEqual([]);
  });

  it("are one thread's where a configuration names APIs: which of them there are is asked of the run", async () => {
    const config = { "/project/cors-lint.config.json": '{"apis": {"nobody": {"clients": "service"}}}' };
    const { err } = await run(["--no-samconfig", "--concurrency", "2", "fixtures"], { files: { ...files, ...config }, ...threads(started) });
    expect(err).toContain("nobody");
    expect(started.tasks).toEqual([]);
  });

  it("meet a mistake in samconfig where one thread meets it", async () => {
    const broken = { ...files, "/project/fixtures/sample/samconfig.toml": "version = " };
    const one = await run(["--concurrency", "off", "fixtures"], { files: broken });
    const many = await run(["--concurrency", "2", "fixtures"], { files: broken, ...threads(started, undefined, broken) });
    expect(many).toMatchObject({ code: 2, out: one.out, err: one.err });
  });

  it.each(["0", "-1", "many", "1.5", ""])("are no number of threads: %j", async (number) => {
    expect(await run([`--concurrency=${number}`, "broken.yaml"], { files: { "/project/broken.yaml": BROKEN } })).toMatchObject({ code: 2, err: expect.stringContaining("--concurrency") });
  });

  it("and real threads of the built command", () => {
    const lint = (concurrency: string) => spawnSync(process.execPath, [BIN, "fixtures", "--no-samconfig", "--format", "json", "--concurrency", concurrency], { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
    const [one, many] = [lint("off"), lint("3")];
    expect(many).toMatchObject({ status: 1, stderr: one.stderr });
    expect(many.stdout).toBe(one.stdout);
  });
});
