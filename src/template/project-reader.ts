import { dirname, relative, sep } from "node:path";
import type { FileSystem } from "../source/file-system.ts";
import { projectRoot, shownName } from "../source/project.ts";
import { rememberingRealPaths, resolveWithin } from "../source/resolve-within.ts";
import type { ReadProjectFile } from "./read-local.ts";

/** Reads what a template refers to, as long as it stays inside the template's project. */
export function projectReader(files: FileSystem, template: string): ReadProjectFile {
  let root: string | undefined;
  const realPaths = rememberingRealPaths(files);
  const shown = (path: string): string => relative(files.cwd, path).split(sep).join("/");
  /** Folders of the project that are not there, as they are shown: a source is looked for in each of them under a dozen names. */
  const missing = new Map<string, string>();
  return (from, reference) => {
    const [folder, name] = divided(reference);
    const key = `${from}\n${folder}`;
    const gone = missing.get(key);
    if (gone !== undefined && isName(name)) return { refused: `${gone}/${name} cannot be read: there is no such file` };
    root ??= projectRoot(files, template);
    const path = resolveWithin(realPaths, root, from, reference);
    if (typeof path !== "string") return { refused: path.message };
    const bytes = files.read(path);
    if (bytes instanceof Uint8Array) return { name: shownName(files, path), bytes };
    if (bytes.problem === "missing" && isName(name) && realPaths.realPath(dirname(path)) === undefined) missing.set(key, shown(dirname(path)));
    return { refused: `${shown(path)} cannot be read: ${bytes.message}` };
  };
}

/** What stands before the last slash, and what stands after it. */
function divided(reference: string): readonly [folder: string, name: string] {
  const end = reference.lastIndexOf("/") + 1;
  return [reference.slice(0, end), reference.slice(end)];
}

/** And not a way to another folder. */
function isName(text: string): boolean {
  return text !== "" && text !== "." && text !== ".." && !text.includes("\\") && !text.includes("\0");
}
