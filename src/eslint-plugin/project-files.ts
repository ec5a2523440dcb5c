import { relative, sep } from "node:path";
import { type FileSystem, nodeFileSystem } from "../source/file-system.ts";
import { resolveWithin } from "../source/resolve-within.ts";

/** The files of the project that ESLint runs in, and no others. */
export interface ProjectFiles {
  /** The file that `reference`, written in the file `from`, means. Names are relative to the project, with `/`. */
  read(from: string, reference: string): { readonly name: string; readonly bytes: Uint8Array } | { readonly refused: string };
}

/** Above what a module or an included part of a template holds; an editor asks at each key press. */
const MAX_BYTES = 2_000_000;

export function projectFiles(cwd: string, files: FileSystem = nodeFileSystem(cwd)): ProjectFiles {
  return {
    read(from, reference) {
      const path = resolveWithin(files, cwd, from, reference);
      if (typeof path !== "string") return { refused: path.message };
      const bytes = files.read(path);
      if (!(bytes instanceof Uint8Array)) return { refused: bytes.message };
      if (bytes.length > MAX_BYTES) return { refused: "it is too large" };
      return { name: relative(cwd, path).split(sep).join("/"), bytes };
    },
  };
}
