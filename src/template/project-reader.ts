import { relative, sep } from "node:path";
import type { FileSystem } from "../source/file-system.ts";
import { projectRoot, shownName } from "../source/project.ts";
import { rememberingRealPaths, resolveWithin } from "../source/resolve-within.ts";
import type { ReadProjectFile } from "./read-local.ts";

/** Reads what a template refers to, as long as it stays inside the template's project. */
export function projectReader(files: FileSystem, template: string): ReadProjectFile {
  let root: string | undefined;
  const realPaths = rememberingRealPaths(files);
  return (from, reference) => {
    root ??= projectRoot(files, template);
    const path = resolveWithin(realPaths, root, from, reference);
    if (typeof path !== "string") return { refused: path.message };
    const bytes = files.read(path);
    return bytes instanceof Uint8Array ? { name: shownName(files, path), bytes } : { refused: `${relative(files.cwd, path).split(sep).join("/")} cannot be read: ${bytes.message}` };
  };
}
