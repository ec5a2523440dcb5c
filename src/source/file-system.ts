import { closeSync, existsSync, fchmodSync, fchownSync, fsyncSync, lstatSync, openSync, readdirSync, readFileSync, realpathSync, renameSync, type Stats, statSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { findFiles } from "./find-files.ts";

/** Why a file cannot be read or written; `message` completes "cannot read x: …". */
export interface FileProblem {
  readonly problem: "missing" | "not-a-file" | "too-large" | "unreadable" | "unwritable" | "outside";
  readonly message: string;
}

export type FileKind = "file" | "directory" | "missing";

/** The disk, or what stands for it in a test. Paths may be relative to {@link cwd}; what is given back is absolute. */
export interface FileSystem {
  readonly cwd: string;
  /** The bytes of a regular file. Devices, pipes and folders are never opened. */
  read(path: string): Uint8Array | FileProblem;
  kind(path: string): FileKind;
  /** The path with every symbolic link followed; `undefined` where nothing stands there. */
  realPath(path: string): string | undefined;
  /**
   * The files below a folder that match one of the glob patterns, in order of code units, without those that git ignores
   * and without `node_modules`, `.git`, `.aws-sam`; `cdk.out` is always searched. Symbolic links are not followed.
   */
  find(directory: string, patterns: readonly string[]): Promise<readonly string[]>;
  /** Writes a file whole or not at all. A symbolic link stays one: what it points to is written. */
  writeAtomically(path: string, text: string): FileProblem | undefined;
}

/** Far above any template (CloudFormation takes 1 MB), below what a string can hold. */
const MAX_BYTES = 256 * 1024 * 1024;

export function nodeFileSystem(cwd: string): FileSystem {
  const at = (path: string): string => resolve(cwd, path);
  const kind = (path: string): FileKind => {
    const stat = statSync(at(path), { throwIfNoEntry: false });
    return stat?.isFile() ? "file" : stat?.isDirectory() ? "directory" : "missing";
  };
  return {
    cwd,
    read: (path) => readRegularFile(at(path)),
    kind: (path) => attempt(() => kind(path)) ?? "missing",
    // To ask first is cheaper than the exception that `realpathSync` makes of what is not there.
    realPath: (path) => (existsSync(at(path)) ? attempt(() => realpathSync(at(path))) : undefined),
    find: (directory, patterns) =>
      findFiles(
        { adapter: { readdirSync, lstatSync, statSync }, readText: (path) => attempt(() => readFileSync(path, "utf8")), exists: existsSync },
        at(directory),
        patterns,
      ),
    writeAtomically: (path, text) => writeFile(at(path), text),
  };
}

function readRegularFile(path: string): Uint8Array | FileProblem {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return { problem: "missing", message: "there is no such file" };
    if (!stat.isFile()) return { problem: "not-a-file", message: stat.isDirectory() ? "it is a folder" : "it is no regular file" };
    if (stat.size > MAX_BYTES) return { problem: "too-large", message: `it is larger than ${MAX_BYTES / 1024 / 1024} MB` };
    return readFileSync(path);
  } catch (error) {
    return { problem: "unreadable", message: reasonOf(error) };
  }
}

function writeFile(path: string, text: string): FileProblem | undefined {
  const target = attempt(() => realpathSync(path)) ?? path;
  const temporary = join(dirname(target), `.cors-lint-${crypto.randomUUID()}.tmp`);
  try {
    const stat = statSync(target, { throwIfNoEntry: false });
    // To put another file in its place takes no right to write to it.
    if (stat && (stat.mode & 0o222) === 0) return { problem: "unwritable", message: "it is read-only" };
    // `wx` refuses a file (or link) that someone else put there.
    const file = openSync(temporary, "wx", stat ? 0o600 : 0o666);
    try {
      writeFileSync(file, text);
      if (stat) handOver(file, stat);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
    return undefined;
  } catch (error) {
    attempt(() => unlinkSync(temporary));
    return { problem: "unwritable", message: reasonOf(error) };
  }
}

/** The rights to a file, whatever the umask, and its owner where someone may give that away. */
function handOver(file: number, { mode, uid, gid }: Stats): void {
  attempt(() => fchownSync(file, uid, gid));
  fchmodSync(file, mode & 0o7777);
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Node's errors carry the code, the path and the call; people want the middle: `EACCES: permission denied`. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/, [a-z]+ '.*$/su, "") : String(error);
}
