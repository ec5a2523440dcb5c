/** Bytes read from which on a run is long enough for V8 to start optimizing; `node:v8` itself costs the small ones 4 ms. */
const MUCH = 65_536;

/**
 * V8 takes a function for hot after some 70 kB of bytecode and compiles it anew with all its optimizations. In a run that is over in a tenth of
 * a second that is half of the processor time, spent on code that has almost done its work; what runs for seconds still gets there. V8 reads
 * the number whenever it starts to count, so that it may change while the program runs. The flag is Node 20's. Later ones know it no more,
 * complain about it, and optimize in other ways.
 */
const BUDGET = { usual: "--interrupt-budget=67584", later: "--interrupt-budget=1000000" };
const KNOWS_BUDGET = process.versions.v8.startsWith("11.");

/**
 * Bytes read, or files expected, from which on the heap is held close to what lives. V8 lets it grow to three times that, which is sooner done, and nothing to a run of
 * thousands of templates. How far it may grow it decides after each full collection: told late, it goes on to 250 MB first.
 */
const VERY_MUCH = { bytes: 8_000_000, files: 500 };
const GROWTH = { usual: "--heap-growing-percent=0", slow: "--heap-growing-percent=20" };

/** What V8 is told of a run, by how much it has read. */
export class V8Settings {
  #bytesRead = 0;
  #filesExpected = 0;
  #optimizesLater = false;
  #growsSlowly = false;
  #threadsLoading = 0;

  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** So many files will be read. */
  expect(files: number): void {
    this.#filesExpected = files;
    this.#adapt();
  }

  /** So many bytes more were read. */
  read(bytes: number): void {
    this.#bytesRead += bytes;
    this.#adapt();
  }

  /** A thread loads its code, which V8 takes from what was kept only under the flags that it was made under: they stay until it has. */
  threadLoads(): () => void {
    this.#threadsLoading++;
    let isLoading = true;
    return () => {
      if (isLoading) this.#threadsLoading--;
      isLoading = false;
    };
  }

  /** Under the flags that V8 starts with: what was kept under others it does not take back. */
  asAtStart<Made>(make: () => Made): Made {
    if (this.#optimizesLater) set(BUDGET.usual);
    if (this.#growsSlowly) set(GROWTH.usual);
    try {
      return make();
    } finally {
      if (this.#optimizesLater) set(BUDGET.later);
      if (this.#growsSlowly) set(GROWTH.slow);
    }
  }

  #adapt(): void {
    if (this.#threadsLoading > 0) return;
    if (KNOWS_BUDGET && !this.#optimizesLater && this.#bytesRead >= MUCH) {
      this.#optimizesLater = true;
      set(BUDGET.later);
    }
    if (!this.#growsSlowly && (this.#bytesRead >= VERY_MUCH.bytes || this.#filesExpected > VERY_MUCH.files)) {
      this.#growsSlowly = true;
      set(GROWTH.slow);
    }
  }
}

function set(flag: string): void {
  process.getBuiltinModule("node:v8").setFlagsFromString(flag);
}
