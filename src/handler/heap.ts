import type { Span } from "../source/index.ts";
import { emptyTrie, joinTries, valueIn, withValue, type Trie } from "./trie.ts";
import { unionOf, unknownVal, UNDEFINED, type Check, type Class, type Site, type Val } from "./values.ts";

export interface Property {
  readonly value: Val;
  readonly presence: "present" | "maybe";
  /** The value is a function that is called when the property is read. */
  readonly isGetter?: boolean;
  /** Where key and value are written. */
  readonly site: Site;
  readonly valueSite: Site;
}

/** An object, array, instance or scope. Never changed: a write puts a new cell in its place. */
export interface Cell {
  readonly kind: "object" | "array" | "scope";
  readonly props: ReadonlyMap<string, Property>;
  /** Why there may be more properties than are listed; `undefined`: there are none. */
  readonly open: string | undefined;
  readonly site: Site;
  /** Items of an array. */
  readonly items: readonly Val[];
  /** The class of an instance. */
  readonly cls: Class | undefined;
  /** The enclosing scope. */
  readonly parent: number | undefined;
  /** A scope that `var` and Python's assignments define names in. */
  readonly isFunction: boolean;
  /** It was made while an error was handled. */
  readonly inCatch: boolean;
  /** Keys of one literal that differ only by case: each is sent. */
  readonly repeated: readonly { readonly key: string; readonly site: Site }[];
}

/**
 * What holds at one point of the program. Branches fork it and are merged again. A fork is a snapshot: what happens later, in the state it
 * was forked from, is not seen in it. A state that no path reaches is not live.
 */
export class State {
  #cells: Trie<Cell>;
  live = true;
  /** Tests that every path to this point has passed. */
  checks: readonly Check[];

  constructor(from?: State) {
    this.#cells = from ? from.#cells : emptyTrie();
    this.checks = from?.checks ?? [];
  }

  fork(): State {
    return new State(this);
  }

  get(id: number): Cell | undefined {
    return valueIn(this.#cells, id);
  }

  set(id: number, cell: Cell): void {
    this.#cells = withValue(this.#cells, id, cell);
  }

  /** Becomes what the branches hold in common. Only live ones count; with none of them left, this one ends too. */
  merge(branches: readonly State[]): void {
    const live = branches.filter((branch) => branch.live);
    const [first] = live;
    this.live = first !== undefined;
    if (first === undefined) return;
    this.checks = first.checks.filter((check) => live.every((branch) => branch.checks.includes(check)));
    this.#cells = live.map((branch) => branch.#cells).reduce((joined, cells) => joinTries(joined, cells, joinCells));
  }
}

function joinCells(a: Cell, b: Cell): Cell {
  const props = new Map<string, Property>();
  for (const key of new Set([...a.props.keys(), ...b.props.keys()])) {
    const [left, right] = [a.props.get(key), b.props.get(key)];
    if (left && right) {
      const presence = left.presence === "present" && right.presence === "present" ? "present" : "maybe";
      props.set(key, left === right ? left : { ...right, value: unionOf([left.value, right.value]), presence });
    } else {
      const only = left ?? right;
      if (only) props.set(key, a.kind === "scope" ? { ...only, value: unionOf([only.value, UNDEFINED]) } : { ...only, presence: "maybe" });
    }
  }
  const items = a.items.length === b.items.length ? a.items.map((item, index) => unionOf([item, b.items[index] ?? item])) : [];
  const open = a.open ?? b.open ?? (a.items.length === b.items.length ? undefined : "its items depend on a branch");
  return { ...b, props, items, open, repeated: [...new Set([...a.repeated, ...b.repeated])] };
}

/** What a new cell has besides its kind and place. */
export type NewCell = Omit<Partial<Cell>, "props"> & { readonly props?: Cell["props"] | undefined };

export function newCell(kind: Cell["kind"], site: Site, more: NewCell = {}): Cell {
  return { kind, site, open: undefined, items: [], cls: undefined, parent: undefined, isFunction: false, inCatch: false, repeated: [], ...more, props: more.props ?? new Map() };
}

export function siteOf(file: string, span: Span): Site {
  return { file, start: span.start, end: span.end };
}

/** The value of a property as a read sees it. */
export function propertyValue(cell: Cell, key: string): Val | undefined {
  const property = cell.props.get(key);
  if (property === undefined) return cell.open === undefined ? undefined : unknownVal(cell.open);
  if (property.presence === "present") return property.value;
  return unionOf([property.value, cell.open === undefined ? UNDEFINED : unknownVal(cell.open)]);
}
