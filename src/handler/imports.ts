import { declare } from "./assign.ts";
import { runModule } from "./run-module.ts";
import type { Stmt } from "./ir.ts";
import type { State } from "./heap.ts";
import { siteIn, type Env } from "./machine.ts";
import { keyText } from "./objects.ts";
import { unknownVal, type Site, type Val } from "./values.ts";

export function importModule(env: Env, state: State, statement: Extract<Stmt, { kind: "import" }>): void {
  const site = siteIn(env, statement);
  const exports = exportsOf(env, state, statement.specifier);
  for (const { local, imported } of statement.bindings) {
    if (local === "*") {
      for (const [name, value] of exports ?? []) declare(env, state, name, value, "block", site);
      continue;
    }
    const found = exports && (imported === "*" ? namespaceOf(env, state, exports, site) : imported === "default" ? (exports.get("default") ?? exports.get("*") ?? namespaceOf(env, state, exports, site)) : exports.get(imported));
    declare(env, state, local, found ?? env.m.imported(statement.specifier, imported, site), "block", site);
  }
}

/** `require("…")`, `import("…")`. */
export function requireModule(env: Env, state: State, specifier: Val, site: Site): Val {
  const text = keyText(specifier);
  if (text === undefined) return unknownVal("a module whose name is computed");
  const exports = exportsOf(env, state, text);
  if (exports === undefined) return env.m.imported(text, "*", site);
  return exports.get("*") ?? namespaceOf(env, state, exports, site);
}

export function reExport(env: Env, state: State, statement: Extract<Stmt, { kind: "re-export" }>): void {
  const site = siteIn(env, statement);
  const exports = exportsOf(env, state, statement.specifier);
  const own = env.m.exportsOf(env.frame.module);
  if (statement.names === "all") {
    for (const [name, value] of exports ?? []) if (name !== "default") own.set(name, value);
    return;
  }
  for (const { imported, exported } of statement.names) own.set(exported, exports?.get(imported) ?? env.m.imported(statement.specifier, imported, site));
}

function exportsOf(env: Env, state: State, specifier: string): ReadonlyMap<string, Val> | undefined {
  const module = env.m.loadModule(specifier, env.frame.module);
  if (module === undefined) return undefined;
  return runModule(env.m, state, module);
}

function namespaceOf(env: Env, state: State, exports: ReadonlyMap<string, Val>, site: Site): Val {
  const props = new Map([...exports].map(([name, value]) => [name, { value, presence: "present" as const, site, valueSite: site }]));
  return env.m.allocate(state, "object", site, { props });
}
