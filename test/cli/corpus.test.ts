import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { nodeFileSystem } from "../../src/source/file-system.ts";
import { jsonResult } from "./project-files.ts";

/** A folder with real project folders in `projects/` and real cloud assemblies in `cdkout/`. */
const CORPUS = process.env["CORS_LINT_CORPUS"];

async function linted(folder: string): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let out = "";
  let err = "";
  const code = await main(["--format", "json", "."], {
    fileSystem: nodeFileSystem(folder),
    stdout: (text) => { out += text; },
    stderr: (text) => { err += text; },
    stdin: async () => new Uint8Array(),
    isTerminal: { stdout: false, stderr: false },
    env: {},
    now: () => 0,
    columns: undefined,
  });
  return { code, out, err };
}

const foldersIn = (kind: string): readonly string[] => (CORPUS === undefined ? [] : readdirSync(join(CORPUS, kind)).map((name) => join(CORPUS, kind, name)));

describe.skipIf(CORPUS === undefined)("real folders (CORS_LINT_CORPUS)", () => {
  it.each(foldersIn("projects"))("lints the project %s", async (folder) => {
    const { code, out, err } = await linted(folder);
    expect({ code: code <= 1, err }).toEqual({ code: true, err: "" });
    const { findings, files } = jsonResult(out);
    expect(files.length).toBeGreaterThan(0);
    expect(findings.filter(({ rule }) => rule === "internal-error")).toEqual([]);
  });

  it.each(foldersIn("cdkout"))("lints the assembly %s: stacks, and nothing of its assets", async (folder) => {
    const { code, out, err } = await linted(folder);
    expect({ code: code <= 1, err }).toEqual({ code: true, err: "" });
    const { findings, files } = jsonResult(out);
    expect(files.filter((file) => !file.endsWith(".template.json"))).toEqual([]);
    expect(findings.filter(({ rule, constructPath }) => rule === "internal-error" || constructPath === undefined)).toEqual([]);
  });
});
