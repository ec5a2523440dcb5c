import { DEFAULT_ORIGIN, IntendedOrigins, MAX_ORIGINS, TARGET } from "../aws/browser-requests.ts";
import type { Api, BrowserRequest, CorsSetting, Route } from "../aws/index.ts";
import { type FetchRequest, type HeaderPair, invalidReason } from "../fetch/index.ts";
import { includes } from "../source/index.ts";
import { permittedHeaders } from "./permitted-headers.ts";

/** What sets a request apart from the plain one, which is `""`. */
export type Manner = "" | "with a JSON body" | "with every permitted header" | "with every header permitted now" | "with credentials";

/** One request of a page, as it would be sent to each version: what a version's gateway demands is sent to that version. */
export interface Call {
  readonly method: string;
  /** As the template writes it, the new version's where it has the route. */
  readonly path: string;
  readonly origin: string;
  readonly manner: Manner;
  /** The header that it is about, where it is about one beyond what every page sends. */
  readonly header: string | undefined;
  readonly before: { readonly route: Route | undefined; readonly request: FetchRequest };
  readonly after: { readonly route: Route | undefined; readonly request: FetchRequest };
}

/** A method of a path, in the versions that have it. */
interface Target {
  readonly method: string;
  before: Route | undefined;
  after: Route | undefined;
}

/** What pages of either version would send: the plain request of a route first, then what is asked beyond it. */
export function* callsOf(before: Api, after: Api): Generator<Call> {
  if (after.intent.kind === "service") return;
  const origins = originsOf(before, after);
  for (const target of targetsOf(before, after).values()) yield* callsTo(target, origins);
}

/**
 * The origins that either version means. Where one of them lets any origin in and the other names some, only the named ones are known to
 * have pages.
 */
function originsOf(before: Api, after: Api): readonly string[] {
  const named = [...namedOrigins(before.settings), ...namedOrigins(after.settings)];
  const origins = [...new Set(named)];
  if (origins.length === 0) return [DEFAULT_ORIGIN];
  // Those that only one version names come first: they are what the bound must not cut off.
  const count = (origin: string): number => named.filter((other) => other === origin).length;
  return origins.toSorted((a, b) => count(a) - count(b)).slice(0, MAX_ORIGINS);
}

function namedOrigins(settings: readonly CorsSetting[]): readonly string[] {
  const meant = new IntendedOrigins(settings).alone;
  if (meant.length !== 1 || meant[0] !== DEFAULT_ORIGIN) return meant;
  const host = DEFAULT_ORIGIN.replace(/^https:\/\//u, "");
  const isWritten = settings.some(({ property, items }) => property === "allow-origin" && items.some(({ value }) => value.kind === "known" && includes(value, host) === "yes"));
  return isWritten ? meant : [];
}

/** Keys ignore how a path parameter is called. */
function targetsOf(before: Api, after: Api): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>();
  const add = (side: "before" | "after", route: Route): void => {
    if (route.isOptions) return;
    for (const method of route.browserMethods) {
      const key = `${method} ${route.path.replaceAll(/\{[^{}+]*(\+?)\}/gu, "{$1}")}`;
      const target = targets.get(key) ?? { method, before: undefined, after: undefined };
      // An explicit method outranks ANY, whichever comes first.
      if (target[side] === undefined || target[side].method === "ANY") target[side] = route;
      targets.set(key, target);
    }
  };
  for (const route of before.routes) add("before", route);
  for (const route of after.routes) add("after", route);
  return targets;
}

function* callsTo({ method, before, after }: Target, origins: readonly string[]): Generator<Call> {
  const route = after ?? before;
  if (!route || before?.intent.kind === "service" || after?.intent.kind === "service") return;
  const asked = { before: requestsOf(before, method), after: requestsOf(after, method) };
  const demanded = { before: demandedHeaders(asked.before), after: demandedHeaders(asked.after) };
  const path = (before ?? route).examplePath;
  const has = (kind: BrowserRequest["kind"]): boolean => [...asked.before, ...asked.after].some((request) => request.kind === kind);
  const permitted = permittedHeaders(before);
  const permittedNow = permittedHeaders(after);
  const isWider = permittedNow.some(([name]) => !permitted.some(([other]) => other === name));
  const manners = [
    { manner: "", extra: [], credentials: "same-origin" },
    ...(has("typical") ? [{ manner: "with a JSON body", extra: [["content-type", "application/json"]], credentials: "same-origin" } as const] : []),
    ...(permitted.length > 0 ? [{ manner: "with every permitted header", extra: permitted, credentials: "same-origin" } as const] : []),
    ...(isWider ? [{ manner: "with every header permitted now", extra: permittedNow, credentials: "same-origin" } as const] : []),
    ...(has("credentialed") ? [{ manner: "with credentials", extra: [], credentials: "include" } as const] : []),
  ] satisfies readonly { manner: Manner; extra: readonly HeaderPair[]; credentials: FetchRequest["credentials"] }[];

  for (const origin of origins) {
    for (const { manner, extra, credentials } of manners) {
      const request: FetchRequest = { origin, target: TARGET, method, path, headers: merged(demanded.before, extra), credentials };
      if (invalidReason(request) !== undefined) continue;
      yield {
        method,
        path: route.path,
        origin,
        manner,
        header: manner.includes("header") ? extra[0]?.[0] : undefined,
        before: { route: before, request },
        // Pages that send what the old version demanded go on sending it.
        after: { route: after, request: { ...request, headers: merged(demanded.before, demanded.after, extra) } },
      };
    }
  }
}

function requestsOf(route: Route | undefined, method: string): readonly BrowserRequest[] {
  return route?.browserRequests.filter(({ request }) => request.method === method) ?? [];
}

function demandedHeaders(requests: readonly BrowserRequest[]): readonly HeaderPair[] {
  return requests.find(({ kind }) => kind === "required")?.request.headers ?? [];
}

function merged(...lists: readonly (readonly HeaderPair[])[]): readonly HeaderPair[] {
  return [...new Map(lists.flat())];
}
