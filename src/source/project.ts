import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import type { FileSystem } from "./file-system.ts";

const MARKS = [".git", "package.json"];

/**
 * The folder that a template may refer into: the nearest one above it that holds `.git` or `package.json`, not above the working
 * directory. A template outside the working directory has its own nearest one, else its own folder or, where that is the one of a stage
 * in a cloud assembly, the assembly's: the assets of its stages lie beside their folders.
 */
export function projectRoot(files: FileSystem, template: string): string {
  const folder = dirname(resolve(files.cwd, template));
  const top = isBelow(files.cwd, folder) ? files.cwd : undefined;
  for (let at = folder; ; at = dirname(at)) {
    if (MARKS.some((mark) => files.kind(resolve(at, mark)) !== "missing")) return at;
    if (at === top) return at;
    if (at === dirname(at)) return assemblyAround(files, folder);
  }
}

/** The cloud assembly that the one in a folder is a stage of, else the folder itself. CDK puts a file `cdk.out` into each, beside its manifest. */
export function assemblyAround(files: FileSystem, folder: string): string {
  const isAssembly = (at: string): boolean => ["cdk.out", "manifest.json"].every((name) => files.kind(resolve(at, name)) === "file");
  let outermost = folder;
  while (isAssembly(outermost) && outermost !== dirname(outermost) && isAssembly(dirname(outermost))) outermost = dirname(outermost);
  return outermost;
}

/** Path from the root of the git repository to the working directory, with `/`; empty where they are one or there is no repository. */
export function pathInRepository(files: FileSystem): string {
  for (let at = files.cwd; ; at = dirname(at)) {
    if (files.kind(resolve(at, ".git")) !== "missing") return relative(at, files.cwd).split(sep).join("/");
    if (at === dirname(at)) return "";
  }
}

/** A path as the user is shown it: relative to the working directory and with `/`, unless it lies elsewhere and was given whole. */
export function shownName(files: FileSystem, path: string): string {
  const way = relative(files.cwd, resolve(files.cwd, path));
  const shown = way.startsWith("..") && isAbsolute(path) ? path : way;
  return shown.split(sep).join("/");
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !way.startsWith("..") && !isAbsolute(way);
}
