import type { State } from "./heap.ts";
import type { Env } from "./machine.ts";
import { prim, type Site, type Val } from "./values.ts";

const MAX_ENTRIES = 50;

/** The list of an object's keys, values or pairs; `undefined` where it is not known which there are. */
export function entriesOf(env: Env, state: State, object: Val, what: "keys" | "values" | "entries", site: Site): Val | undefined {
  const cell = object.k === "ref" ? state.get(object.id) : undefined;
  if (cell?.kind !== "object" || cell.open !== undefined || cell.cls !== undefined || cell.props.size > MAX_ENTRIES) return undefined;
  if ([...cell.props.values()].some((property) => property.presence === "maybe")) return undefined;
  const items = [...cell.props].map(([key, { value }]): Val => {
    if (what === "keys") return prim(key);
    return what === "values" ? value : env.m.allocate(state, "array", site, { items: [prim(key), value] });
  });
  return env.m.allocate(state, "array", site, { items });
}
