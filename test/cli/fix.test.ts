import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { unifiedDiff } from "../../src/cli/unified-diff.ts";
import { nodeFileSystem } from "../../src/source/file-system.ts";
import { memoryFileSystem } from "../../src/source/memory-file-system.ts";
import { Overlay } from "../../src/cli/overlay.ts";
import { BROKEN, CLEAN, LEFTHOOK, run } from "./run.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (files: { readonly files: ReadonlyMap<string, Uint8Array> }, name = "a.yaml"): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(files.files.get(`/project/${name}`));

const UNSAFE = BROKEN.replace("https://app.example.com/", "https://app.example.com/users");

describe("--fix", () => {
  it("writes the file, and what remains counts", async () => {
    const { code, out, err, files } = await run(["a.yaml", "--fix"], { files: { "a.yaml": BROKEN } });
    expect(textOf(files)).toBe(CLEAN);
    expect({ code, out, err }).toEqual({ code: 0, out: "No findings in 1 template.\n", err: "cors-lint: fixed 1 finding in 1 file\n" });
  });

  it("changes nothing the second time", async () => {
    const first = await run(["a.yaml", "--fix"], { files: { "a.yaml": BROKEN } });
    const second = await run(["a.yaml", "--fix"], { files: { "a.yaml": textOf(first.files) } });
    expect(second).toMatchObject({ code: 0, err: "" });
    expect(textOf(second.files)).toBe(textOf(first.files));
  });

  it("leaves unsafe fixes to --unsafe-fixes", async () => {
    const safe = await run(["a.yaml", "--fix"], { files: { "a.yaml": UNSAFE } });
    expect(textOf(safe.files)).toBe(UNSAFE);
    expect(safe.code).toBe(1);
    expect(textOf((await run(["a.yaml", "--unsafe-fixes"], { files: { "a.yaml": UNSAFE } })).files)).toBe(CLEAN);
  });

  it("leaves what is suppressed, and what a configuration excludes", async () => {
    const suppressed = BROKEN.replace('com/"]', 'com/"] # cors-lint-disable-line trailing-slash-origin');
    const { files } = await run(["--fix"], { files: { "a.yaml": suppressed, "old/b.yaml": BROKEN, "cors-lint.config.yaml": "exclude: [old/]" } });
    expect(textOf(files)).toBe(suppressed);
    expect(textOf(files, "old/b.yaml")).toBe(BROKEN);
  });

  it.each<[string, (text: string) => string]>([
    ["Windows line ends", (text) => text.replaceAll("\n", "\r\n")],
    ["a byte order mark", (text) => `\uFEFF${text}`],
    ["comments, quotes and odd blanks", (text) => `# first\n\n${text.replace("AllowMethods: [GET]", "AllowMethods:   [ 'GET' ]   # all there is")}\n# last`],
    ["no line end at the end", (text) => text.trimEnd()],
  ])("keeps %s", async (_, written) => {
    const { files } = await run(["a.yaml", "--fix"], { files: { "a.yaml": written(BROKEN) } });
    expect(textOf(files)).toBe(written(CLEAN));
  });

  it("keeps JSON as it is laid out", async () => {
    const data = { Resources: { Users: { Type: "AWS::ApiGatewayV2::Api", Properties: { ProtocolType: "HTTP", CorsConfiguration: { AllowOrigins: ["https://app.example.com/"] } } } } };
    const written = JSON.stringify(data, null, "\t");
    const { files } = await run(["a.json", "--fix"], { files: { "a.json": written } });
    expect(textOf(files, "a.json")).toBe(written.replace("com/", "com"));
  });

  it.each<[string, Uint8Array]>([
    ["UTF-16", new Uint8Array([0xff, 0xfe, ...[...BROKEN].flatMap((character) => [character.charCodeAt(0), 0])])],
    ["bytes that are no UTF-8", new Uint8Array([...utf8("# "), 0xe9, 0x0a, ...utf8(BROKEN)])],
  ])("refuses %s, and says so", async (_, bytes) => {
    const { code, err, files } = await run(["a.yaml", "--fix", "-v"], { files: { "a.yaml": bytes } });
    expect(files.files.get("/project/a.yaml")).toEqual(bytes);
    expect(err).toContain("trailing-slash-origin was not fixed: its encoding would change");
    expect(code).toBe(1);
  });

  it("does not touch standard input", async () => {
    const { code, out, err } = await run(["-", "--fix", "-v", "--stdin-filename", "a.yaml"], { input: BROKEN, files: { "a.yaml": CLEAN } });
    expect(code).toBe(1);
    expect(out).toContain("trailing-slash-origin");
    expect(err).toContain("was not fixed: it came from standard input");
  });

  it("fixes several files, and leaves what is no template", async () => {
    const { err, files } = await run([".", "--fix"], { files: { "a.yaml": BROKEN, "b/c.yaml": BROKEN, "d.yaml": CLEAN, "lefthook.yml": LEFTHOOK } });
    expect(err).toBe("cors-lint: fixed 2 findings in 2 files\n");
    expect([textOf(files), textOf(files, "b/c.yaml"), textOf(files, "d.yaml"), textOf(files, "lefthook.yml")]).toEqual([CLEAN, CLEAN, CLEAN, LEFTHOOK]);
  });

  it("refuses a file that someone saved in the meantime", () => {
    const files = memoryFileSystem({ "a.yaml": BROKEN });
    const overlay = new Overlay(files);
    overlay.change("a.yaml", CLEAN);
    files.writeAtomically("a.yaml", "saved");
    expect(overlay.write()).toEqual([{ path: "/project/a.yaml", message: "it was changed in the meantime" }]);
    expect(textOf(files)).toBe("saved");
  });

  it("says what could not be written, with exit code 2", async () => {
    const { code, err } = await run(["a.yaml", "--fix"], { files: { "a.yaml": BROKEN }, readOnly: true });
    expect(err).toContain("cors-lint: cannot write a.yaml: EACCES: permission denied\n");
    expect(code).toBe(2);
  });
});

describe("--fix-dry-run", () => {
  it("prints a unified diff and writes nothing; what would remain counts", async () => {
    const { code, out, files } = await run(["a.yaml", "--fix-dry-run"], { files: { "a.yaml": BROKEN } });
    expect(textOf(files)).toBe(BROKEN);
    expect(out).toContain('--- a/a.yaml\n+++ b/a.yaml\n@@ -5,7 +5,7 @@\n       Name: users\n');
    expect(out).toContain('\n-        AllowOrigins: ["https://app.example.com/"]\n+        AllowOrigins: ["https://app.example.com"]\n');
    expect(code).toBe(0);
  });

  it("prints nothing where there is nothing to fix", async () => {
    expect(await run(["a.yaml", "--fix-dry-run"], { files: { "a.yaml": CLEAN } })).toMatchObject({ code: 0, out: "", err: "" });
  });

  it("takes unsafe fixes along when asked for", async () => {
    expect((await run(["a.yaml", "--fix-dry-run"], { files: { "a.yaml": UNSAFE } })).out).toBe("");
    const { out, files } = await run(["a.yaml", "--fix-dry-run", "--unsafe-fixes"], { files: { "a.yaml": UNSAFE } });
    expect(out).toContain("+        AllowOrigins");
    expect(textOf(files)).toBe(UNSAFE);
  });
});

/** What `patch` would make of it: the diff is applied line by line. */
function patched(before: string, diff: string): string {
  const lines = before.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
  const out: string[] = [];
  let at = 0;
  const rows = diff.split("\n").slice(2, -1);
  rows.forEach((row, index) => {
    const header = /^@@ -(?<line>\d+)(?:,(?<count>\d+))? /u.exec(row)?.groups;
    if (header) {
      const line = Number(header["line"]) - (header["count"] === "0" ? 0 : 1);
      for (; at < line; at++) out.push(lines[at] ?? "");
    } else if (row.startsWith("\\")) return;
    else {
      const text = `${row.slice(1)}${rows[index + 1]?.startsWith("\\") ? "" : "\n"}`;
      if (row.startsWith("+")) out.push(text);
      else {
        expect(lines[at]).toBe(text);
        if (row.startsWith(" ")) out.push(text);
        at++;
      }
    }
  });
  return [...out, ...lines.slice(at)].join("");
}

describe("a unified diff", () => {
  const numbers = Array.from({ length: 40 }, (_, index) => `${index}\n`);
  const without = (...gone: readonly number[]): string => numbers.filter((_, index) => !gone.includes(index)).join("");
  const all = numbers.join("");

  it.each<[string, string, string]>([
    ["one line changed", "a\nb\nc\n", "a\nB\nc\n"],
    ["a line at the beginning", "a\n", "z\na\n"],
    ["from nothing", "", "a\nb\n"],
    ["to nothing", "a\nb\n", ""],
    ["no line end at the end, before", "a\nb", "a\nb\n"],
    ["no line end at the end, after", "a\nb\n", "a\nc"],
    ["changes far from each other", all, without(2, 30)],
    ["changes near each other", all, without(10, 16)],
    ["Windows line ends", "a\r\nb\r\n", "a\r\nc\r\n"],
    ["everything", all, "x\ny\n"],
    ["repeated lines", "a\na\nb\na\n", "a\nb\na\na\nb\n"],
  ])("makes the new text of the old: %s", (_, before, after) => {
    expect(patched(before, unifiedDiff("a.yaml", before, after))).toBe(after);
  });

  it("shows three lines around each change", () => {
    expect(unifiedDiff("a", all, without(20))).toBe("--- a/a\n+++ b/a\n@@ -18,7 +18,6 @@\n 17\n 18\n 19\n-20\n 21\n 22\n 23\n");
  });
});

const bin = join(import.meta.dirname, "../../dist/src/cli/bin.js");

/**
 * Kills the process before its nth step of writing; a step that writes text gets half of it out. Loaded before the command, so that it is the
 * command itself that dies.
 */
const KILLER = `
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
let left = Number(process.env.KILL_AT);
let isWriting = false;
for (const name of ["openSync", "writeFileSync", "fchownSync", "fchmodSync", "fsyncSync", "closeSync", "renameSync", "unlinkSync"]) {
  const real = fs[name];
  fs[name] = (...args) => {
    isWriting ||= name === "openSync" && args[1] === "wx";
    if (isWriting && left-- === 0) {
      if (name === "writeFileSync") real(args[0], args[1].slice(0, args[1].length / 2));
      process.kill(process.pid, "SIGKILL");
      for (;;) {}
    }
    return real(...args);
  };
}
syncBuiltinESMExports();
`;

describe("killing the process", () => {
  const names = ["0.yaml", "1.yaml"];

  /** What each file is afterwards, and what else there is. */
  async function killedAfter(folder: string, kill: (child: ChildProcess) => void, env: Readonly<Record<string, string>> = {}, hook: readonly string[] = []): Promise<{ readonly texts: readonly string[]; readonly others: readonly string[]; readonly isKilled: boolean }> {
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    for (const name of names) writeFileSync(join(folder, name), BROKEN);
    const child = spawn(process.execPath, [...hook, bin, "--fix", "."], { cwd: folder, stdio: "ignore", env: { ...process.env, ...env } });
    const ended = new Promise<boolean>((resolve) => child.on("exit", (_code, signal) => resolve(signal === "SIGKILL")));
    kill(child);
    const isKilled = await ended;
    return { texts: names.map((name) => readFileSync(join(folder, name), "utf8")), others: readdirSync(folder).filter((name) => !names.includes(name)), isKilled };
  }

  const holds = ({ texts, others }: { readonly texts: readonly string[]; readonly others: readonly string[] }): void => {
    for (const text of texts) expect([BROKEN, CLEAN]).toContain(text);
    // What was being written stands beside it under a name that no run reads as a template.
    for (const name of others) expect(name).toMatch(/^\.cors-lint-.*\.tmp$/u);
    expect(others.length).toBeLessThanOrEqual(1);
  };

  it.skipIf(!existsSync(bin))("leaves each file old or new, before whichever step of writing", { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "cors-lint-"));
    try {
      const hook = ["--import", `data:text/javascript,${encodeURIComponent(KILLER)}`];
      const seen = new Set<string>();
      for (let step = 0; ; step++) {
        const found = await killedAfter(folder, () => undefined, { KILL_AT: String(step) }, hook);
        holds(found);
        seen.add(found.texts.map((text) => (text === CLEAN ? "new" : "old")).join());
        if (!found.isKilled) break;
        expect(step).toBeLessThan(100);
      }
      expect([...seen]).toEqual(["old,old", "new,old", "new,new"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.skipIf(!existsSync(bin))("leaves each file old or new, at whatever moment", { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "cors-lint-"));
    try {
      for (const delay of [0, 100, 200, 300, 400, 600]) holds(await killedAfter(folder, (child) => setTimeout(() => child.kill("SIGKILL"), delay)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("finds one file behind two names", () => {
    const folder = mkdtempSync(join(tmpdir(), "cors-lint-"));
    try {
      writeFileSync(join(folder, "a.yaml"), BROKEN);
      symlinkSync("a.yaml", join(folder, "b.yaml"));
      const overlay = new Overlay(nodeFileSystem(folder));
      overlay.change("b.yaml", CLEAN);
      expect(new TextDecoder().decode(overlay.read("a.yaml") as Uint8Array)).toBe(CLEAN); // it is there
      expect(overlay.write()).toEqual([]);
      expect(readFileSync(join(folder, "a.yaml"), "utf8")).toBe(CLEAN);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
