import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

/**
 * Who may import whom (docs/architecture.md). Entry points may import anything and are imported by nothing; everything else only what
 * stands here.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "src/source": [],
  "src/fetch": ["src/source"],
  "src/template": ["src/source"],
  "src/handler": ["src/source", "src/fetch"],
  "src/aws": ["src/source", "src/fetch", "src/template", "src/handler"],
  "src/linter": ["src/source", "src/fetch", "src/template", "src/handler", "src/aws"],
  "src/diff": ["src/source", "src/fetch", "src/template", "src/aws", "src/linter"],
  "src/config": ["src/source", "src/aws", "src/linter"],
  rules: ["src/linter", "src/source", "src/fetch", "src/template", "src/handler", "src/aws"],
  "src/report": ["src/source", "src/fetch", "src/template", "src/aws", "src/linter"],
  "src/formatters": ["src/source", "src/linter", "src/report"],
};

const ENTRY_POINTS = ["src/cli", "src/eslint-plugin", "src/cdk", "src/index.ts"];

const root = resolve(import.meta.dirname, "..");

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

function partOf(file: string): string {
  const entry = ENTRY_POINTS.find((point) => file === point || file.startsWith(`${point}/`));
  if (entry) return entry;
  const [first = "", second = ""] = file.split("/");
  return first === "src" ? `${first}/${second}` : first;
}

function importsOf(file: string): { specifier: string; typeOnly: boolean }[] {
  const text = readFileSync(join(root, file), "utf8");
  const pattern = /^(?:import|export)\s(?<type>type\s)?[^;'"]*?from\s+["'](?<from>[^"']+)["']|import\(["'](?<lazy>[^"']+)["']\)|^import\s+["'](?<bare>[^"']+)["']/gmu;
  return [...text.matchAll(pattern)].map(({ groups }) => ({
    specifier: groups?.["from"] ?? groups?.["lazy"] ?? groups?.["bare"] ?? "",
    typeOnly: groups?.["type"] !== undefined,
  }));
}

const files = [...sourcesBelow("src"), ...sourcesBelow("rules")];
const imports = files.flatMap((file) =>
  importsOf(file).map((found) => ({
    file,
    ...found,
    to: found.specifier.startsWith(".") ? relative(root, resolve(root, dirname(file), found.specifier)).split(sep).join("/") : undefined,
  })),
);

describe("the house", () => {
  it("has no part that imports another it may not know", () => {
    const trespasses = imports.filter(({ file, to }) => {
      if (to === undefined) return false;
      const [from, target] = [partOf(file), partOf(to)];
      if (from === target || ENTRY_POINTS.includes(from)) return false;
      return !(MAY_IMPORT[from] ?? []).includes(target);
    });
    expect(trespasses.map(({ file, to }) => `${file} → ${to}`)).toEqual([]);
  });

  it("lets rules import types of the model, and values only of the linter and of source", () => {
    const values = imports.filter(({ file, to, typeOnly }) => to !== undefined && !typeOnly && partOf(file) === "rules" && !["rules", "src/linter", "src/source"].includes(partOf(to)));
    expect(values.map(({ file, to }) => `${file} → ${to}`)).toEqual([]);
  });

  it("gives handlers only the types of the Fetch part", () => {
    const values = imports.filter(({ file, to, typeOnly }) => to !== undefined && !typeOnly && partOf(file) === "src/handler" && partOf(to) === "src/fetch");
    expect(values.map(({ file, to }) => `${file} → ${to}`)).toEqual([]);
  });

  it("has no entry point that another part imports", () => {
    const uses = imports.filter(({ file, to }) => to !== undefined && ENTRY_POINTS.includes(partOf(to)) && partOf(file) !== partOf(to) && !ENTRY_POINTS.includes(partOf(file)));
    expect(uses.map(({ file, to }) => `${file} → ${to}`)).toEqual([]);
  });

  it("imports cloudformation-diff in src/diff alone, and only on demand", () => {
    const uses = imports.filter(({ specifier, typeOnly }) => specifier === "@aws-cdk/cloudformation-diff" && !typeOnly);
    expect(uses.map(({ file }) => file)).toEqual(["src/diff/resource-changes.ts"]);
    expect(readFileSync(join(root, "src/diff/resource-changes.ts"), "utf8")).toContain('await import("@aws-cdk/cloudformation-diff")');
  });

  it("loads nothing with the CDK plugin before a synthesis asks it, and aws-cdk-lib never", () => {
    const values = (file: string): readonly string[] => imports.filter((one) => one.file === file && !one.typeOnly && !one.specifier.startsWith("./engine")).map(({ specifier }) => specifier);
    expect(values("src/cdk/index.ts")).toEqual(["node:module", "../linter/own-version.ts"]);
    expect(values("src/linter/own-version.ts")).toEqual(["node:module"]);
    expect(imports.filter(({ specifier }) => /^(?:aws-cdk-lib|constructs)(?:\/|$)/u.test(specifier)).map(({ file }) => file)).toEqual([]);
  });

  it("touches process, console and the disk only where that is the job", () => {
    const allowed = (file: string): boolean => file.startsWith("src/cli/") || file === "src/source/file-system.ts";
    const touching = files.filter((file) => !allowed(file)).filter((file) => {
      const code = readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, "");
      return /\bconsole\.|\bprocess\.|["'](?:node:)?fs(?:\/promises)?["']/u.test(code);
    });
    expect(touching).toEqual([]);
  });

  it("asks urlFrom what is a URL, as URL.canParse of Node 20 is not always of one mind", () => {
    expect(files.filter((file) => file !== "src/source/url.ts" && readFileSync(join(root, file), "utf8").includes("canParse"))).toEqual([]);
  });

  it("keeps its modules short", () => {
    const long = files.map((file) => ({ file, lines: readFileSync(join(root, file), "utf8").split("\n").length })).filter(({ lines }) => lines > 420);
    expect(long).toEqual([]);
  });
});
