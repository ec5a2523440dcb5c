import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import type { FileProblem, FileSystem } from "./file-system.ts";

/**
 * The absolute path that `reference`, written in the file `from`, means. Refused where it leaves `root`, by its text or through a
 * symbolic link: a template says nothing about files that are not its project's. Whether the file exists is another question.
 */
export function resolveWithin(files: Pick<FileSystem, "cwd" | "realPath">, root: string, from: string, reference: string): string | FileProblem {
  if (reference.includes("\0")) return outside(reference);
  const folder = resolve(files.cwd, root);
  const target = resolve(files.cwd, dirname(from), reference);
  if (!isWithin(folder, target)) return outside(reference);
  const realFolder = files.realPath(folder) ?? folder;
  const real = nearestRealPath(files, target);
  return isWithin(realFolder, real) ? target : outside(reference);
}

/** Is `path` the folder itself or below it? Both absolute. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** What stands at the path or, where nothing does, at the nearest folder above it. */
function nearestRealPath(files: Pick<FileSystem, "realPath">, path: string): string {
  for (let at = path; ; at = dirname(at)) {
    const real = files.realPath(at);
    if (real !== undefined) return resolve(real, relative(at, path));
    if (at === dirname(at)) return path;
  }
}

function outside(reference: string): FileProblem {
  return { problem: "outside", message: `${JSON.stringify(reference)} points outside the project` };
}
