import { dirname, join, relative, sep } from "node:path";
import type { FileSystemAdapter } from "fast-glob";
import { IgnoreFile } from "./gitignore.ts";

/** What searching asks of a disk. */
export interface Tree {
  readonly adapter: Pick<FileSystemAdapter, "readdirSync" | "lstatSync" | "statSync">;
  /** The text of a file, `undefined` where there is none. */
  readText(path: string): string | undefined;
  exists(path: string): boolean;
}

/** Never searched: other people's packages, git's own files, and what `sam build` copied. */
const NEVER = new Set(["node_modules", ".git", ".aws-sam"]);

/** Searched even where git ignores it, as it does in every new CDK project: it is what gets deployed. */
const ALWAYS = "cdk.out";

/** The files below a directory that match one of the patterns and that git does not ignore, as absolute paths in order of code units. */
export async function findFiles(tree: Tree, directory: string, patterns: readonly string[]): Promise<readonly string[]> {
  const { default: fastGlob } = await import("fast-glob");
  const ignored = new Ignored(tree, directory);
  const { readdirSync } = tree.adapter;
  const found = fastGlob.sync([...patterns], {
    cwd: directory,
    absolute: true,
    followSymbolicLinks: false,
    suppressErrors: true,
    fs: {
      ...tree.adapter,
      // Folders that are ignored are not even opened. fast-glob asks with `withFileTypes` only.
      readdirSync: ((path: string, options: { withFileTypes: true }) =>
        readdirSync(path, options).filter((entry) => !ignored.has(join(path, entry.name), entry.isDirectory()))) as typeof readdirSync,
    },
  });
  return found.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

interface Level {
  readonly folder: string;
  readonly file: IgnoreFile;
}

/** What the `.gitignore` files of a tree say, those above the searched folder (up to the repository's root) included. */
class Ignored {
  readonly #tree: Tree;
  readonly #top: string;
  readonly #levels = new Map<string, readonly Level[]>();

  constructor(tree: Tree, directory: string) {
    this.#tree = tree;
    this.#top = repositoryOf(tree, directory) ?? directory;
  }

  has(path: string, isDirectory: boolean): boolean {
    const name = path.slice(path.lastIndexOf(sep) + 1);
    if (isDirectory && NEVER.has(name)) return true;
    if (isDirectory && name === ALWAYS) return false;
    // The nearest file that says something decides.
    for (const { folder, file } of this.#levelsOf(dirname(path)).toReversed()) {
      const verdict = file.verdict(relative(folder, path).split(sep).join("/"), isDirectory);
      if (verdict !== undefined) return verdict === "ignored";
    }
    return false;
  }

  #levelsOf(folder: string): readonly Level[] {
    const known = this.#levels.get(folder);
    if (known) return known;
    const isTop = folder === this.#top || folder === dirname(folder);
    const above = isTop ? this.#exclude(folder) : folder.endsWith(`${sep}${ALWAYS}`) ? [] : this.#levelsOf(dirname(folder));
    const levels = [...above, ...this.#level(folder, join(folder, ".gitignore"))];
    this.#levels.set(folder, levels);
    return levels;
  }

  #exclude(folder: string): readonly Level[] {
    return this.#level(folder, join(folder, ".git", "info", "exclude"));
  }

  #level(folder: string, path: string): readonly Level[] {
    const text = this.#tree.readText(path);
    return text === undefined ? [] : [{ folder, file: new IgnoreFile(text) }];
  }
}

function repositoryOf(tree: Tree, directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (tree.exists(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
