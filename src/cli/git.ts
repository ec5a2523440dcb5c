import { execFileSync } from "node:child_process";
import { relative, resolve, sep } from "node:path";
import { posix } from "node:path";
import type { FileKind, FileSystem } from "../source/file-system.ts";
import { UsageError } from "./io.ts";

/** The files of a git revision. Nothing is checked out, and nothing but git's own plumbing runs: no filter, no hook, no network. */
export interface Revision {
  /** What stands for the revision in names of files: `1a2b3c4d5e`. */
  readonly short: string;
  /** Paths of the files below a folder, relative to the working directory, with `/`. */
  filesBelow(folder: string): readonly string[];
  /** Reads several files in one go, so that {@link Revision.files} has them at hand. */
  prefetch(paths: Iterable<string>): void;
  /** The revision as a file system that can be read and nothing else. */
  readonly files: FileSystem;
}

const MAX_BUFFER = 1024 * 1024 * 1024;

/** The revision of the repository around `cwd`. Throws {@link UsageError} where there is no repository, revision or git. */
export function revisionAt(cwd: string, name: string): Revision {
  if (name === "" || name.startsWith("-")) throw new UsageError(`--base needs a git revision, not ${JSON.stringify(name)}`);
  const prefix = git(cwd, ["rev-parse", "--show-prefix"], `--base needs a git repository, and ${cwd} is in none`).toString("utf8").trim();
  const commit = git(cwd, ["rev-parse", "--verify", "--quiet", `${name}^{commit}`], `there is no git revision ${name} (a shallow clone has only its last ones)`).toString("utf8").trim();
  return new GitRevision(cwd, prefix, commit);
}

class GitRevision implements Revision {
  readonly short: string;
  readonly files: FileSystem;
  readonly #cwd: string;
  readonly #prefix: string;
  readonly #commit: string;
  readonly #contents = new Map<string, Uint8Array>();
  #paths: ReadonlyMap<string, FileKind> | undefined;

  constructor(cwd: string, prefix: string, commit: string) {
    this.#cwd = cwd;
    this.#prefix = prefix;
    this.#commit = commit;
    this.short = commit.slice(0, 10);
    this.files = {
      cwd,
      read: (path) => this.#read(this.#pathOf(path)),
      kind: (path) => this.#kind(path),
      realPath: (path) => (this.#kind(path) === "missing" ? undefined : resolve(cwd, path)),
      find: async () => [],
      writeAtomically: () => ({ problem: "unwritable", message: "a git revision cannot be written" }),
    };
  }

  filesBelow(folder: string): readonly string[] {
    const below = this.#pathOf(folder);
    if (below === undefined) throw new UsageError(`${folder} is outside of the git repository`);
    const found: string[] = [];
    for (const [path, kind] of this.#list()) if (kind === "file" && (below === "" || path.startsWith(`${below}/`))) found.push(posix.relative(this.#prefix, path));
    return found;
  }

  prefetch(paths: Iterable<string>): void {
    const wanted = [...new Set(Array.from(paths, (path) => this.#pathOf(path)))].filter((path) => path !== undefined && this.#list().get(path) === "file" && !path.includes("\n"));
    if (wanted.length === 0) return;
    const output = git(this.#cwd, ["cat-file", "--batch"], "git cannot read the files of the revision", wanted.map((path) => `${this.#commit}:${path}\n`).join(""));
    let at = 0;
    for (const path of wanted) {
      const end = output.indexOf(10, at);
      const [, type, size] = output.toString("utf8", at, end).split(" ");
      at = end + 1;
      const length = Number(size);
      // `… missing` has neither type nor size.
      if (!Number.isInteger(length)) continue;
      if (path !== undefined && type === "blob") this.#contents.set(path, output.subarray(at, at + length));
      at += length + 1;
    }
  }

  #read(path: string | undefined): ReturnType<FileSystem["read"]> {
    if (path === undefined || this.#list().get(path) !== "file") return { problem: "missing", message: "there is no such file in the revision" };
    if (!this.#contents.has(path)) this.prefetch([posix.relative(this.#prefix, path)]);
    return this.#contents.get(path) ?? { problem: "unreadable", message: "git cannot read it" };
  }

  #kind(path: string): FileKind {
    const inside = this.#pathOf(path);
    return inside === "" ? "directory" : ((inside === undefined ? undefined : this.#list().get(inside)) ?? "missing");
  }

  /** Path from the root of the repository; `undefined` for what lies outside. */
  #pathOf(path: string): string | undefined {
    const fromHere = relative(this.#cwd, resolve(this.#cwd, path)).split(sep).join("/");
    const inside = posix.normalize(posix.join(this.#prefix, fromHere)).replace(/\/$/u, "");
    return inside === ".." || inside.startsWith("../") ? undefined : inside === "." ? "" : inside;
  }

  #list(): ReadonlyMap<string, FileKind> {
    return (this.#paths ??= kindsOf(git(this.#cwd, ["ls-tree", "-r", "-z", "--name-only", "--full-tree", this.#commit], "git cannot list the files of the revision").toString("utf8").split("\0")));
  }
}

function kindsOf(files: readonly string[]): ReadonlyMap<string, FileKind> {
  const kinds = new Map<string, FileKind>();
  for (const file of files) {
    if (file === "") continue;
    kinds.set(file, "file");
    for (let slash = file.lastIndexOf("/"); slash > 0; slash = file.lastIndexOf("/", slash - 1)) {
      const folder = file.slice(0, slash);
      if (kinds.has(folder)) break;
      kinds.set(folder, "directory");
    }
  }
  return kinds;
}

function git(cwd: string, args: readonly string[], problem: string, input = ""): Buffer {
  try {
    // A partial clone would fetch what it lacks: nothing here uses the network.
    return execFileSync("git", args, { cwd, input, maxBuffer: MAX_BUFFER, stdio: ["pipe", "pipe", "ignore"], env: { ...process.env, GIT_NO_LAZY_FETCH: "1", GIT_OPTIONAL_LOCKS: "0" } });
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new UsageError(isMissing ? "--base needs git, which is not installed" : problem);
  }
}
