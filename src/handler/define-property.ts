import { callFunction, NO_ARGS } from "./call.ts";
import type { State } from "./heap.ts";
import type { Env } from "./machine.ts";
import { keyText, valueOfGetter } from "./objects.ts";
import { prim, UNDEFINED, unknownVal, type Site, type Val } from "./values.ts";

/** `Object.defineProperty(target, key, { value })` or `{ get }`: so compilers and bundlers export. Gives the target. */
export function defineProperty(env: Env, state: State, target: Val, key: Val, descriptor: Val | undefined, site: Site): Val {
  const name = keyText(key);
  const how = descriptor?.k === "ref" ? state.get(descriptor.id)?.props : undefined;
  const [value, getter] = [how?.get("value"), how?.get("get")];
  if (target.k === "ext") {
    // Of what a file exports the value is asked for at once: what it stands for was imported before.
    const found = getter ? valueOfGetter(getter, UNDEFINED, (fn) => callFunction(env, state, fn, NO_ARGS, undefined)) : value?.value;
    if (name !== undefined && found !== undefined && /^(?:module\.)?exports$/u.test(target.ext.path)) env.m.exportsOf(env.frame.module).set(name, found);
    return target;
  }
  const cell = target.k === "ref" ? state.get(target.id) : undefined;
  if (target.k !== "ref" || cell === undefined) return target;
  const made = getter ?? value;
  if (name === undefined) state.set(target.id, { ...cell, open: cell.open ?? "a computed key" });
  else {
    const property = { value: made?.value ?? unknownVal("a property that is defined out of view"), presence: "present" as const, isGetter: getter !== undefined, site, valueSite: made?.valueSite ?? site };
    state.set(target.id, { ...cell, props: new Map(cell.props).set(name, property) });
  }
  return target;
}

/** Does an object have the key itself? `undefined` where that is not known. */
export function ownsKey(state: State, object: Val, key: Val): Val | undefined {
  const name = keyText(key);
  const cell = object.k === "ref" ? state.get(object.id) : undefined;
  const property = name === undefined ? undefined : cell?.props.get(name);
  if (cell?.kind !== "object" || cell.cls !== undefined || name === undefined) return undefined;
  if (property === undefined) return cell.open === undefined ? prim(false) : undefined;
  return property.presence === "present" ? prim(true) : undefined;
}
