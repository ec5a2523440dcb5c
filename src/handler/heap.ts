import type { Span } from "../source/index.ts";
import { unionOf, unknownVal, UNDEFINED, type Check, type Class, type Site, type Val } from "./values.ts";

export interface Property {
  readonly value: Val;
  readonly presence: "present" | "maybe";
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
 * What holds at one point of the program. Branches fork it and are merged again; a fork only stores what it changed. A state that no
 * path reaches is not live.
 */
export class State {
  readonly #parent: State | undefined;
  readonly #cells = new Map<number, Cell>();
  live = true;
  /** Tests that every path to this point has passed. */
  checks: readonly Check[];

  constructor(parent?: State) {
    this.#parent = parent;
    this.checks = parent?.checks ?? [];
  }

  fork(): State {
    return new State(this);
  }

  get(id: number): Cell | undefined {
    for (let state: State | undefined = this; state; state = state.#parent) {
      const cell = state.#cells.get(id);
      if (cell) return cell;
    }
    return undefined;
  }

  set(id: number, cell: Cell): void {
    this.#cells.set(id, cell);
  }

  /** What branches that were forked from `base` (this state, if not told otherwise) hold in common. Only live ones count; with none of them left, this one ends too. */
  merge(branches: readonly State[], base: State = this): void {
    const live = branches.filter((branch) => branch.live);
    const [first] = live;
    if (first === undefined) {
      this.live = false;
      return;
    }
    this.live = true;
    const changes = live.map((branch) => branch.#changesSince(base));
    this.checks = first.checks.filter((check) => live.every((branch) => branch.checks.includes(check)));
    const ids = new Set(changes.flatMap((change) => [...change.keys()]));
    for (const id of ids) {
      const before = base.get(id);
      const cells = changes.map((change) => change.get(id) ?? before).filter((cell) => cell !== undefined);
      const [one] = cells;
      if (one) this.#cells.set(id, cells.every((cell) => cell === one) ? one : cells.reduce(joinCells));
    }
  }

  #changesSince(base: State): Map<number, Cell> {
    const changes = new Map<number, Cell>();
    for (let state: State | undefined = this; state && state !== base; state = state.#parent) {
      for (const [id, cell] of state.#cells) if (!changes.has(id)) changes.set(id, cell);
    }
    return changes;
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

export function newCell(kind: Cell["kind"], site: Site, more: Partial<Cell> = {}): Cell {
  return { kind, site, props: new Map(), open: undefined, items: [], cls: undefined, parent: undefined, isFunction: false, inCatch: false, repeated: [], ...more };
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
