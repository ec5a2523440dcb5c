#!/usr/bin/env node
import { fstatSync, writeSync } from "node:fs";
import { type FileSystem, nodeFileSystem } from "../source/file-system.ts";
import { main } from "./main.ts";

/** Writes all of it before the process ends. A reader that has gone away (`| head`) is no error of ours. */
function write(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EPIPE") return;
      // A pipe that is full: the other end reads on.
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array); // Without an encoding the stream yields buffers.
  return Buffer.concat(chunks);
}

/** `node:tty` brings streams and sockets, which a run whose output goes to a file, a pipe or a socket does without. */
function isTerminalAt(descriptor: 1 | 2): boolean {
  return fstatSync(descriptor).isCharacterDevice() && process.getBuiltinModule("node:tty").isatty(descriptor);
}

/** From here on a run is long enough for V8 to start optimizing; `node:v8` itself costs the small ones 4 ms. */
const MUCH_TO_READ = 65_536;

/**
 * V8 takes a function for hot after some 100 kB of bytecode and compiles it anew with all its optimizations. In a run that is over in a tenth of
 * a second that is half of the processor time, spent on code that has almost done its work; what runs for seconds still gets there. V8 reads
 * the number whenever it starts to count, so that it may change while the program runs. The flag is that of V8 11 (Node 20); later ones know it
 * no more, complain about it, and optimize in other ways.
 */
function optimizingLater(files: FileSystem): FileSystem {
  if (!process.versions.v8.startsWith("11.")) return files;
  let left = MUCH_TO_READ;
  const read: FileSystem["read"] = (path) => {
    const bytes = files.read(path);
    const before = left;
    if (bytes instanceof Uint8Array) left -= bytes.length;
    if (before > 0 && left <= 0) process.getBuiltinModule("node:v8").setFlagsFromString("--interrupt-budget=1000000");
    return bytes;
  };
  return { ...files, read };
}

const isTerminal = { stdout: isTerminalAt(1), stderr: isTerminalAt(2) };

// No `await` here: the bundle is CommonJS, which starts sooner.
void main(process.argv.slice(2), {
  fileSystem: optimizingLater(nodeFileSystem(process.cwd())),
  stdout: (text) => write(1, text),
  stderr: (text) => write(2, text),
  stdin: readStdin,
  isTerminal,
  env: process.env,
  now: () => performance.now(),
  columns: isTerminal.stdout ? process.stdout.columns : undefined,
}).then((code) => {
  // All is written. Left to itself, Node ends a collection that it began and takes the heap apart, piece by piece.
  process.exit(code);
});
