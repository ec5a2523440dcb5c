import { basename, dirname, join } from "node:path";
import type { FileSystem } from "../source/file-system.ts";
import { assemblyAround } from "../source/project.ts";
import { isWithin } from "../source/resolve-within.ts";
import type { AssemblyStack } from "../template/assembly/assembly.ts";
import type { AssemblyTemplate } from "../template/assembly/templates.ts";

const MANIFEST = "manifest.json";

/**
 * Files with the folders that are cloud assemblies taken for what they are: of those only the templates of stacks are left, since nested
 * stacks come with them, and what else lies there (assets, what an earlier synthesis left) is deployed by no stack.
 */
export async function withAssemblies(paths: readonly string[], files: FileSystem): Promise<readonly (string | AssemblyTemplate)[]> {
  const manifests = paths.filter((path) => basename(path) === MANIFEST).sort((a, b) => a.length - b.length);
  if (manifests.length === 0) return paths;
  const assemblies = new Map<string, readonly AssemblyTemplate[]>();
  for (const manifest of manifests) {
    const folder = dirname(manifest);
    if ([...assemblies.keys()].some((outer) => isWithin(outer, folder))) continue;
    const templates = await templatesOf(folder, files);
    if (templates !== undefined) assemblies.set(folder, templates);
  }
  const folderOf = (path: string): string | undefined => {
    for (let at = dirname(path); ; at = dirname(at)) {
      if (assemblies.has(at)) return at;
      if (at === dirname(at)) return undefined;
    }
  };
  return assemblies.size === 0 ? paths : [...paths.filter((path) => folderOf(path) === undefined), ...[...assemblies.values()].flat()];
}

/** The stack whose template a file is, where it lies in an assembly. */
export async function stackOfFile(path: string, files: FileSystem): Promise<AssemblyStack | undefined> {
  if (!path.endsWith(".json") || files.kind(join(dirname(path), MANIFEST)) !== "file") return undefined;
  return (await templatesOf(assemblyAround(files, dirname(path)), files))?.find((template) => template.path === path)?.stack;
}

/** The templates of the stacks of the assembly in a folder; `undefined` where there is no assembly. */
export async function templatesOf(folder: string, files: FileSystem): Promise<readonly AssemblyTemplate[] | undefined> {
  return (await import("../template/assembly/templates.ts")).templatesOf(folder, files);
}
