import { execute } from "./execute.ts";
import type { ModuleIr } from "./ir.ts";
import type { State } from "./heap.ts";
import { newFrame, type Env, type Machine } from "./machine.ts";
import type { Val } from "./values.ts";

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
  const cell = state.get(root.id);
  if (module.language === "python") for (const [name, property] of cell?.props ?? []) exports.set(name, property.value);
  m.moduleScopes.set(module, root.id);
  return exports;
}
