import { basename, resolve } from "node:path";
import type { AssemblyStack } from "../template/assembly/assembly.ts";
import type { AssemblyTemplate } from "../template/assembly/templates.ts";
import { stackOfFile, templatesOf, withAssemblies } from "./assemblies.ts";
import type { Io } from "./io.ts";
import { shownName } from "../source/project.ts";

/** A file that may be a template. */
export interface Input {
  /** As the user is shown it. */
  readonly name: string;
  /** Where it is, whole; standard input is nowhere. */
  readonly path: string | undefined;
  /** The user named it; else a folder was searched. */
  readonly named: boolean;
  /** The stack of a cloud assembly that it is the template of. */
  readonly stack?: AssemblyStack;
  /** Its bytes, or why they cannot be had. */
  read(): Uint8Array | { readonly message: string };
}

export interface Inputs {
  readonly inputs: readonly Input[];
  /** Paths that lead nowhere, each with a sentence. */
  readonly missing: readonly string[];
  /** A folder (or pattern) was searched. */
  readonly searched: boolean;
}

/** What a template may be called; its content decides whether it is one. */
const PATTERNS = ["**/*.{yaml,yml,json,template,cfn,cform}"];

/** The files behind the paths of a command line; none: those below the working directory. Each file once. */
export async function inputsOf(paths: readonly string[], io: Io, stdinName = "-"): Promise<Inputs> {
  const files = io.fileSystem;
  const found = new Map<string, Input>();
  const missing: string[] = [];
  let searched = false;
  const add = (path: string, named: boolean, stack?: AssemblyStack): void => {
    const absolute = resolve(files.cwd, path);
    if (!found.has(absolute)) found.set(absolute, { name: shownName(files, path), path: absolute, named, read: () => files.read(absolute), ...(stack && { stack }) });
  };
  const addFound = (paths: readonly (string | AssemblyTemplate)[]): void => {
    for (const item of paths) typeof item === "string" ? add(item, false) : add(item.path, false, item.stack);
  };

  for (const path of paths.length === 0 ? ["."] : paths) {
    if (path === "-") {
      const bytes = await io.stdin();
      found.set("-", { name: stdinName, path: undefined, named: true, read: () => bytes });
      continue;
    }
    const kind = files.kind(path);
    if (kind === "file") {
      const absolute = resolve(files.cwd, path);
      const stacks = basename(path) === "manifest.json" ? await templatesOf(resolve(absolute, ".."), files) : undefined;
      if (stacks === undefined) add(path, true, await stackOfFile(absolute, files));
      else addFound(stacks);
    } else if (kind === "directory") {
      searched = true;
      addFound(await withAssemblies(await files.find(path, PATTERNS), files));
    } else if (/[*?{[]/u.test(path)) {
      searched = true;
      const matches = await files.find(".", [path]);
      if (matches.length === 0) missing.push(`nothing matches ${path}`);
      addFound(await withAssemblies(matches, files));
    } else missing.push(`there is no file ${path}`);
  }
  return { inputs: [...found.values()], missing, searched };
}
