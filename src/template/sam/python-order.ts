/** A slot whose key was taken out, which still counts when the table grows. */
const TAKEN_OUT = null;

/**
 * The keys of a dictionary of Python 2.7, in whose order SAM still works, so that ids of deployments stay what they were: it decides which of
 * `/users` and `/users/` gets the preflight, and which of two mistakes is reported. The order is that of the slots of a hash table, and
 * hangs on how it came about: on what was put in after what, and on each copy (CPython 2.7, Objects/dictobject.c).
 */
export class PythonKeys {
  #slots: (string | typeof TAKEN_OUT | undefined)[] = new Array<undefined>(8).fill(undefined);
  #size = 0;
  #used = 0;
  /** A body with 300 events is copied 300 times, which asks for the hash of each key 300 times. */
  readonly #hashes: Map<string, readonly [high: number, low: number]>;

  constructor(hashes = new Map<string, readonly [high: number, low: number]>()) {
    this.#hashes = hashes;
  }

  /** The keys of a dictionary that they are put into one after the other. */
  static of(keys: Iterable<string>): PythonKeys {
    const table = new PythonKeys();
    for (const key of keys) table.add(key);
    return table;
  }

  get size(): number {
    return this.#size;
  }

  add(key: string): void {
    const slot = this.#slotOf(key);
    const there = this.#slots[slot];
    if (there === key) return;
    this.#slots[slot] = key;
    this.#size += 1;
    if (there === undefined) this.#used += 1;
    if (this.#used * 3 >= this.#slots.length * 2) this.#resize(this.#size * (this.#size > 50_000 ? 2 : 4));
  }

  /** Puts in the keys of another dictionary (`update`), for which Python makes room first. */
  merge(keys: readonly string[]): void {
    if (keys.length > 0 && (this.#used + keys.length) * 3 >= this.#slots.length * 2) this.#resize((this.#size + keys.length) * 2);
    for (const key of keys) this.add(key);
  }

  remove(key: string): void {
    const slot = this.#slotOf(key);
    if (this.#slots[slot] !== key) return;
    this.#slots[slot] = TAKEN_OUT;
    this.#size -= 1;
  }

  copy(): PythonKeys {
    const copy = new PythonKeys(this.#hashes);
    for (const key of this.keys()) copy.add(key);
    return copy;
  }

  keys(): string[] {
    const keys: string[] = [];
    for (const key of this.#slots) if (typeof key === "string") keys.push(key);
    return keys;
  }

  #slotOf(key: string): number {
    const mask = this.#slots.length - 1;
    let hash = this.#hashes.get(key);
    if (!hash) this.#hashes.set(key, (hash = hashOf(key)));
    let [high, low] = hash;
    let walker = low & mask;
    let slot = walker;
    let free: number | undefined;
    while (this.#slots[slot] !== undefined && this.#slots[slot] !== key) {
      if (this.#slots[slot] === TAKEN_OUT) free ??= slot;
      walker = (Math.imul(walker, 5) + low + 1) >>> 0;
      slot = walker & mask;
      low = ((low >>> 5) | (high << 27)) >>> 0;
      high >>>= 5;
    }
    return this.#slots[slot] === key ? slot : (free ?? slot);
  }

  #resize(least: number): void {
    const keys = this.keys();
    let length = 8;
    while (length <= least) length *= 2;
    this.#slots = new Array<undefined>(length).fill(undefined);
    this.#used = this.#size;
    for (const key of keys) this.#slots[this.#slotOf(key)] = key;
  }
}

/** The 64 bits of Python 2.7's hash of a text, as two halves. */
function hashOf(text: string): readonly [high: number, low: number] {
  const first = text.codePointAt(0);
  if (first === undefined) return [0, 0];
  let low = (first << 7) >>> 0;
  let high = 0;
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const point = text.codePointAt(at) ?? 0;
    // Two units of UTF-16 are one of Python's letters.
    if (point > 0xffff) at++;
    const product = low * 1000003;
    high = (Math.imul(high, 1000003) + Math.floor(product / 2 ** 32)) >>> 0;
    low = ((product % 2 ** 32) ^ point) >>> 0;
    length++;
  }
  return [high, (low ^ length) >>> 0];
}
