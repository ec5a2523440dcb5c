import type { CallExpr } from "./ir.ts";

/** An object of a lowered tree, whatever its kind. */
export type IrNode = Readonly<Record<string, unknown>>;

/**
 * Every object below `root`, each with the functions around it (the innermost last). Iterative, so that depth costs no stack.
 */
export function* walkIr(root: unknown): Generator<{ readonly node: IrNode; readonly functions: readonly IrNode[] }> {
  const queue: { readonly value: unknown; readonly functions: readonly IrNode[] }[] = [{ value: root, functions: [] }];
  for (let item = queue.pop(); item; item = queue.pop()) {
    const { value, functions } = item;
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) {
      for (const child of value as readonly unknown[]) queue.push({ value: child, functions });
      continue;
    }
    const node = value as IrNode; // an object that is no list: its own properties can be read by name
    yield { node, functions };
    const inner = "params" in node && "locals" in node ? [...functions, node] : functions;
    for (const child of Object.values(node)) if (typeof child === "object") queue.push({ value: child, functions: inner });
  }
}

/** The calls below `root`, those of inner functions included. */
export function callsIn(root: unknown): readonly CallExpr[] {
  return [...walkIr(root)].flatMap(({ node }) => (node["kind"] === "call" ? [node as unknown as CallExpr] : [])); // the kind says what it is
}

/** Names that functions of the module call: `x()`, `exports.x()`, `this.x()`. */
export function calledNames(root: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { node, functions } of walkIr(root)) {
    const callee = node["kind"] === "call" && functions.length > 0 ? node["callee"] : undefined;
    if (typeof callee !== "object" || callee === null) continue;
    if ("kind" in callee && callee.kind === "name" && "name" in callee) names.add(String(callee.name));
    if ("kind" in callee && callee.kind === "get" && "object" in callee && isOwnModule(callee.object) && "key" in callee && typeof callee.key === "object" && callee.key !== null && "value" in callee.key) names.add(`.${String(callee.key.value)}`);
  }
  return names;
}

/** `exports`, `module.exports`, `this`, `self`: what is called there is of this file. */
function isOwnModule(object: unknown): boolean {
  if (typeof object !== "object" || object === null || !("kind" in object)) return false;
  if (object.kind === "name" && "name" in object) return ["exports", "this", "self", "cls"].includes(String(object.name));
  return object.kind === "get" && "object" in object && typeof object.object === "object" && object.object !== null && "name" in object.object && object.object.name === "module";
}

/** Variables of the module that its functions assign. */
export function assignedInFunctions(root: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { node, functions } of walkIr(root)) {
    const target = node["kind"] === "assign" && functions.length > 0 ? node["target"] : undefined;
    if (typeof target !== "object" || target === null || !("kind" in target) || target.kind !== "name" || !("name" in target)) continue;
    const locals = functions.at(-1)?.["locals"];
    if (!Array.isArray(locals) || !locals.includes(target.name)) names.add(String(target.name));
  }
  return names;
}
