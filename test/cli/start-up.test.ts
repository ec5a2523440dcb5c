import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command as config } from "../../rolldown.config.ts";
import { BROKEN } from "./run.ts";

/** What a run does not need it does not load: the bundled command, with a list of what `require` was asked for and what came of it. */
const ROOT = join(import.meta.dirname, "../..");
// Inside the project, so that the bundle finds the packages it leaves outside.
const folder = mkdtempSync(join(ROOT, "node_modules", ".start-up-"));
const files = mkdtempSync(join(tmpdir(), "cors-lint-start-up-"));
const watch = join(files, "watch.cjs");
const SAM = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Users: { Type: AWS::Serverless::HttpApi }\n";

beforeAll(async () => {
  const bundle = await rolldown({ ...config, cwd: ROOT });
  await bundle.write({ ...config.output, dir: folder });
  writeFileSync(watch, 'const { Module } = require("node:module"); const load = Module._load; const seen = new Set(); Module._load = function (name, ...rest) { seen.add(name); return load.call(this, name, ...rest); }; process.on("exit", () => require("node:fs").writeSync(2, "\\nLOADED " + JSON.stringify([...seen, ...Object.keys(require.cache)])));');
  writeFileSync(join(files, "clean.json"), '{"Resources": {"Users": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "users", "ProtocolType": "HTTP"}}}}');
  writeFileSync(join(files, "broken.yaml"), BROKEN);
  writeFileSync(join(files, "sam.yaml"), SAM);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(files, { recursive: true, force: true });
});

function loadedBy(...argv: readonly string[]): readonly string[] {
  const { stderr } = spawnSync(process.execPath, ["--require", watch, join(folder, "cors-lint.cjs"), ...argv], { cwd: files, encoding: "utf8" });
  const list: unknown = JSON.parse(/LOADED (.*)$/u.exec(stderr)?.[1] ?? "[]");
  return Array.isArray(list) ? list.map(String) : [];
}

const isAmong = (loaded: readonly string[]) => (name: string): boolean => loaded.some((each) => each === name || each.includes(`/node_modules/${name}/`));

describe("the bundled command loads only what a run needs", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["one JSON template", ["clean.json"], ["yaml", "fast-glob", "oxc-parser", "@lezer/python", "./sarif.cjs", "./json.cjs", "./html.cjs", "./report.cjs", "./expand.cjs", "./simulate.cjs", "./routes.cjs", "node:tty", "node:crypto"]],
    ["one YAML template with findings", ["broken.yaml"], ["yaml", "fast-glob", "oxc-parser", "@lezer/python", "./sarif.cjs", "./json.cjs", "./html.cjs", "./report.cjs", "./expand.cjs", "./simulate.cjs", "./routes.cjs"]],
    ["a SAM template", ["sam.yaml"], ["yaml", "fast-glob", "oxc-parser", "@lezer/python", "./sarif.cjs"]],
    ["--version", ["--version"], ["yaml", "fast-glob", "./lint.cjs", "./load.cjs", "./expand.cjs"]],
    ["--help", ["--help"], ["yaml", "fast-glob", "./lint.cjs", "./load.cjs", "./expand.cjs"]],
  ])("%s", (_what, argv, unneeded) => {
    const loaded = loadedBy(...argv);
    expect(loaded).not.toEqual([]);
    expect(unneeded.filter(isAmong(loaded))).toEqual([]);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ["SARIF", ["clean.json", "--format", "sarif"], ["./sarif.cjs"]],
    ["the page for people", ["clean.json", "--format", "html"], ["./html.cjs", "./report.cjs"]],
    ["SAM's macro", ["sam.yaml"], ["./expand.cjs"]],
    ["the search for files", ["."], ["fast-glob"]],
  ])("and %s when it does need it", (_what, argv, needed) => {
    const loaded = loadedBy(...argv);
    expect(needed.filter((name) => !isAmong(loaded)(name))).toEqual([]);
  });
});
