import { fstatSync, statSync, writeSync } from "node:fs";

/** UTF-16 units that are encoded at once. */
const PIECE = 1_000_000;

/** Writes all of it before the process ends, to standard output (1) or standard error (2). */
export function write(descriptor: 1 | 2, text: string): void {
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

/** All that standard input holds. */
export async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array); // Without an encoding the stream yields buffers.
  return Buffer.concat(chunks);
}

/** `node:tty` brings streams and sockets, which a run whose output goes to a file, a pipe, a socket or nowhere does without. */
export function isTerminalAt(descriptor: 1 | 2): boolean {
  const to = fstatSync(descriptor);
  return to.isCharacterDevice() && to.rdev !== nowhere() && process.getBuiltinModule("node:tty").isatty(descriptor);
}

function nowhere(): number | undefined {
  return process.platform === "win32" ? undefined : statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
}
