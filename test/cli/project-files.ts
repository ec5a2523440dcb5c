import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const projects = new URL("../../fixtures/projects/", import.meta.url).pathname;

/** The files of a folder of fixtures/projects, as an in-memory file system takes them. */
export function projectFiles(name: string): Record<string, Uint8Array> {
  const root = join(projects, name);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return Object.fromEntries(entries.filter((entry) => entry.isFile()).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [relative(root, path).split(sep).join("/"), readFileSync(path)];
  }));
}

export interface JsonFinding {
  readonly rule: string;
  readonly file: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly constructPath?: string;
  readonly scenarios?: readonly string[];
  readonly related?: readonly { readonly file: string; readonly start: { readonly line: number; readonly column: number }; readonly message: string }[];
}

export interface JsonResult {
  readonly findings: readonly JsonFinding[];
  readonly files: readonly string[];
  readonly notes: readonly { readonly message: string; readonly file: string }[];
}

/** What `--format json` printed. */
export function jsonResult(out: string): JsonResult {
  return JSON.parse(out);
}
