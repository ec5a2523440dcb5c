import type { Entry, ListNode, MapNode, Node, ScalarNode } from "./node.ts";
import { scalarNode } from "./node.ts";
import type { Place } from "./place.ts";
import type { RawNode } from "./raw.ts";
import { MAX_DEPTH } from "./raw.ts";

/** What nodes over parsed JSON ask of the text: number and order of keys are lost in `JSON.parse`. */
export interface JsonSource {
  readonly text: string;
  rawAt(path: readonly (string | number)[]): RawNode | undefined;
}

/** Nodes over what `JSON.parse` gave; children are made when someone asks for them. */
export function jsonNode(place: Place, data: unknown, source: JsonSource): Node {
  if (Array.isArray(data)) return new JsonList(place, data, source);
  if (typeof data === "object" && data !== null) return new JsonMap(place, data, source);
  if (typeof data === "number") return new JsonNumber(place, data, source);
  if (typeof data === "string" || typeof data === "boolean" || data === null) return scalarNode(place, data);
  throw new TypeError(`JSON has no ${typeof data}`);
}

/**
 * The parsed JSON behind a map or a list, for a look at many nodes without making them; `undefined` where there is none. Keys that look
 * like numbers come first in it, whatever their order in the text.
 */
export function plainBehind(node: Node): object | undefined {
  return node instanceof JsonMap || node instanceof JsonList ? node.plain : undefined;
}

/** Is the data nested deeper than {@link MAX_DEPTH}? */
export function isTooDeep(data: unknown, left = MAX_DEPTH): boolean {
  if (typeof data !== "object" || data === null) return false;
  if (left === 0) return true;
  // Data that `JSON.parse` made has no inherited keys.
  const children = data as Readonly<Record<string, unknown>>;
  for (const key in children) {
    const child = children[key];
    if (typeof child === "object" && child !== null && isTooDeep(child, left - 1)) return true;
  }
  return false;
}

class JsonNumber implements ScalarNode {
  readonly kind = "scalar";
  readonly value: number;
  readonly place: Place;
  readonly #source: JsonSource;

  constructor(place: Place, value: number, source: JsonSource) {
    this.place = place;
    this.value = value;
    this.#source = source;
  }

  /** The digits as written: `2.0` is a version as often as a number. */
  get text(): string {
    if (Number.isSafeInteger(this.value) && !hasUnusualNumbers(this.#source.text)) return String(this.value);
    const raw = this.#source.rawAt(this.place.path);
    return raw?.kind === "scalar" ? raw.text : String(this.value);
  }
}

let lastAsked: { readonly text: string; readonly answer: boolean } | undefined;

/** Is there a fraction or an exponent after a colon, comma or bracket? Without one, an integer's text is its value's. */
function hasUnusualNumbers(text: string): boolean {
  if (lastAsked?.text !== text) lastAsked = { text, answer: /[:,[]\s*-?[0-9]+(?:\.|[eE])|-0/u.test(text) };
  return lastAsked.answer;
}

class JsonList implements ListNode {
  readonly kind = "list";
  readonly place: Place;
  readonly #data: readonly unknown[];
  readonly #source: JsonSource;
  #items: readonly Node[] | undefined;

  constructor(place: Place, data: readonly unknown[], source: JsonSource) {
    this.place = place;
    this.#data = data;
    this.#source = source;
  }

  get plain(): object {
    return this.#data;
  }

  get items(): readonly Node[] {
    return (this.#items ??= this.#data.map((item, index) => jsonNode(this.place.child(index), item, this.#source)));
  }
}

class JsonEntry implements Entry {
  readonly key: string;
  readonly value: Node;

  constructor(key: string, value: Node) {
    this.key = key;
    this.value = value;
  }

  get keyPlace(): Place {
    return this.value.place.key;
  }
}

/** Up to here a list of entries is searched sooner than an index of them is made, and takes less memory. */
const FEW = 8;

class JsonMap implements MapNode {
  readonly kind = "map";
  readonly place: Place;
  private readonly data: object;
  private readonly source: JsonSource;
  private ordered: readonly string[] | undefined;
  /** Those that somebody asked for: few of most maps. */
  private readonly made: Entry[] = [];
  private index: Map<string, Entry> | undefined;

  constructor(place: Place, data: object, source: JsonSource) {
    this.place = place;
    this.data = data;
    this.source = source;
  }

  get plain(): object {
    return this.data;
  }

  get size(): number {
    return this.keys().length;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.data, key);
  }

  get(key: string): Node | undefined {
    return this.entry(key)?.value;
  }

  entry(key: string): Entry | undefined {
    const { made } = this;
    const known = this.index?.get(key);
    if (known) return known;
    for (let number = 0; number < made.length; number++) if (made[number]?.key === key) return made[number];
    if (!Object.hasOwn(this.data, key)) return undefined;
    // An object that `JSON.parse` made has string keys only, `__proto__` among them as an own property.
    const entry = new JsonEntry(key, jsonNode(this.place.child(key), (this.data as Readonly<Record<string, unknown>>)[key], this.source));
    // The index holds none of the first few.
    if (made.length < FEW) made.push(entry);
    else (this.index ??= new Map()).set(key, entry);
    return entry;
  }

  keys(): readonly string[] {
    return (this.ordered ??= this.orderedKeys());
  }

  entries(): readonly Entry[] {
    return this.keys().flatMap((key) => this.entry(key) ?? []);
  }

  /** Objects put keys such as `200` first; where there is one, the order is read from the text. */
  private orderedKeys(): readonly string[] {
    const keys = Object.keys(this.data);
    if (keys.length < 2 || !/^[0-9]/u.test(keys[0] ?? "")) return keys;
    const raw = this.source.rawAt(this.place.path);
    if (raw?.kind !== "map") return keys;
    return [...new Set(raw.pairs.map(({ key }) => (key.kind === "scalar" ? key.text : "")))];
  }
}
