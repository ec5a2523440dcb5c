import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { BROKEN, CLEAN, run } from "../cli/run.ts";

const root = join(import.meta.dirname, "../..");
const [hook] = parse(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8"));

describe(".pre-commit-hooks.yaml", () => {
  it("runs a command that the package has", () => {
    const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(Object.keys(bin)).toContain(hook.entry);
  });

  it.each(["template.yaml", "a/b.yml", "cdk.out/Shop.template.json", "api.template", "api.cfn", "api.cform"])("takes %s", (name) => {
    expect(name).toMatch(new RegExp(hook.files, "u"));
  });

  it.each(["handler.ts", "template.yaml.j2", "yaml"])("leaves %s", (name) => {
    expect(name).not.toMatch(new RegExp(hook.files, "u"));
  });

  it("keeps standard output of npm pack for the name of the file: pre-commit before 4.6.1 reads it", () => {
    expect(readFileSync(join(root, ".npmrc"), "utf8")).toContain("foreground-scripts=false");
  });
});

describe("what hooks do", () => {
  const files = { "good.yaml": CLEAN, "bad.yaml": BROKEN, "package.json": "{}", "lefthook.yml": "a: 1", "broken.yaml": "a: [1", "helm.yaml": "{{- if .x }}\na: 1\n{{- end }}", "list.json": "[1]", "empty.yaml": "", "icon.template": new Uint8Array([0, 255, 254, 1]) };

  it("names files that are no templates: they are skipped without a word", async () => {
    expect(await run(["package.json", "lefthook.yml", "broken.yaml", "helm.yaml", "list.json", "empty.yaml", "icon.template"], { files })).toMatchObject({ code: 0, err: "" });
  });

  it("names files by absolute paths, and the same file twice: it is reported once", async () => {
    const { code, out } = await run(["--format", "unix", "/project/bad.yaml", "bad.yaml"], { files });
    expect(code).toBe(1);
    expect(out.trim().split("\n").map((line) => line.replace(/: error.*/u, ""))).toEqual(["bad.yaml:8:48"]);
  });

  it("names hundreds of files in one call", async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`stacks/${index}.yaml`, index === 299 ? BROKEN : CLEAN]));
    const { code, out } = await run(["--format", "unix", ...Object.keys(many)], { files: many });
    expect({ code, lines: out.trim().split("\n").length }).toEqual({ code: 1, lines: 1 });
  });

  it("may name a deleted file: it is said to be missing, and the others are checked all the same", async () => {
    const { code, out, err } = await run(["--format", "unix", "gone.yaml", "bad.yaml"], { files });
    expect({ code, err }).toEqual({ code: 2, err: "cors-lint: there is no file gone.yaml\n" });
    expect(out).toContain("bad.yaml:8:48");
  });
});
