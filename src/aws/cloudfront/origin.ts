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
  const before = pathBefore(view.get("OriginPath"));
  return {
    api,
    place: view.place,
    isSigned: view.get("OriginAccessControlId").kind !== "absent" && api.kind === "function-url",
    hasOtherHost,
    ...pathsOf(before, basePath === undefined ? prefixesOf(api, before ?? "") : [basePath]),
  };
}

/** `OriginPath`; `undefined` where it is not known. CloudFront refuses one that does not begin with a slash: nothing is known of what was meant. */
function pathBefore(originPath: View): string | undefined {
  if (originPath.kind === "absent") return "";
  const path = originPath.known()?.replace(/\/+$/u, "");
  return path === "" || path?.startsWith("/") === true ? path : undefined;
}

/**
 * What an API takes off the beginning of a path: the name of a stage, or nothing. The stage that a SAM deployment makes beside the one that is
 * meant comes first. A REST API takes what `OriginPath` begins with, whether a stage of that name is in view or not; where neither says
 * anything, paths are taken as they are.
 */
function prefixesOf(api: Api, before: string): readonly string[] {
  if (api.kind !== "rest" && api.kind !== "http") return [""];
  const names = api.deployment.stages.map(({ name }) => knownText(name));
  const isOpen = names.length === 0 || names.includes(undefined);
  const first = before.split("/")[1];
  if (api.kind === "rest" && first !== undefined) return [`/${first}`];
  return isOpen ? [""] : names.map((name) => (name === "$default" ? "" : `/${name}`)).sort((a, b) => Number(a === "") - Number(b === ""));
}

/** CloudFront puts `OriginPath` before the path, and the API takes its stage or base path off it. Of an `OriginPath` that is not known nothing is said. */
function pathsOf(before: string | undefined, prefixes: readonly string[]): Pick<EdgeOrigin, "toApi" | "fromApi"> {
  if (before === undefined) return { toApi: (path) => path, fromApi: (path) => path };
  return {
    toApi: (path) => firstOf(prefixes.map((prefix) => below(prefix, before + path))),
    fromApi: (path) => firstOf(prefixes.toReversed().map((prefix) => below(before, prefix + path))),
  };
}

/** What of the path stands below the prefix. */
function below(prefix: string, path: string): string | undefined {
  if (path === prefix && prefix !== "") return "/";
  return prefix === "" || path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
}

function firstOf(paths: readonly (string | undefined)[]): string | undefined {
  return paths.find((path) => path !== undefined);
}
