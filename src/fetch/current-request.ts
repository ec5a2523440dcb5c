import { byteLowercase } from "./bytes.ts";
import { isSameOrigin, serializeRequestOrigin } from "./origin.ts";
import { isCorsSafelistedMethod, normalizeMethod } from "./methods.ts";
import type { PreflightQuestion } from "./preflight-check.ts";
import type { Profile } from "./profile.ts";
import { corsUnsafeRequestHeaderNames, isCorsSafelistedRequestHeader, requestHeaderList } from "./request-headers.ts";
import type { CredentialsMode, FetchRequest, HeaderPair, HttpRequest } from "./types.ts";

/** Fetch's "request" as it changes from redirect to redirect. */
export interface CurrentRequest {
  readonly origin: string;
  /** Fetch, "current URL". */
  readonly url: URL;
  /** Fetch, "URL list"; its length less one is the redirect count. */
  readonly urls: readonly URL[];
  readonly method: string;
  readonly headers: readonly HeaderPair[];
  readonly credentials: CredentialsMode;
  readonly redirect: "follow" | "error" | "manual";
  readonly tainting: "basic" | "cors";
  readonly useCorsPreflightFlag: boolean;
  readonly hasBody: boolean;
  /** A preflight was needed before one of the redirects that led here. */
  readonly wasPreflighted: boolean;
  /** The headers before any redirect dropped some. */
  readonly firstHeaders: readonly HeaderPair[];
}

/** The request that `fetch(url, init)` makes. Fetch, "new Request(input, init)". */
export function requestFrom(request: FetchRequest, profile: Profile): CurrentRequest {
  const url = new URL(request.target + request.path);
  const hasBody = request.body !== undefined;
  const flag = request.useCorsPreflightFlag === true;
  const headers = requestHeaderList(request.headers, request.body?.contentType, profile);
  return {
    origin: request.origin,
    url,
    urls: [url],
    method: normalizeMethod(request.method),
    headers,
    credentials: request.credentials,
    redirect: request.redirect ?? "follow",
    tainting: "basic",
    useCorsPreflightFlag: flag && !(!hasBody && profile.departs("upload-listener-without-body")),
    hasBody,
    wasPreflighted: false,
    firstHeaders: headers,
  };
}

/** Is this an exchange without CORS? Fetch, "main fetch": same origin, and no other origin on the way. */
export function isBasicFetch(request: CurrentRequest): boolean {
  return request.tainting === "basic" && isSameOrigin(request.origin, request.url.origin);
}

/** What `Origin` of the actual request says, and what its CORS check compares with. */
export function originOf(request: CurrentRequest): string {
  return serializeRequestOrigin(request.origin, request.urls);
}

/** What a preflight would ask. */
export function questionOf(request: CurrentRequest, profile: Profile): PreflightQuestion {
  return {
    origin: originOfPreflight(request, profile),
    method: request.method,
    unsafeNames: unsafeNamesOf(request, profile),
    credentials: request.credentials,
    useCorsPreflightFlag: request.useCorsPreflightFlag,
  };
}

function unsafeNamesOf(request: CurrentRequest, profile: Profile): readonly string[] {
  const names = corsUnsafeRequestHeaderNames(request.headers, profile);
  if (request.headers.length === request.firstHeaders.length) return names;
  const firstNames = corsUnsafeRequestHeaderNames(request.firstHeaders, profile);
  return firstNames.length > names.length && profile.departs("preflight-asks-for-dropped-headers") ? firstNames : names;
}

function originOfPreflight(request: CurrentRequest, profile: Profile): string {
  const origin = originOf(request);
  if (origin === request.origin) return origin;
  return request.wasPreflighted && profile.departs("preflight-keeps-origin-after-redirect") ? request.origin : origin;
}

/** Why the browser asks first; `undefined` where it does not. Fetch, "main fetch" and "HTTP fetch". */
export function whyPreflight(request: CurrentRequest, question: PreflightQuestion, profile: Profile): string | undefined {
  const reasons: string[] = [];
  if (!isCorsSafelistedMethod(question.method)) reasons.push(`the method is ${question.method}, not GET, HEAD or POST`);
  if (question.unsafeNames.length > 0) reasons.push(headersNeedPermission(request, question.unsafeNames));
  if (question.useCorsPreflightFlag) reasons.push("the page listens to the progress of the upload");
  if (reasons.length > 0) return reasons.join(", and ");
  if (request.wasPreflighted && profile.departs("preflight-again-after-redirect")) return "the request before the redirect needed one";
  return undefined;
}

function headersNeedPermission(request: CurrentRequest, names: readonly string[]): string {
  const described = names.map((name) => {
    const value = request.headers.find(([other]) => byteLowercase(other) === name)?.[1];
    return SAFELISTED_NAMES.has(name) && value !== undefined && value.length <= 60 ? `${name} (${value})` : name;
  });
  return described.length === 1 ? `the header ${described[0]} needs permission` : `the headers ${described.join(", ")} need permission`;
}

/** Of these the value decides, so that it is worth showing. */
const SAFELISTED_NAMES: ReadonlySet<string> = new Set(["accept", "accept-language", "content-language", "content-type", "range"]);

/** Fetch, "CORS-preflight fetch": the OPTIONS request. It never carries credentials or the author's headers. */
export function preflightRequest(request: CurrentRequest, question: PreflightQuestion, profile: Profile): HttpRequest {
  const asked = namesInPreflight(request, question, profile);
  const names: readonly HeaderPair[] = asked.length > 0 ? [["access-control-request-headers", asked.join(",")]] : [];
  return {
    method: "OPTIONS",
    path: pathOf(request.url),
    headers: [["origin", question.origin], ["accept", "*/*"], ["access-control-request-method", question.method], ...names],
  };
}

function namesInPreflight(request: CurrentRequest, question: PreflightQuestion, profile: Profile): readonly string[] {
  const unsafe = request.headers.filter(([name, value]) => !isCorsSafelistedRequestHeader(name, value, profile));
  const names = unsafe.map(([name]) => byteLowercase(name));
  const isRepeated = new Set(names).size < names.length;
  return isRepeated && profile.departs("repeated-names-in-preflight") ? names.sort() : question.unsafeNames;
}

/** The actual request as the server gets it. Fetch, "append a request `Origin` header". */
export function actualRequest(request: CurrentRequest, origin: string): HttpRequest {
  const headers = request.headers.map(([name, value]): HeaderPair => [byteLowercase(name), value]);
  const hasAccept = headers.some(([name]) => name === "accept");
  const sendsOrigin = request.tainting === "cors" || !["GET", "HEAD"].includes(request.method);
  return {
    method: request.method,
    path: pathOf(request.url),
    headers: [...(sendsOrigin ? [["origin", origin] as const] : []), ...(hasAccept ? [] : [["accept", "*/*"] as const]), ...headers],
  };
}

function pathOf(url: URL): string {
  return url.pathname + url.search;
}
