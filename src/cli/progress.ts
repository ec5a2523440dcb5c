import type { Io } from "./io.ts";

const PATIENCE = 1000;
const PAUSE = 100;

/** Says on a terminal how far a run is that takes longer than a second; elsewhere it stays silent. */
export class Progress {
  readonly #io: Io;
  readonly #total: number;
  readonly #start: number;
  #last = 0;
  #shown = false;

  constructor(io: Io, total: number) {
    this.#io = io;
    this.#total = total;
    this.#start = io.now();
  }

  at(index: number, name: string): void {
    if (!this.#io.isTerminal.stderr) return;
    const now = this.#io.now();
    if (now - this.#start < PATIENCE || now - this.#last < PAUSE) return;
    this.#last = now;
    this.#shown = true;
    this.#io.stderr(`\r\u001b[K${index + 1} of ${this.#total}: ${name.slice(-50)}`);
  }

  /** Takes the line away again. */
  end(): void {
    if (this.#shown) this.#io.stderr("\r\u001b[K");
  }
}
