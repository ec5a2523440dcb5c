import type { MessagePort } from "node:worker_threads";
import { packed, type PackedResult } from "../../linter/packed.ts";
import type { FileSystem } from "../../source/file-system.ts";
import type { Io } from "../io.ts";
import { setupFrom } from "../lint.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** What a thread is told. */
export interface Task {
  readonly argv: readonly string[];
  /** A template of an assembly is not among them: what is known of its stack has methods, which cannot be handed to another thread. */
  readonly inputs: readonly ({ readonly name: string; readonly path: string; readonly named: boolean } | undefined)[];
  /** One number: the index of the next file that no thread has taken. */
  readonly next: Int32Array;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What it says: that it has loaded what it needs, and then what came of files, by index. */
export type Message = "loaded" | readonly (readonly [index: number, outcome: Outcome<PackedResult>])[];

/** Files that a thread takes at once. */
export const AT_ONCE = 4;

/** The work of one thread: files, until none is left. */
export async function work({ argv, inputs, next, env }: Task, port: Pick<MessagePort, "postMessage">, fileSystem: FileSystem): Promise<void> {
  const say = (message: Message): void => port.postMessage(message);
  const io: Io = { fileSystem, stdout: () => {}, stderr: () => {}, stdin: async () => new Uint8Array(), isTerminal: { stdout: false, stderr: false }, env, now: () => 0, columns: undefined };
  const { setup } = await setupFrom(argv, io);
  say("loaded");
  for (let start = Atomics.add(next, 0, AT_ONCE); start < inputs.length; start = Atomics.add(next, 0, AT_ONCE)) {
    const outcomes: (readonly [number, Outcome<PackedResult>])[] = [];
    for (const [offset, input] of inputs.slice(start, start + AT_ONCE).entries()) {
      const outcome = input && await outcomeOf({ ...input, read: () => fileSystem.read(input.path) }, setup, io);
      if (outcome) outcomes.push([start + offset, outcome.kind === "judged" ? { ...outcome, result: packed(outcome.result, input?.name) } : outcome]);
    }
    say(outcomes);
  }
}
