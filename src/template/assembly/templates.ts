import { resolve } from "node:path";
import type { FileSystem } from "../../source/file-system.ts";
import { type AssemblyStack, readAssembly } from "./assembly.ts";

/** A template of a cloud assembly, and the stack that it is the template of. */
export interface AssemblyTemplate {
  /** Absolute. */
  readonly path: string;
  readonly stack: AssemblyStack;
}

/** The templates of the stacks of the assembly in a folder; `undefined` where there is no assembly. */
export function templatesOf(folder: string, files: FileSystem): readonly AssemblyTemplate[] | undefined {
  const stacks = readAssembly((path) => {
    const bytes = files.read(resolve(folder, path));
    return bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : undefined;
  });
  return stacks?.map((stack) => ({ path: resolve(folder, ...stack.templateFile.split("/")), stack }));
}
