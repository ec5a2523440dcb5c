import { byteUppercase, isToken } from "./bytes.ts";

const SAFELISTED: ReadonlySet<string> = new Set(["GET", "HEAD", "POST"]);
const FORBIDDEN: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);
const NORMALIZED: ReadonlySet<string> = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"]);

/** Is this a method at all? Fetch, "method": a token. */
export function isMethod(method: string): boolean {
  return isToken(method);
}

/** Fetch, "CORS-safelisted method": needs no preflight and no listing. Case-sensitive, so normalize first. */
export function isCorsSafelistedMethod(method: string): boolean {
  return SAFELISTED.has(method);
}

/** Fetch, "forbidden method": `fetch` throws. */
export function isForbiddenMethod(method: string): boolean {
  return FORBIDDEN.has(byteUppercase(method));
}

/** Fetch, "normalize" a method: six methods are upper-cased, all others (`patch`!) stay as written. */
export function normalizeMethod(method: string): string {
  const upper = byteUppercase(method);
  return NORMALIZED.has(upper) ? upper : method;
}
