import { optionsOf } from "./frameworks.ts";
import type { State } from "./heap.ts";
import type { Machine } from "./machine.ts";
import { isMiddy, soundsLikeCors } from "./names.ts";
import type { FrameworkUse } from "./types.ts";
import { options, type Ext, type Site, type Val } from "./values.ts";
import type { Value } from "../source/index.ts";

const OWN = "a middleware of this file";

/** middy around a handler: its middlewares, and whether one of them adds CORS headers. */
export function middyOf(m: Machine, state: State, wrappers: readonly Ext[]): FrameworkUse | undefined {
  const chain = wrappers.filter(isMiddy);
  const [first] = chain;
  if (first === undefined) return undefined;
  const ids = new Set(chain.map((ext) => ext.id));
  const later = m.extCalls.filter((call) => !ids.has(call.id) && call.of?.how === "get" && call.of.of !== undefined && ids.has(call.of.of.id));
  const uses = [...chain, ...later].filter((call) => call.of?.how === "get" && call.of.name === "use").sort((a, b) => a.id - b.id);
  const middlewares = uses.flatMap((call) => call.args.flatMap((argument) => listed(state, argument))).map(({ name, site, ext }) => ({ name, site, options: ext ? optionsOf(state, ext) : new Map<string, Value>(), hasHiddenOptions: ext?.args.some((argument) => isHidden(state, argument)) ?? false }));
  const cors = middlewares.find((used) => soundsLikeCors(used.name));
  const sends = cors && ["origin", "origins", "getOrigin"].some((option) => cors.options.has(option));
  return { name: "middy", site: first.site, cors: cors ? (sends ? "yes" : "unknown") : middlewares.some(({ name: used }) => isOwn(used)) ? "unknown" : "no", corsSite: cors?.site, corsOptions: cors?.options, middlewares };
}

/** Middlewares of the project may add any header. */
function isOwn(name: string): boolean {
  return name === OWN || /^[./~]|^@\//u.test(name);
}

/** Options that come from elsewhere, or to which something from elsewhere is added. */
function isHidden(state: State, value: Val): boolean {
  return options(value).some((option) => (option.k === "ref" ? state.get(option.id)?.open !== undefined : option.k !== "prim"));
}

function listed(state: State, value: Val): { name: string; site: Site; ext: Ext | undefined }[] {
  return options(value).flatMap((option) => {
    if (option.k === "ext") return [{ name: option.ext.path.replaceAll("()", "").replace(/#$/u, ""), site: option.ext.site, ext: option.ext }];
    const cell = option.k === "ref" ? state.get(option.id) : undefined;
    if (cell?.kind === "array") return cell.items.flatMap((item) => listed(state, item));
    return cell ? [{ name: OWN, site: cell.site, ext: undefined }] : [];
  });
}
