import { dirname, resolve } from "node:path";
import type { FileKind, FileProblem, FileSystem } from "./file-system.ts";
import type { Tree } from "./find-files.ts";
import { findFiles } from "./find-files.ts";

const MISSING: FileProblem = { problem: "missing", message: "there is no such file" };

/** A file system of which tests know every file, and may look at {@link files} afterwards. */
export interface MemoryFileSystem extends FileSystem {
  /** Absolute path → contents. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Files by path, relative to `cwd` or absolute; folders are those that files stand in. */
export function memoryFileSystem(files: Readonly<Record<string, string | Uint8Array>>, cwd = "/project"): MemoryFileSystem {
  const encoder = new TextEncoder();
  const at = (path: string): string => resolve(cwd, path);
  const contents = new Map(Object.entries(files).map(([path, data]) => [at(path), typeof data === "string" ? encoder.encode(data) : data]));
  const kind = (path: string): FileKind => {
    if (contents.has(path)) return "file";
    return path === cwd || childrenOf(contents, path).size > 0 ? "directory" : "missing";
  };
  return {
    cwd,
    files: contents,
    read: (path) => contents.get(at(path)) ?? (kind(at(path)) === "directory" ? { problem: "not-a-file", message: "it is a folder" } : MISSING),
    kind: (path) => kind(at(path)),
    realPath: (path) => (kind(at(path)) === "missing" ? undefined : at(path)),
    find: (directory, patterns) => findFiles(treeOf(contents, kind), at(directory), patterns),
    writeAtomically: (path, text) => {
      if (kind(at(path)) === "directory") return { problem: "unwritable", message: "it is a folder" };
      contents.set(at(path), encoder.encode(text));
      return undefined;
    },
  };
}

function treeOf(contents: ReadonlyMap<string, Uint8Array>, kind: (path: string) => FileKind): Tree {
  const entry = (path: string, name: string) => {
    const is = kind(path);
    return { name, isFile: () => is === "file", isDirectory: () => is === "directory", isSymbolicLink: () => false };
  };
  const readdirSync = (path: string) => [...childrenOf(contents, resolve(path))].map((name) => entry(resolve(path, name), name));
  const statSync = (path: string) => entry(resolve(path), path);
  return {
    // fast-glob asks its entries and stats for nothing but their name and kind.
    adapter: { readdirSync, lstatSync: statSync, statSync } as unknown as Tree["adapter"],
    readText: (path) => {
      const bytes = contents.get(path);
      return bytes && new TextDecoder().decode(bytes);
    },
    exists: (path) => kind(path) !== "missing",
  };
}

/** Names of what stands directly below a folder. */
function childrenOf(contents: ReadonlyMap<string, Uint8Array>, folder: string): ReadonlySet<string> {
  const names = new Set<string>();
  const prefix = folder === dirname(folder) ? folder : `${folder}/`;
  for (const path of contents.keys()) {
    if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split("/")[0] ?? "");
  }
  return names;
}
