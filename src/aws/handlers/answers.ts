import type { HeaderField, Response } from "../../fetch/index.ts";
import type { HandlerHeader, HandlerResponse } from "../../handler/index.ts";
import type { Place, Value } from "../../source/index.ts";
import { unknownResponse } from "../cors-answer.ts";
import type { AwsCause, HandlerUse, Route } from "../model.ts";
import { handlerOf } from "./uses.ts";

type Answer = Response<AwsCause>;
type Handler = Omit<HandlerUse, "routes">;

/** What the function behind a route may answer to a request with this method: each response that its source shows. */
export function functionAnswers(route: Route, method: string): readonly [Answer, ...Answer[]] {
  const { integration } = route;
  const { functionId, place } = integration;
  const who = functionId === undefined ? `the function behind ${route.method} ${route.path}` : `the function ${functionId}`;
  const nothingKnown = (why: string | undefined): Answer => ({
    ...unknownResponse(`what ${who} returns is not known${why === undefined ? "" : `: ${why}`}`, who, place),
    cause: { kind: "function", route, functionId },
  });
  if (functionId === undefined) return [nothingKnown(undefined)];
  const handler = handlerOf(route.api.world, functionId);
  if ("unknown" in handler) return [nothingKnown(handler.unknown)];
  const possible = responsesTo(handler, method);
  const successes = possible.filter(({ role }) => role === "main");
  const [first, ...others] = (successes.length > 0 ? successes : possible).map((response) => answerOf(response, handler, route, who));
  return first === undefined ? [nothingKnown(`its source has no response to ${method}`)] : [first, ...others];
}

/** The source of the function that a proxy integration hands requests to; `undefined` where nobody can look at it. */
function handlerBehind({ api, integration: { functionId, kind } }: Route): Handler | undefined {
  const handler = functionId === undefined || kind !== "proxy-function" ? undefined : handlerOf(api.world, functionId);
  return handler && !("unknown" in handler) ? handler : undefined;
}

/** Its responses to errors, as far as its source shows them. */
export function functionErrors(route: Route): readonly Answer[] {
  const handler = handlerBehind(route);
  if (!handler) return [];
  const methods = route.browserMethods;
  return methods
    .flatMap((method) => responsesTo(handler, method))
    .filter((response, index, all) => response.role === "error" && all.indexOf(response) === index)
    .map((response) => answerOf(response, handler, route, `the function ${handler.functionId}`));
}

/** Where a helper makes a response, each of its calls stands for itself. */
function responsesTo({ analysis }: Handler, method: string): readonly HandlerResponse[] {
  const calls = new Set(analysis.responses.map(({ site }) => `${site.file}:${site.start}`));
  return analysis.responses.filter(({ methods, form, via }) => {
    if (form === "object" && via.length > 0 && via.every((site) => calls.has(`${site.file}:${site.start}`))) return false;
    if (!methods) return true;
    return "only" in methods ? methods.only.includes(method) : !methods.except.includes(method);
  });
}

function answerOf(response: HandlerResponse, handler: Handler, route: Route, who: string): Answer {
  const place = handler.placeOf(response.site);
  return {
    status: response.status,
    headers: response.headers.flatMap((header) => fieldsOf(header, handler, route)),
    unlisted: response.unlistedHeaders,
    answeredBy: who,
    cause: { kind: "function", route, functionId: handler.functionId, returned: response },
    ...(place && { place }),
  };
}

/** A list of `multiValueHeaders` is sent as so many headers (P4); format 2.0 of HTTP APIs and function URLs knows no such lists (V2, L13). */
function fieldsOf(header: HandlerHeader, handler: Handler, { api }: Route): readonly HeaderField[] {
  const place = handler.placeOf(header.valueSite);
  const presence = header.multi !== undefined && api.kind !== "rest" ? "maybe" : header.presence;
  const field: HeaderField = { name: header.name, value: header.value, presence, ...(place && { place }) };
  return Array.from({ length: Math.min(Math.max(header.multi ?? 1, 1), 2) }, () => field);
}

/** Does the source of the function behind a route show that none of its answers, errors included, allows an origin? */
export function allowsNoOrigin(route: Route): boolean {
  const handler = handlerBehind(route);
  if (!handler) return false;
  const { responses } = handler.analysis;
  return responses.length > 0 && responses.every(({ allowOrigin }) => allowOrigin === "no");
}

/** What the function behind a route sends as the allowed origin of its pages. */
export function functionOrigins(route: Route): readonly Value[] {
  const handler = handlerBehind(route);
  if (!handler) return [];
  const values = handler.analysis.responses.flatMap(({ role, headers }) => (role === "main" ? headers.flatMap(({ name, value }) => (name === "access-control-allow-origin" ? [value] : [])) : []));
  return values.filter((value) => value.kind === "known");
}

/** Where some function behind these routes sends the header that only browsers want. */
export function corsHeaderSent(routes: readonly Route[]): Place | undefined {
  const seen = new Set<string>();
  for (const route of routes) {
    const handler = handlerBehind(route);
    if (!handler || seen.has(handler.functionId)) continue;
    seen.add(handler.functionId);
    const { responses, framework } = handler.analysis;
    const header = responses.flatMap(({ headers }) => headers).find(({ name }) => name === "access-control-allow-origin");
    const site = header?.keySite ?? (framework?.cors === "yes" ? framework.corsSite : undefined);
    const place = site && handler.placeOf(site);
    if (place) return place;
  }
  return undefined;
}

/** The methods that the function behind a route tells apart, but for OPTIONS: the ones it is called with. None where it does not look at them. */
export function functionMethods(route: Route): readonly string[] {
  const handler = handlerBehind(route);
  if (!handler) return [];
  const named = handler.analysis.responses.flatMap(({ methods }) => (methods ? ("only" in methods ? methods.only : methods.except) : []));
  return [...new Set(named)].filter((method) => /^[A-Z]+$/u.test(method) && method !== "OPTIONS" && method !== "ANY");
}
