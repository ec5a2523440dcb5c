import { posix } from "node:path";
import type { HandlerOptions } from "../handler/index.ts";
import { projectFiles, type ProjectFiles } from "./project-files.ts";

/** What a specifier without an ending may mean, and what TypeScript calls the source of a built file. */
const ENDINGS = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx", ".json"];
const SOURCES: Readonly<Record<string, readonly string[]>> = { ".js": [".ts", ".tsx"], ".mjs": [".mts"], ".cjs": [".cts"], ".jsx": [".tsx"] };

/** Modules of the project that are imported by a relative path. Packages and aliases are not in view, so nothing is said of them. */
export class ProjectModules {
  readonly #files: ProjectFiles;
  readonly #asked = new Map<string, { readonly from: string; readonly specifier: string }>();

  constructor(cwd: string, files: ProjectFiles = projectFiles(cwd)) {
    this.#files = files;
  }

  readonly read: NonNullable<HandlerOptions["readModule"]> = (specifier, from) => {
    if (!/^\.\.?(?:\/|$)/u.test(specifier)) return undefined;
    for (const candidate of candidatesOf(specifier)) {
      const found = this.#files.read(from, candidate);
      if (!("name" in found)) continue;
      if (!this.#asked.has(found.name)) this.#asked.set(found.name, { from, specifier });
      return { name: found.name, text: new TextDecoder().decode(found.bytes) };
    }
    return undefined;
  };

  /** As which specifier a module was imported by `file` itself, or by what `file` imports. */
  specifierIn(file: string, module: string): string | undefined {
    let asked = this.#asked.get(module);
    for (let links = 0; asked !== undefined && asked.from !== file && links < this.#asked.size; links++) asked = this.#asked.get(asked.from);
    return asked?.from === file ? asked.specifier : undefined;
  }
}

function candidatesOf(specifier: string): readonly string[] {
  const ending = posix.extname(specifier);
  const stem = specifier.slice(0, specifier.length - ending.length);
  const source = Object.hasOwn(SOURCES, ending) ? (SOURCES[ending] ?? []).map((other) => stem + other) : [];
  const isFile = ENDINGS.includes(ending);
  return [...(isFile ? [...source, specifier] : []), ...ENDINGS.map((other) => specifier + other), ...ENDINGS.map((other) => `${specifier}/index${other}`)];
}
