#!/usr/bin/env node
import { type FileSystem, nodeFileSystem } from "../source/file-system.ts";
import { CompileCache } from "./compile-cache.ts";
import { main } from "./main.ts";
import type { Message, Task } from "./parallel/work.ts";
import { isTerminalAt, readStdin, write } from "./standard-streams.ts";
import { V8Settings } from "./v8-settings.ts";

const v8 = new V8Settings();
const compileCache = CompileCache.of(import.meta.dirname, process.env, v8);

/** Set for the threads of a run: to ask `node:worker_threads` itself costs each run a millisecond. */
const THREAD = "CORS_LINT_THREAD";

function startThread(task: Task, hear: (message: Message) => void): Promise<void> {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const loaded = v8.threadLoads();
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

/** The file system; what is read of it decides what V8 is told, and what is kept. */
function observed(files: FileSystem): FileSystem {
  const read: FileSystem["read"] = (path) => {
    const bytes = files.read(path);
    if (bytes instanceof Uint8Array) {
      v8.read(bytes.length);
      compileCache?.reads(path);
    }
    return bytes;
  };
  return { ...files, read };
}

function run(): void {
  const isTerminal = { stdout: isTerminalAt(1), stderr: isTerminalAt(2) };
  // No `await` here: the bundle is CommonJS, which starts sooner.
  void main(process.argv.slice(2), {
    fileSystem: observed(nodeFileSystem(process.cwd())),
    stdout: (text) => {
      compileCache?.tells(text.length);
      write(1, text);
    },
    stderr: (text) => write(2, text),
    stdin: readStdin,
    isTerminal,
    env: process.env,
    startThread,
    expect: (files) => v8.expect(files),
    // `performance` is half a millisecond to load.
    now: () => Number(process.hrtime.bigint()) / 1e6,
    // A terminal whose size nobody set has 0.
    columns: isTerminal.stdout && process.stdout.columns > 0 ? process.stdout.columns : undefined,
  }).then((code) => {
    if (compileCache?.isDue(v8.bytesRead)) compileCache.save();
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
