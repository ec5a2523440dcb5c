import type { HandlerAnalysis, HandlerHeader, HandlerResponse, Site } from "../handler/index.ts";
import { equals, possibilities, startsWith } from "../source/index.ts";

export const ALLOW_ORIGIN = "access-control-allow-origin";
export const ALLOW_CREDENTIALS = "access-control-allow-credentials";

/** A header of a function's response, by its name in lower case. */
export function handlerHeader(response: HandlerResponse, name: string): HandlerHeader | undefined {
  return response.headers.find((header) => header.name === name);
}

/** `Access-Control-Allow-Credentials: true`, whenever the response is sent. */
export function sendsCredentials(response: HandlerResponse): boolean {
  const header = handlerHeader(response, ALLOW_CREDENTIALS);
  return header !== undefined && header.presence === "present" && equals(header.value, "true") === "yes";
}

/** Some response of the function sends the header, on some way at least. */
export function sendsAllowOrigin(analysis: HandlerAnalysis): boolean {
  return analysis.responses.some(sendsItself);
}

/** The same of the handlers that return this response: a file may hold others, for others than browsers. */
export function sendsAllowOriginBeside(analysis: HandlerAnalysis, { handlers }: HandlerResponse): boolean {
  return analysis.responses.some((other) => sendsItself(other) && (handlers.length === 0 || other.handlers.length === 0 || other.handlers.some((name) => handlers.includes(name))));
}

function sendsItself({ allowOrigin }: HandlerResponse): boolean {
  return allowOrigin === "yes" || allowOrigin === "conditional";
}

/**
 * The responses of a role that never send the header, each at the place where it would be added: where a helper's object never has it, the
 * object stands for every call of the helper.
 */
export function responsesWithoutAllowOrigin(analysis: HandlerAnalysis, role: HandlerResponse["role"]): readonly HandlerResponse[] {
  if (analysis.kind === "other") return [];
  const lacking = analysis.responses.filter((response) => response.role === role && response.allowOrigin === "no" && !isOnlyForPreflights(response));
  const objects = analysis.responses.filter((response) => response.form === "object" && response.allowOrigin === "no");
  const covered = new Set(objects.flatMap(({ via }) => via.map(siteId)));
  return lacking.filter((response) => response.form !== "call" || !covered.has(siteId(response.site)));
}

function isOnlyForPreflights({ methods }: HandlerResponse): boolean {
  return methods !== undefined && "only" in methods && methods.only.every((method) => method === "OPTIONS");
}

/** A redirect or a page: what pages link to and browsers open, and no script reads. */
export function isForNavigation(response: HandlerResponse): boolean {
  const isRedirect = possibilities(response.status).every((possibility) => possibility.kind === "known" && /^30[12378]$/u.test(possibility.text));
  const type = handlerHeader(response, "content-type");
  return isRedirect || (type?.presence === "present" && startsWith(type.value, "text/html") === "yes");
}

/**
 * Responses with this header, each value once, wherever it is sent from: with one of the responses that share it, for the methods of them all.
 * Handlers that answer preflights first share their headers with what follows.
 */
export function headersNamed(analysis: HandlerAnalysis, name: string): readonly { readonly header: HandlerHeader; readonly response: HandlerResponse }[] {
  if (analysis.kind === "other") return [];
  const shared = new Map<string, { readonly header: HandlerHeader; readonly responses: HandlerResponse[] }>();
  for (const response of analysis.responses) {
    const header = handlerHeader(response, name);
    if (!header) continue;
    const id = siteId(header.valueSite);
    const before = shared.get(id);
    if (before) before.responses.push(response);
    else shared.set(id, { header, responses: [response] });
  }
  return [...shared.values()].flatMap(({ header, responses }) => {
    const response = responses.find((one) => !isOnlyForPreflights(one)) ?? responses[0];
    return response ? [{ header: handlerHeader(response, name) ?? header, response: { ...response, methods: methodsOfAll(responses) } }] : [];
  });
}

function methodsOfAll(responses: readonly HandlerResponse[]): HandlerResponse["methods"] {
  const only = responses.map(({ methods }) => (methods && "only" in methods ? methods.only : undefined));
  const isNarrow = only.every((methods) => methods !== undefined);
  return isNarrow ? { only: [...new Set(only.flat())] } : responses.length === 1 ? responses[0]?.methods : undefined;
}

function siteId({ file, start, end }: Site): string {
  return `${file}:${start}-${end}`;
}
