import type { MessagePort } from "node:worker_threads";
import { packed, type PackedResult } from "../../linter/packed.ts";
import type { FileSystem } from "../../source/file-system.ts";
import { setupFrom } from "../lint.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** What a thread is told. */
export interface Task {
  readonly argv: readonly string[];
  /** A template of an assembly is not among them: what is known of its stack has methods, which cannot be handed to another thread. */
  readonly inputs: readonly ({ readonly name: string; readonly path: string; readonly named: boolean } | undefined)[];
  /** One number: the index of the next file that no thread has taken. */
  readonly next: Int32Array;
}

/** What it says: that it has loaded what it needs, and then what came of files, by index. */
export type Message = "loaded" | readonly (readonly [index: number, outcome: Outcome<PackedResult>])[];

/** Files that a thread takes at once. */
const AT_ONCE = 4;

/** What is left, some at once and each with its index, until no thread finds any. */
export function* taken<Item>(items: readonly Item[], next: Int32Array): Generator<readonly (readonly [index: number, item: Item])[]> {
  for (let start = Atomics.add(next, 0, AT_ONCE); start < items.length; start = Atomics.add(next, 0, AT_ONCE)) {
    yield items.slice(start, start + AT_ONCE).map((item, offset) => [start + offset, item] as const);
  }
}

/** The work of one thread: files, until none is left. */
export async function work({ argv, inputs, next }: Task, port: Pick<MessagePort, "postMessage">, fileSystem: FileSystem): Promise<void> {
  const say = (message: Message): void => port.postMessage(message);
  const { setup } = await setupFrom(argv, { fileSystem });
  say("loaded");
  for (const batch of taken(inputs, next)) {
    const outcomes: (readonly [number, Outcome<PackedResult>])[] = [];
    for (const [index, input] of batch) {
      const outcome = input && await outcomeOf({ ...input, read: () => fileSystem.read(input.path) }, setup, { fileSystem });
      if (outcome) outcomes.push([index, outcome.kind === "judged" ? { ...outcome, result: packed(outcome.result, input?.name) } : outcome]);
    }
    say(outcomes);
  }
}
