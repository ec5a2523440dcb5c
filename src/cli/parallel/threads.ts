import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { unpacked } from "../../linter/packed.ts";
import { textAgain } from "../../source/index.ts";
import { settlePlaces } from "../../linter/settle-places.ts";
import type { Input } from "../inputs.ts";
import type { Io } from "../io.ts";
import type { Progress } from "../progress.ts";
import { type Outcome, outcomeOf, type Setup } from "./outcome.ts";
import { type Message, taken, type Task } from "./work.ts";

/** Files that make up for the start of a thread. */
const WORTH_A_THREAD = 50;
/** More of them wait for each other's memory. */
const MAX_THREADS = 8;

/**
 * How many threads look at so many files, the one that asks among them. `asked`: what the user wants, if anything; else half of what the machine runs at once. V8 collects and
 * optimizes on threads of its own, and two processors are often two halves of one: there a second thread was a tenth quicker and took twice the memory.
 */
export function threadsFor(files: number, asked: number | undefined): number {
  return Math.min(asked ?? Math.min(availableParallelism() >> 1 || 1, MAX_THREADS), Math.max(1, Math.floor(files / WORTH_A_THREAD)));
}

/**
 * What came of each file that any thread can judge by itself, by index; what is missing is for the run as a whole. A thread that cannot be
 * started, or ends before its time, leaves its files to the run.
 */
export async function outcomesOf(inputs: readonly Input[], argv: readonly string[], threads: number, setup: Setup, settles: boolean, progress: Progress, io: Io): Promise<ReadonlyMap<number, Outcome>> {
  const outcomes = new Map<number, Outcome>();
  const next = new Int32Array(new SharedArrayBuffer(4));
  const task: Task = { argv, inputs: inputs.map(({ name, path, named, stack }) => (path === undefined || stack ? undefined : { name, path, named })), next };
  const take = (message: Message): void => {
    for (const [index, outcome] of message === "loaded" ? [] : message) outcomes.set(index, outcome.kind === "judged" ? { ...outcome, result: unpacked(outcome.result, (length) => textAgain(() => inputs[index]?.read() ?? { message: "" }, length)) } : outcome);
  };
  // One that fails is not waited for: the run looks at what it left.
  const others = Array.from({ length: threads - 1 }, async () => io.startThread?.(task, take)).map((other) => other.catch(() => {}));
  for (const batch of taken(inputs, next)) {
    for (const [index, input] of batch) {
      progress.at(index, input.name);
      const outcome = await outcomeOf(input, setup, io);
      if (outcome === undefined) continue;
      if (settles && outcome.kind === "judged") settlePlaces(outcome.result, input);
      outcomes.set(index, outcome);
    }
    // What the others say is heard meanwhile, and need not be kept.
    await setImmediate();
  }
  await Promise.all(others);
  return outcomes;
}
