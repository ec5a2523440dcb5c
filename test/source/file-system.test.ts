import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FileSystem } from "../../src/source/file-system.ts";
import { nodeFileSystem } from "../../src/source/file-system.ts";
import { memoryFileSystem } from "../../src/source/memory-file-system.ts";
import { resolveWithin } from "../../src/source/resolve-within.ts";

const TREE = {
  ".git/info/exclude": "excluded.yaml\n",
  ".gitignore": ["# comment", "build/", "*.log.yaml", "!kept.log.yaml", "/only-top.yaml", "docs/**/draft.yaml", "cdk.out", "sp\\ ace.yaml", "a[0-9].yaml", "\\!bang.yaml", "trailing.yaml   "].join("\n"),
  "template.yaml": "a",
  "excluded.yaml": "a",
  "build/template.yaml": "a",
  "app/build/template.yaml": "a",
  "x.log.yaml": "a",
  "kept.log.yaml": "a",
  "only-top.yaml": "a",
  "app/only-top.yaml": "a",
  "docs/draft.yaml": "a",
  "docs/a/b/draft.yaml": "a",
  "docs/a/final.yaml": "a",
  "cdk.out/Stack.template.json": "{}",
  "node_modules/pkg/template.yaml": "a",
  "app/node_modules/pkg/template.yaml": "a",
  ".aws-sam/build/template.yaml": "a",
  "sp ace.yaml": "a",
  "a1.yaml": "a",
  "ab.yaml": "a",
  "!bang.yaml": "a",
  "trailing.yaml": "a",
  "nested/.gitignore": "*\n!deep\n!*.json\n",
  "nested/a.yaml": "a",
  "nested/a.json": "{}",
  "nested/deep/b.json": "{}",
  "nested/gone/c.json": "{}",
  "readme.md": "a",
};

const FOUND = [
  "ab.yaml",
  "app/only-top.yaml",
  "cdk.out/Stack.template.json",
  "docs/a/final.yaml",
  "kept.log.yaml",
  "nested/a.json",
  "nested/deep/b.json",
  "template.yaml",
];

const folder = realpathSync(mkdtempSync(join(tmpdir(), "cors-lint-files-")));
const project = join(folder, "project");

beforeAll(() => {
  for (const [path, text] of Object.entries(TREE)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  writeFileSync(join(folder, "secret.yaml"), "secret");
  symlinkSync(join(folder, "secret.yaml"), join(project, "docs", "link.yaml"));
  symlinkSync(folder, join(project, "docs", "up"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each<[string, () => FileSystem]>([
  ["on disk", () => nodeFileSystem(project)],
  ["in memory", () => memoryFileSystem(TREE, project)],
])("files %s", (_where, open) => {
  it("are found by pattern, without what git ignores, and with cdk.out", async () => {
    const found = await open().find(".", ["**/*.{yaml,json}"]);
    expect(found.map((path) => path.slice(project.length + 1))).toEqual(FOUND);
  });

  it("are found below a folder that git ignores when that folder is named", async () => {
    expect(await open().find("build", ["**/*.yaml"])).toEqual([join(project, "build/template.yaml")]);
  });

  it("are told from folders and from nothing", () => {
    const files = open();
    expect([files.kind("template.yaml"), files.kind("app"), files.kind("nowhere/x.yaml")]).toEqual(["file", "directory", "missing"]);
    expect(Buffer.from(files.read("template.yaml") as Uint8Array).toString()).toBe("a");
    expect(files.read("app")).toMatchObject({ problem: "not-a-file" });
    expect(files.read("nowhere.yaml")).toMatchObject({ problem: "missing" });
    expect(files.read("template.yaml/x")).toMatchObject({ problem: expect.stringMatching(/missing|unreadable/u) });
  });

  it.each([
    ["docs/a", "../b/openapi.yaml", "docs/b/openapi.yaml"],
    ["template.yaml", "./app/../ab.yaml", "ab.yaml"],
    ["app/template.yaml", "../../secret.yaml", undefined],
    ["template.yaml", "/etc/passwd", undefined],
    ["template.yaml", "..", undefined],
    ["template.yaml", "..foo", "..foo"],
    ["template.yaml", "a\0b", undefined],
  ])("keep a reference in %s to %j within the project", (from, reference, expected) => {
    const resolved = resolveWithin(open(), ".", join(project, from), reference);
    expect(resolved).toEqual(expected === undefined ? expect.objectContaining({ problem: "outside" }) : from === "docs/a" ? join(project, "b/openapi.yaml") : join(project, expected));
  });
});

describe("files on disk", () => {
  it("are not reached through a symbolic link that leaves the project", () => {
    const files = nodeFileSystem(project);
    const from = join(project, "template.yaml");
    expect(resolveWithin(files, project, from, "docs/link.yaml")).toMatchObject({ problem: "outside" });
    expect(resolveWithin(files, project, from, "docs/up/secret.yaml")).toMatchObject({ problem: "outside" });
    expect(resolveWithin(files, project, from, "docs/up/not-yet.yaml")).toMatchObject({ problem: "outside" });
    expect(resolveWithin(files, project, from, "docs/not-yet.yaml")).toBe(join(project, "docs/not-yet.yaml"));
  });

  it("are never devices", () => {
    expect(nodeFileSystem(project).read("/dev/null")).toMatchObject({ problem: "not-a-file" });
  });

  it("are replaced whole, keep their mode, and leave nothing beside them", () => {
    const files = nodeFileSystem(project);
    const path = join(project, "app", "written.yaml");
    writeFileSync(path, "before");
    // A umask would take the right of the group to write.
    chmodSync(path, 0o660);
    expect(files.writeAtomically("app/written.yaml", "after — ü")).toBeUndefined();
    expect(readFileSync(path, "utf8")).toBe("after — ü");
    expect(statSync(path).mode & 0o777).toBe(0o660);
    expect(readdirSync(dirname(path)).filter((name) => name.includes("tmp"))).toEqual([]);
  });

  it("keep a symbolic link and write what it points to", () => {
    const link = join(project, "app", "link.yaml");
    const target = join(project, "app", "target.yaml");
    writeFileSync(target, "before");
    symlinkSync(target, link);
    expect(nodeFileSystem(project).writeAtomically(link, "after")).toBeUndefined();
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, "utf8")).toBe("after");
  });

  it("are left alone where they are read-only", () => {
    const path = join(project, "app", "read-only.yaml");
    writeFileSync(path, "before");
    chmodSync(path, 0o444);
    expect(nodeFileSystem(project).writeAtomically(path, "after")).toEqual({ problem: "unwritable", message: "it is read-only" });
    expect(readFileSync(path, "utf8")).toBe("before");
  });

  it("say why they cannot be written", () => {
    expect(nodeFileSystem(project).writeAtomically("nowhere/x.yaml", "a")).toMatchObject({ problem: "unwritable", message: expect.stringMatching(/^ENOENT: no such file or directory$/u) });
  });
});
