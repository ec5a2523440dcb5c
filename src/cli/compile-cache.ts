import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { Script } from "node:vm";
import type { V8Settings } from "./v8-settings.ts";

/** The bundler writes a digest of all files of the bundle here. Elsewhere there is no bundle, and nothing is kept. */
const BUILD = /^[\da-f]{16}$/u.exec("__BUILD_DIGEST__")?.[0];

/** Runs after which what is common has been called. */
const EARLY = 8;

/** Bytes; a run that reads more takes seconds. */
const SHORT = 1_000_000;

/** UTF-16 units: more is told where something was found. */
const A_LINE = 200;

interface Compiled {
  readonly script: Script;
  /** Where it is kept, and how many bytes of it V8 took back: none where nothing was there, or V8 refused it. */
  readonly path: string;
  readonly length: number;
}

/**
 * Keeps what V8 makes of the bundle's files from one run to the next: to parse and compile them is a third of a short run. `module.enableCompileCache`
 * is not in Node 20, and spares half as much in later ones. As there, `NODE_DISABLE_COMPILE_CACHE=1` turns it off and `NODE_COMPILE_CACHE` names
 * another folder (https://nodejs.org/api/module.html#module-compile-cache). The folder is one in the bundle's own, so that whoever can write there
 * could change the code as well; where nobody can, nothing is kept and nothing is said.
 *
 * V8 itself refuses what another version or other flags made; of the source it knows only the length, which is why the build is in the folder's name.
 */
export class CompileCache {
  readonly #compiled: Compiled[] = [];
  /** What kind of run this is: what it reads, and whether it has findings to tell. */
  readonly #traits = new Set<string>();
  readonly #folder: string;
  readonly #v8: Pick<V8Settings, "asAtStart">;

  private constructor(bundle: string, folder: string, v8: Pick<V8Settings, "asAtStart">) {
    this.#folder = folder;
    this.#v8 = v8;
    const { extensions } = createRequire(join(bundle, "any.cjs"));
    const load = extensions[".js"];
    extensions[".cjs"] = (module, path) => (dirname(path) === bundle ? this.#load(module, path) : load(module, path));
  }

  /** For the files of `bundle` that are loaded from now on. */
  static of(bundle: string, env: NodeJS.ProcessEnv, v8: Pick<V8Settings, "asAtStart">): CompileCache | undefined {
    if (BUILD === undefined || env["NODE_DISABLE_COMPILE_CACHE"] === "1") return undefined;
    return new CompileCache(bundle, join(env["NODE_COMPILE_CACHE"] || join(bundle, ".cache"), `cors-lint-${BUILD}-${process.version}-${process.arch}`), v8);
  }

  #load(module: NodeJS.Module, path: string): void {
    const kept = join(this.#folder, basename(path));
    const cachedData = keptAt(kept);
    const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, "latin1")}\n})`;
    const script = this.#v8.asAtStart(() => new Script(source, { filename: path, ...(cachedData && { cachedData }) }));
    this.#compiled.push({ script, path: kept, length: script.cachedDataRejected === false ? (cachedData?.length ?? 0) : 0 });
    script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path));
  }

  /** A file was read. */
  reads(path: string): void {
    this.#traits.add(extname(path));
  }

  /** So much was told. */
  tells(length: number): void {
    if (length > A_LINE) this.#traits.add("tells");
  }

  /**
   * Counts this run, and whether what it compiled is to be kept. Functions are compiled when they are first called, and other runs call others: it is kept anew after the
   * second run, the fourth, the eighth, and after one that was of another kind than all before. Not after a long one: it gains nothing by it, and calls so much that to take
   * it back would cost the short ones more than they gain.
   */
  isDue(bytesRead: number): boolean {
    if (this.#compiled.length === 0 || bytesRead > SHORT) return false;
    const [count = "", ...known] = contentOf(join(this.#folder, "runs"))?.toString().split(" ") ?? [];
    const runs = (Number(count) || 0) + 1;
    const fresh = [...this.#traits].filter((trait) => !known.includes(trait));
    if (!this.#isCounted(runs, [...known, ...fresh])) return false;
    return (runs <= EARLY && (runs & (runs - 1)) === 0) || fresh.length > 0 || this.#compiled.some(({ length }) => length === 0);
  }

  /** Whether it could be written. A folder that is not ours to write to is no error. */
  #isCounted(runs: number, traits: readonly string[]): boolean {
    try {
      if (runs === 1) mkdirSync(this.#folder, { recursive: true });
      writeFileSync(join(this.#folder, "runs"), [runs, ...traits].join(" "));
      return true;
    } catch {
      return false;
    }
  }

  save(): void {
    for (const { script, path, length } of this.#compiled) {
      const data = this.#v8.asAtStart(() => script.createCachedData());
      // Less than there was: V8 drops the code of functions that a long run no longer calls.
      if (data.length > length) keep(path, data);
    }
  }
}

/** At the end of what is kept: a sum over it, since V8 looks at its length alone. */
const TRAILER = 8;

/** Whole or not at all: other runs read it meanwhile. */
function keep(path: string, data: Buffer): void {
  const unfinished = `${path}.${process.pid}`;
  try {
    const trailer = Buffer.alloc(TRAILER);
    trailer.writeUInt32LE(sumOf(data));
    writeFileSync(unfinished, Buffer.concat([data, trailer]));
    renameSync(unfinished, path);
  } catch {
    // The next run compiles again, as this one did.
  }
}

function keptAt(path: string): Buffer | undefined {
  const content = contentOf(path);
  if (content === undefined || content.length <= TRAILER) return undefined;
  const data = content.subarray(0, -TRAILER);
  return content.readUInt32LE(data.length) === sumOf(data) ? data : undefined;
}

/** In each page of 4 kB that a crash of the machine left unwritten there are sixteen of these. */
const STEP = 256;

function sumOf({ buffer, byteOffset, length }: Buffer): number {
  const view = new DataView(buffer, byteOffset, length);
  let sum = length;
  for (let offset = 0; offset + 4 <= length; offset += STEP) sum = (Math.imul(sum, 31) + view.getUint32(offset, true)) | 0;
  return sum >>> 0;
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
