import { resolve } from "node:path";
import { decode } from "../source/decode.ts";
import type { FileProblem, FileSystem } from "../source/file-system.ts";
import { UsageError } from "./io.ts";

const BYTE_ORDER_MARK = "\uFEFF";

/** A file that was changed, before it is written. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** A file system whose files can be changed without being written, until {@link Overlay.write} writes each of them whole. */
export class Overlay implements FileSystem {
  readonly cwd: string;
  readonly kind: FileSystem["kind"];
  readonly realPath: FileSystem["realPath"];
  readonly find: FileSystem["find"];
  readonly writeAtomically: FileSystem["writeAtomically"];
  readonly #files: FileSystem;
  readonly #texts = new Map<string, { readonly original: Uint8Array; readonly text: string }>();

  constructor(files: FileSystem) {
    this.#files = files;
    this.cwd = files.cwd;
    this.kind = (path) => files.kind(path);
    this.realPath = (path) => files.realPath(path);
    this.find = (directory, patterns) => files.find(directory, patterns);
    this.writeAtomically = (path, text) => files.writeAtomically(path, text);
  }

  read(path: string): Uint8Array | FileProblem {
    const changed = this.#texts.size > 0 ? this.#texts.get(this.#fileAt(path)) : undefined;
    return changed ? bytesOf(changed.original, changed.text) : this.#files.read(path);
  }

  /** Why the file cannot be given another text; `undefined` where it can. */
  refusal(path: string): string | undefined {
    const bytes = this.#files.read(path);
    if (!(bytes instanceof Uint8Array)) return bytes.message;
    const { text } = decode(bytes);
    return equal(bytesOf(bytes, text), bytes) ? undefined : "its encoding would change: it is not UTF-8";
  }

  /** Gives the file another text, and returns what puts the old one back. */
  change(path: string, text: string): () => void {
    const absolute = this.#fileAt(path);
    const earlier = this.#texts.get(absolute);
    const original = earlier?.original ?? this.#files.read(absolute);
    if (!(original instanceof Uint8Array)) throw new UsageError(`cannot read ${path}: ${original.message}`);
    this.#texts.set(absolute, { original, text });
    return () => {
      if (earlier) this.#texts.set(absolute, earlier);
      else this.#texts.delete(absolute);
    };
  }

  /** A file has one text, whatever links lead to it. */
  #fileAt(path: string): string {
    return this.#files.realPath(path) ?? resolve(this.cwd, path);
  }

  get changed(): readonly ChangedFile[] {
    return [...this.#texts].map(([path, { original, text }]) => ({ path, before: decode(original).text, after: text })).filter(({ before, after }) => before !== after);
  }

  /** Writes each changed file whole; returns what could not be written, with the reason. */
  write(): readonly { readonly path: string; readonly message: string }[] {
    return this.changed.flatMap(({ path, after }) => {
      const original = this.#texts.get(path)?.original;
      const now = this.#files.read(path);
      // Someone saved it in the meantime: theirs is the newer work.
      if (!original || !(now instanceof Uint8Array) || !equal(now, original)) return [{ path, message: "it was changed in the meantime" }];
      const problem = this.#files.writeAtomically(path, `${hasMark(original) ? BYTE_ORDER_MARK : ""}${after}`);
      return problem ? [{ path, message: problem.message }] : [];
    });
  }
}

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function bytesOf(original: Uint8Array, text: string): Uint8Array {
  return new TextEncoder().encode(`${hasMark(original) ? BYTE_ORDER_MARK : ""}${text}`);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
