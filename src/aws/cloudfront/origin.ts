import type { Place } from "../../source/index.ts";
import { knownText } from "../../source/index.ts";
import type { View, World } from "../../template/index.ts";
import type { Api } from "../model.ts";
import { referredId } from "../references.ts";
import { namedApi } from "./named-api.ts";

/** What stands behind a behavior. */
export interface EdgeOrigin {
  readonly api: Api;
  readonly place: Place;
  /** CloudFront signs the requests to it. */
  readonly isSigned: boolean;
  /** It is asked for by a name that answers only to requests for another Host. */
  readonly hasOtherHost: boolean;
  /** The path that the API is asked for; `undefined` where it leads to no stage of it. */
  toApi(path: string): string | undefined;
  /** The path that a page asks for; `undefined` where none leads there. */
  fromApi(path: string): string | undefined;
}

export interface EdgeOrigins {
  get(id: View): EdgeOrigin | undefined;
  /** Some origin is neither: pages may come from it, and then have one origin with what the APIs answer. */
  readonly hasOthers: boolean;
}

/** The origins of a distribution that are APIs or buckets of the template. */
export function originsOf(world: World, config: View, apis: ReadonlyMap<string, Api>): EdgeOrigins {
  const byId = new Map<string, EdgeOrigin>();
  const origins = config.get("Origins");
  let hasOthers = origins.kind !== "list" || config.get("OriginGroups").kind !== "absent";
  for (const view of origins.items()) {
    const id = referredId(view.get("Id"));
    const origin = originFrom(world, view, apis);
    hasOthers ||= origin === undefined;
    if (id !== undefined && origin) byId.set(id, origin);
  }
  return {
    hasOthers,
    get(id) {
      const name = referredId(id);
      return name === undefined ? undefined : byId.get(name);
    },
  };
}

function originFrom(world: World, view: View, apis: ReadonlyMap<string, Api>): EdgeOrigin | undefined {
  const named = namedApi(world, view.get("DomainName"), apis);
  if (!named) return undefined;
  const { api, basePath, hasOtherHost = false } = named;
  const originPath = view.get("OriginPath");
  const { before, taken } = basePath === undefined ? pathsOf(originPath, api) : { before: pathBefore(originPath) ?? "", taken: pathBefore(originPath) === undefined ? "" : basePath };
  return {
    api,
    place: view.place,
    isSigned: view.get("OriginAccessControlId").kind !== "absent" && api.kind === "function-url",
    hasOtherHost,
    toApi: (path) => exchanged(path, before, taken),
    fromApi: (path) => exchanged(path, taken, before),
  };
}

/** `OriginPath`; `undefined` where it is not known. CloudFront refuses one that does not begin with a slash: nothing is known of what was meant. */
function pathBefore(originPath: View): string | undefined {
  if (originPath.kind === "absent") return "";
  const path = originPath.known()?.replace(/\/+$/u, "");
  return path === "" || path?.startsWith("/") === true ? path : undefined;
}

/**
 * CloudFront puts `OriginPath` before the path, and the API takes the name of its stage off it. An `OriginPath` that is not known is taken
 * to be the stage, and nothing more.
 */
function pathsOf(originPath: View, api: Api): { readonly before: string; readonly taken: string } {
  const before = pathBefore(originPath);
  if (before === undefined || (api.kind !== "rest" && api.kind !== "http")) return { before: "", taken: "" };
  const names = api.deployment.stages.map(({ name }) => knownText(name));
  const [first = ""] = before.split("/").filter((segment) => segment !== "");
  if (first !== "" && (api.kind === "rest" || names.includes(first))) return { before, taken: `/${first}` };
  const [only] = names;
  const isBelowStage = api.kind === "rest" && names.length === 1 && only !== undefined;
  return { before, taken: isBelowStage ? `/${only}` : "" };
}

/** Puts one prefix before the path and takes the other off. */
function exchanged(path: string, added: string, removed: string): string | undefined {
  const whole = added + path;
  if (removed === "") return whole;
  if (whole === removed) return "/";
  return whole.startsWith(`${removed}/`) ? whole.slice(removed.length) : undefined;
}
