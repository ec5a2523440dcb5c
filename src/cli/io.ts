import type { FileSystem } from "../source/file-system.ts";
import type { Message, Task } from "./parallel/work.ts";

/** Everything that a run of the command sees of the world. Tests hand in their own. */
export interface Io {
  readonly fileSystem: FileSystem;
  stdout(text: string): void;
  stderr(text: string): void;
  stdin(): Promise<Uint8Array>;
  readonly isTerminal: { readonly stdout: boolean; readonly stderr: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Width of the terminal behind stdout, if it is one. */
  readonly columns: number | undefined;
  /** Hears how many files a run is about to read. */
  readonly expect?: (files: number) => void;
  /** Starts a thread that works on a task; it says what comes of it until the promise is fulfilled, whether it did all of it or failed. */
  readonly startThread?: (task: Task, hear: (message: Message) => void) => Promise<void>;
}

/** What the process returns. */
export const EXIT = { clean: 0, findings: 1, usage: 2, noTemplate: 3 } as const;

/** What the user asked for cannot be done as asked: said on stderr, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
