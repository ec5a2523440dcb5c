import type { HeaderField, HttpRequest, Response } from "../fetch/index.ts";
import { agree, known, oneOf, possibilities, unknown, type Place, type Tri, type Value } from "../source/index.ts";
import { joined, type CorsList, type CorsRules } from "./cors-block.ts";
import type { AwsCause } from "./model.ts";

/** A header of a request, by its name in lower case. */
export function requestHeader(request: HttpRequest, name: string): string | undefined {
  return request.headers.find(([written]) => written.toLowerCase() === name)?.[1];
}

/** An OPTIONS request counts as a preflight only with both headers (H3). */
export function isPreflight(request: HttpRequest): boolean {
  return request.method === "OPTIONS" && requestHeader(request, "origin") !== undefined && requestHeader(request, "access-control-request-method") !== undefined;
}

/** Does the configuration let this origin in, and by what? */
export interface OriginMatch {
  readonly allowed: Tri;
  /** Some entry that matches is the lone `*`. */
  readonly byWildcard: boolean;
  /** The entry that decided it, or the whole list. */
  readonly place: Place;
  readonly reason: string;
}

/** Matches an origin against `AllowOrigins`: exact ones and `*`; for HTTP APIs also `https://*` and `http://*` (H4). */
export function originMatch(rules: CorsRules, origin: string): OriginMatch {
  const list = rules.allowOrigins;
  const matches = list.items.map(({ value, place }) => ({ answer: itemMatches(rules, value, origin), value, place }));
  const certain = matches.filter(({ answer }) => answer === "yes");
  const [first] = certain;
  if (first) return { allowed: "yes", byWildcard: certain.some(({ value }) => value.kind === "known" && value.text === "*"), place: first.place, reason: "" };
  const open = matches.find(({ answer }) => answer === "maybe");
  if (open) return { allowed: "maybe", byWildcard: false, place: open.place, reason: reasonOf(open.value) };
  if (list.hidden !== undefined) return { allowed: "maybe", byWildcard: false, place: list.place, reason: list.hidden };
  return { allowed: "no", byWildcard: false, place: list.place, reason: "" };
}

function itemMatches(rules: CorsRules, value: Value, origin: string): Tri {
  return agree(possibilities(value).map((possibility) => {
    if (possibility.kind === "unknown") return "maybe";
    if (possibility.kind === "pattern") return patternMatches(possibility.parts, origin);
    const { text } = possibility;
    if (text === "*" || text === origin) return "yes";
    if (rules.block.dialect === "function-url" || !text.includes("*")) return "no";
    if (text === "https://*" || text === "http://*") return origin.startsWith(text.slice(0, -1)) ? "yes" : "no";
    // H10: whether AWS refuses or matches `https://*.example.com` is not confirmed.
    return patternMatches(text.split("*").flatMap((part, index) => (index === 0 ? [part] : [undefined, part])), origin);
  }));
}

/** Could the holes (anything but texts) be filled so that the whole reads as the origin? */
export function patternMatches(parts: readonly unknown[], origin: string): Tri {
  const texts = parts.map((part) => (typeof part === "string" ? part : undefined));
  const [first] = texts;
  const last = texts.at(-1);
  if (first !== undefined && !origin.startsWith(first)) return "no";
  if (last !== undefined && !origin.endsWith(last)) return "no";
  let from = 0;
  for (const text of texts) {
    if (text === undefined) continue;
    const at = origin.indexOf(text, from);
    if (at < 0) return "no";
    from = at + text.length;
  }
  return "maybe";
}

function reasonOf(value: Value): string {
  for (const possibility of possibilities(value)) {
    if (possibility.kind === "unknown") return possibility.reason;
    const hole = possibility.kind === "pattern" ? possibility.parts.find((part) => typeof part !== "string") : undefined;
    if (typeof hole === "object") return hole.reason;
  }
  return "AWS does not document which origins such a wildcard matches";
}

/** What the configuration sends with a response to a request that has an `Origin` (H1, H11, L3): nothing where the origin is not allowed (H12). */
export function configuredHeaders(rules: CorsRules, request: HttpRequest): { readonly match: OriginMatch; readonly headers: readonly HeaderField[] } {
  const origin = requestHeader(request, "origin");
  if (origin === undefined) return { match: { allowed: "no", byWildcard: false, place: rules.block.place, reason: "" }, headers: [] };
  const match = originMatch(rules, origin);
  if (match.allowed === "no") return { match, headers: [] };
  const presence = match.allowed === "yes" ? "present" : "maybe";
  const echoed = match.byWildcard ? oneOf([known("*"), known(origin)]) : known(origin);
  const value = match.allowed === "yes" ? echoed : oneOf([echoed, unknown(match.reason)]);
  const headers: HeaderField[] = [{ name: "access-control-allow-origin", value, presence, place: match.place }];
  const { allowCredentials } = rules;
  if (allowCredentials.value !== "no") {
    const credentials = allowCredentials.value === "yes" ? presence : "maybe";
    headers.push({ name: "access-control-allow-credentials", value: known("true"), presence: credentials, place: allowCredentials.place });
  }
  headers.push(...listHeader("access-control-expose-headers", rules.exposeHeaders, presence, (text) => [text]));
  return { match, headers };
}

/**
 * What the configuration answers a preflight with. A wildcard may be sent as `*` or written out (U4), so both are possibilities; a list that is
 * not there sends nothing, for only what is configured is sent (H1, H15, L4).
 */
export function preflightHeaders(rules: CorsRules, request: HttpRequest): { readonly match: OriginMatch; readonly headers: readonly HeaderField[] } {
  const { match, headers } = configuredHeaders(rules, request);
  if (match.allowed === "no") return { match, headers };
  const presence = match.allowed === "yes" ? "present" : "maybe";
  const asked = requestHeader(request, "access-control-request-headers");
  const all = [
    ...headers,
    ...methodsHeader(rules, presence),
    ...listHeader("access-control-allow-headers", rules.allowHeaders, presence, (text) => (text === "*" && asked !== undefined ? ["*", asked] : [text])),
  ];
  if (rules.maxAge) all.push({ name: "access-control-max-age", value: rules.maxAge.value, presence, place: rules.maxAge.place });
  return { match, headers: all };
}

const EVERY_METHOD = "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT";

function methodsHeader(rules: CorsRules, presence: HeaderField["presence"]): readonly HeaderField[] {
  const { allowMethods, block } = rules;
  if (allowMethods.presence === "no" && block.dialect === "function-url") {
    // L15: that a function URL without AllowMethods sends none is not confirmed.
    const value = unknown("AWS does not document which methods a function URL allows where AllowMethods is absent");
    return [{ name: "access-control-allow-methods", value, presence: "maybe", place: allowMethods.place }];
  }
  return listHeader("access-control-allow-methods", allowMethods, presence, (text) => (text === "*" ? ["*", EVERY_METHOD] : [text]));
}

/** A list as a header; `readings` of an item are what the service may make of it. */
function listHeader(name: string, list: CorsList, presence: HeaderField["presence"], readings: (text: string) => readonly string[]): readonly HeaderField[] {
  if (list.presence === "no") return [];
  if (list.presence === "maybe") return [{ name, value: joined(list), presence: "maybe", place: list.place }];
  const lists = [list.items.map(({ value }) => value)];
  const several = list.items.some(({ value }) => value.kind === "known" && readings(value.text).length > 1);
  if (several) lists.push(list.items.map(({ value }) => (value.kind === "known" ? known(readings(value.text).at(-1) ?? value.text) : value)));
  // L9: an item that holds several names, `Content-Type,Authorization`, is reported not to work.
  const single = list.items.filter(({ value }) => !(value.kind === "known" && value.text.includes(",")));
  if (single.length < list.items.length) lists.push(single.map(({ value }) => value));
  const values = lists.map((items) => joined({ ...list, items: items.map((value) => ({ value, place: list.place })) }));
  return [{ name, value: oneOf(values), presence, place: list.place }];
}

/** The answer that nobody can tell. */
export function unknownResponse(reason: string, answeredBy: string, place: Place | undefined): Response<AwsCause> {
  return { status: unknown(reason), headers: [], unlisted: { unknown: reason }, answeredBy, cause: { kind: "unknown", reason }, ...(place && { place }) };
}
