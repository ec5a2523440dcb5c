import { execute } from "./execute.ts";
import type { ModuleIr } from "./ir.ts";
import { assignedInFunctions } from "./ir-walk.ts";
import type { Cell, State } from "./heap.ts";
import { newFrame, type Env, type Machine } from "./machine.ts";
import { unionOf, unknownVal, type Val } from "./values.ts";

/** Runs a module's top level, once, and gives what it exports. A module that is being run already (a cycle) exports what it has so far. */
export function runModule(m: Machine, state: State, module: ModuleIr): ReadonlyMap<string, Val> {
  const before = m.exportsIfRun(module);
  if (before !== undefined) return before;
  const exports = m.exportsOf(module);
  const start: Env = { m, frame: newFrame(module), scope: m.nextId(), inCatch: false, loops: 0 };
  const root = m.allocate(state, "scope", { file: module.file, start: 0, end: 0 }, { isFunction: true });
  const env = { ...start, scope: root.id };
  const body = state.fork();
  execute(env, body, module.body);
  // A module that throws at its top level, or ends early, has still defined what stands before.
  state.merge(body.live ? [body] : [body.fork()]);
  const cell = withLaterValues(module, state.get(root.id));
  if (cell) state.set(root.id, cell);
  if (module.language === "python") for (const [name, property] of cell?.props ?? []) exports.set(name, property.value);
  m.moduleScopes.set(module, root.id);
  return exports;
}

/** A function container outlives the call: a variable that is empty at first, and that a function fills, may be full already. */
function withLaterValues(module: ModuleIr, cell: Cell | undefined): Cell | undefined {
  if (cell === undefined) return undefined;
  const later = assignedInFunctions(module.body);
  const props = new Map(cell.props);
  for (const [name, property] of cell.props) {
    const isEmpty = property.value.k === "prim" && !property.value.value;
    if (isEmpty && later.has(name)) props.set(name, { ...property, value: unionOf([property.value, { ...unknownVal(`${name} as an earlier call left it`), isEarlier: true }]) });
  }
  return { ...cell, props };
}
