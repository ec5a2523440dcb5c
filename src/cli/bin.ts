#!/usr/bin/env node
import { fstatSync, writeSync } from "node:fs";
import { type FileSystem, nodeFileSystem } from "../source/file-system.ts";
import { CompileCache } from "./compile-cache.ts";
import { main } from "./main.ts";
import type { Message, Task } from "./parallel/work.ts";

/** UTF-16 units that are encoded at once. */
const PIECE = 1_000_000;

/** Writes all of it before the process ends. */
function write(descriptor: 1 | 2, text: string): void {
  for (let start = 0; start < text.length; ) {
    let end = start + PIECE;
    // Between the halves of a character there is nothing to encode.
    if (/[\ud800-\udbff]/.test(text.charAt(end - 1))) end++;
    writeBytes(descriptor, Buffer.from(text.slice(start, end), "utf8"));
    start = end;
  }
}

/** A reader that has gone away (`| head`) is no error of ours. */
function writeBytes(descriptor: 1 | 2, bytes: Buffer): void {
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

/** Node 20's. Later ones know the flag no more, complain about it, and optimize in other ways. */
const KNOWS_BUDGET = process.versions.v8.startsWith("11.");
const BUDGET = { usual: 67_584, later: 1_000_000 };

/**
 * V8 takes a function for hot after some 100 kB of bytecode and compiles it anew with all its optimizations. In a run that is over in a tenth of
 * a second that is half of the processor time, spent on code that has almost done its work; what runs for seconds still gets there. V8 reads
 * the number whenever it starts to count, so that it may change while the program runs.
 */
function setBudget(bytes: number): void {
  if (KNOWS_BUDGET) process.getBuiltinModule("node:v8").setFlagsFromString(`--interrupt-budget=${bytes}`);
}

/** From here on the heap is held close to what lives. V8 lets it grow to three times that, which is sooner done, and nothing to a run of thousands of templates. */
const VERY_MUCH_TO_READ = 8_000_000;
const HEAP_GROWTH = "--heap-growing-percent=20";

let bytesRead = 0;
let isLater = false;
/** Threads that have not yet loaded their code, which V8 takes from what was kept only under the flags that it was made under. */
let threadsLoading = 0;

/** The file system, which counts what was read of it. */
function counting(files: FileSystem): FileSystem {
  const read: FileSystem["read"] = (path) => {
    const bytes = files.read(path);
    const before = bytesRead;
    if (bytes instanceof Uint8Array) bytesRead += bytes.length;
    if (!isLater && threadsLoading === 0 && bytesRead >= MUCH_TO_READ) {
      isLater = true;
      setBudget(BUDGET.later);
    }
    if (before < VERY_MUCH_TO_READ && bytesRead >= VERY_MUCH_TO_READ) process.getBuiltinModule("node:v8").setFlagsFromString(HEAP_GROWTH);
    return bytes;
  };
  return { ...files, read };
}

const fileSystem = counting(nodeFileSystem(process.cwd()));
const compileCache = CompileCache.of(import.meta.dirname, process.env);
/** Set for the threads of a run: to ask `node:worker_threads` itself costs each run a millisecond. */
const THREAD = "CORS_LINT_THREAD";

function startThread(task: Task, hear: (message: Message) => void): Promise<void> {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  let isLoading = true;
  const loaded = (): void => {
    if (isLoading) threadsLoading--;
    isLoading = false;
  };
  threadsLoading++;
  return new Promise((end) => {
    const worker = new Worker(import.meta.filename, { workerData: task, env: { ...process.env, [THREAD]: "1" } });
    worker.on("message", (message: Message) => {
      loaded();
      hear(message);
    });
    // What it has not done the run does itself, and meets the same defect there if it is one.
    worker.on("error", () => {});
    worker.on("exit", () => {
      loaded();
      end();
    });
  });
}

function run(): void {
  const isTerminal = { stdout: isTerminalAt(1), stderr: isTerminalAt(2) };
  // No `await` here: the bundle is CommonJS, which starts sooner.
  void main(process.argv.slice(2), {
    fileSystem,
    stdout: (text) => write(1, text),
    stderr: (text) => write(2, text),
    stdin: readStdin,
    isTerminal,
    env: process.env,
    startThread,
    now: () => performance.now(),
    columns: isTerminal.stdout ? process.stdout.columns : undefined,
  }).then((code) => {
    if (compileCache?.isDue()) {
      // V8 takes back only what was made under the flags that it starts with.
      if (isLater) setBudget(BUDGET.usual);
      if (bytesRead >= VERY_MUCH_TO_READ) process.getBuiltinModule("node:v8").setFlagsFromString("--heap-growing-percent=0");
      compileCache.save();
    }
    // All is written. Left to itself, Node ends a collection that it began and takes the heap apart, piece by piece.
    process.exit(code);
  });
}

const threads = process.env[THREAD] === undefined ? undefined : process.getBuiltinModule("node:worker_threads");
if (threads?.parentPort) {
  const { parentPort, workerData } = threads;
  // It is this file that started the thread, and said what it is to do.
  void import("./parallel/work.ts").then(({ work }) => work(workerData as Task, parentPort, nodeFileSystem(process.cwd())));
} else run();
