import type { Span } from "../source/index.ts";
import type { Expr, FunctionIr, ModuleIr } from "./ir.ts";
import { newCell, siteOf, type Cell, type NewCell, type State } from "./heap.ts";
import type { Check, Class, EventVal, Ext, ExtVal, Ref, Site, Val } from "./values.ts";

/** Something a handler hands back, at one point of the program. */
export interface Exit {
  readonly value: Val;
  readonly state: State;
  /** The expression that is handed back. */
  readonly site: Site;
  readonly how: "return" | "callback" | "stream";
  readonly inCatch: boolean;
}

export interface EnvRead {
  readonly name: string;
  readonly fallback: string | undefined;
  readonly site: Site;
}

/** Steps that a module's top level, and then each handler, may take; past them everything is unknown. */
const MAX_STEPS = 120_000;
/** Steps of all handlers of a file together, for each character of its text and at least. */
const STEPS_PER_CHARACTER = 4;
const MAX_CALL_DEPTH = 14;

/** One analysis: what it has seen so far, and what it may still spend. */
export class Machine {
  readonly exits: Exit[] = [];
  readonly extCalls: Ext[] = [];
  readonly eventReads: EventVal[] = [];
  readonly methodChecks: Check[] = [];
  readonly envReads: EnvRead[] = [];
  readonly unknowns: { readonly reason: string; readonly site: Site }[] = [];
  /** Properties that are set on something out of view: `app.api.cors = True`. */
  readonly extWrites: { readonly target: Ext; readonly name: string; readonly value: Val; readonly site: Site }[] = [];
  /** Functions that were called from within the files. */
  readonly called = new Set<FunctionIr>();
  readonly running: FunctionIr[] = [];
  /** The objects that functions have as `prototype`. */
  readonly prototypes = new Map<FunctionIr, Ref>();
  readonly loadModule: (specifier: string, from: ModuleIr) => ModuleIr | undefined;
  /** The tests that constants stand for, by scope and name. */
  readonly tests = new Map<string, Expr>();
  /** The scope of each module that was run. */
  readonly moduleScopes = new Map<ModuleIr, number>();
  readonly #exports = new Map<ModuleIr, Map<string, Val>>();
  /** A handler is being run, and not what a module does when it is loaded. */
  isServing = false;
  steps = MAX_STEPS;
  #reserve: number;
  #ids = 0;

  constructor(loadModule: Machine["loadModule"], textLength: number) {
    this.loadModule = loadModule;
    this.steps = MAX_STEPS + textLength;
    this.#reserve = 4 * MAX_STEPS + STEPS_PER_CHARACTER * textLength;
  }

  /** A new allowance, for the next handler; what is left of the last one is not lost. */
  refill(): void {
    this.#reserve += Math.max(this.steps, 0);
    this.steps = Math.min(MAX_STEPS, this.#reserve);
    this.#reserve -= this.steps;
  }

  nextId(): number {
    return ++this.#ids;
  }

  /** Spends a step; `false` when there are none left. */
  step(cost = 1): boolean {
    this.steps -= cost;
    return this.steps > 0;
  }

  get exhausted(): boolean {
    return this.steps <= 0;
  }

  /** What a module exports, as far as it was run. */
  exportsOf(module: ModuleIr): Map<string, Val> {
    const found = this.#exports.get(module) ?? new Map<string, Val>();
    this.#exports.set(module, found);
    return found;
  }

  exportsIfRun(module: ModuleIr): ReadonlyMap<string, Val> | undefined {
    return this.#exports.get(module);
  }

  /** Something of a module that is not in view. */
  imported(specifier: string, name: string, site: Site): ExtVal {
    const id = this.nextId();
    const module: Ext = { id, how: "global", of: undefined, name: specifier, path: specifier, args: [], keywords: new Map(), site };
    return this.ext("import", module, name, site);
  }

  mayCall(fn: FunctionIr): boolean {
    if (this.exhausted || this.running.length >= MAX_CALL_DEPTH) return false;
    return this.running.filter((running) => running === fn).length < 2;
  }

  allocate(state: State, kind: Cell["kind"], site: Site, more?: NewCell): Ref {
    const id = this.nextId();
    state.set(id, newCell(kind, site, more));
    return { k: "ref", id, via: [] };
  }

  ext(how: Ext["how"], of: Ext | undefined, name: string, site: Site, args: readonly Val[] = [], keywords: ReadonlyMap<string, Val> = new Map()): ExtVal {
    const path = pathOf(how, of, name);
    const ext: Ext = { id: this.nextId(), how, of, name, path, args, keywords, site };
    if (how === "call" || how === "new") this.extCalls.push(ext);
    return { k: "ext", ext };
  }
}

const MAX_PATH = 300;

function pathOf(how: Ext["how"], of: Ext | undefined, name: string): string {
  if (how === "global") return name;
  const base = of?.path ?? "";
  if (how === "import") return name === "default" || name === "*" ? `${base}#` : `${base}#${name}`;
  const path = how === "get" ? (base.endsWith("#") ? (name === "default" ? base : `${base}${name}`) : `${base}.${name}`) : `${base}()`;
  return path.length > MAX_PATH ? path.slice(0, MAX_PATH) : path;
}

/** A function that is being run. */
export interface Frame {
  readonly module: ModuleIr;
  readonly self: Val | undefined;
  readonly owner: Class | undefined;
  readonly returns: { readonly value: Val; readonly state: State; readonly site: Site; readonly inCatch: boolean }[];
  /** Enclosing loops and switches, the innermost last. */
  readonly targets: { readonly kind: "loop" | "switch"; readonly breaks: State[]; readonly continues: State[] }[];
  /** What was thrown, by the `try` around it: the outermost list leaves the function. */
  readonly throws: Thrown[][];
}

/** Something that is thrown: by a `throw` of JavaScript its value, of which a handler may make its answer. */
export interface Thrown {
  readonly value: Val | undefined;
  readonly state: State;
}

/** So many are told apart in one `try`. */
const MAX_THROWN = 24;

/** Hands what is thrown to the `try` around this point. */
export function throwTo({ frame }: Env, thrown: readonly Thrown[]): void {
  const list = frame.throws.at(-1);
  list?.push(...thrown.slice(0, MAX_THROWN - list.length));
}

/** Where evaluation stands: the function, the innermost scope, and whether an error is being handled. */
export interface Env {
  readonly m: Machine;
  readonly frame: Frame;
  readonly scope: number;
  readonly inCatch: boolean;
  readonly loops: number;
}

export function siteIn(env: Env, span: Span): Site {
  return siteOf(env.frame.module.file, span);
}

export function newFrame(module: ModuleIr, self?: Val, owner?: Class): Frame {
  return { module, self, owner, returns: [], targets: [], throws: [[]] };
}
