import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import type { FileProblem, FileSystem } from "./file-system.ts";

/** What {@link resolveWithin} asks of the disk. */
type RealPaths = Pick<FileSystem, "cwd" | "realPath">;

/**
 * The absolute path that `reference`, written in the file `from`, means. Refused where it leaves `root`, by its text or through a
 * symbolic link: a template says nothing about files that are not its project's. Whether the file exists is another question.
 */
export function resolveWithin(files: RealPaths, root: string, from: string, reference: string): string | FileProblem {
  if (reference.includes("\0")) return outside(reference);
  const folder = resolve(files.cwd, root);
  const target = resolve(files.cwd, dirname(from), reference);
  if (!isWithin(folder, target)) return outside(reference);
  const realFolder = files.realPath(folder) ?? folder;
  const real = nearestRealPath(files, target);
  return isWithin(realFolder, real) ? target : outside(reference);
}

/**
 * The same, with the answers remembered: a handler is looked for under some forty names, most of them in folders that are not there, and
 * nothing is in those. Only for as long as the disk stays what it is: the reading of one template.
 */
export function rememberingRealPaths(files: RealPaths): RealPaths {
  const answers = new Map<string, string | undefined>();
  const ask = (path: string): string | undefined => {
    if (!answers.has(path)) answers.set(path, files.realPath(path));
    return answers.get(path);
  };
  return { cwd: files.cwd, realPath: (path) => (ask(dirname(path)) === undefined ? undefined : ask(path)) };
}

/** Is `path` the folder itself or below it? Both absolute. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** What stands at the path or, where nothing does, at the nearest folder above it. */
function nearestRealPath(files: RealPaths, path: string): string {
  for (let at = path; ; at = dirname(at)) {
    const real = files.realPath(at);
    if (real !== undefined) return resolve(real, relative(at, path));
    if (at === dirname(at)) return path;
  }
}

function outside(reference: string): FileProblem {
  return { problem: "outside", message: `${JSON.stringify(reference)} points outside the project` };
}
