import { byteLowercase, isToken, normalizeHeaderValue } from "./bytes.ts";
import { isForbiddenMethod } from "./methods.ts";
import { mimeTypeEssence } from "./mime-type.ts";
import { Profile } from "./profile.ts";
import { parseSingleRangeHeaderValue } from "./range.ts";
import type { HeaderPair } from "./types.ts";

const STANDARD = new Profile("standard");

const FORBIDDEN: ReadonlySet<string> = new Set([
  "accept-charset", "accept-encoding", "access-control-request-headers", "access-control-request-method", "connection", "content-length",
  "cookie", "cookie2", "date", "dnt", "expect", "host", "keep-alive", "origin", "referer", "set-cookie", "te", "trailer",
  "transfer-encoding", "upgrade", "via",
]);
const METHOD_OVERRIDES: ReadonlySet<string> = new Set(["x-http-method", "x-http-method-override", "x-method-override"]);
const SAFELISTED_TYPES: ReadonlySet<string> = new Set(["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]);
/** What Chromium sends without asking beyond the standard's list, and with which values. */
const CHROMIUM_SAFELISTED: ReadonlyMap<string, RegExp> = new Map([
  ["user-agent", /^/u],
  ["intervention", /^/u],
  ["save-data", /^on$/iu],
  ["ect", /^(?:slow-2g|2g|3g|4g)$/u],
  ["dpr", /^[0-9]+(?:\.[0-9]+)?$/u],
  ["device-memory", /^[0-9]+(?:\.[0-9]+)?$/u],
  ["downlink", /^[0-9]+(?:\.[0-9]+)?$/u],
  ["rtt", /^[0-9]+$/u],
  ["width", /^[0-9]+$/u],
  ["viewport-width", /^[0-9]+$/u],
]);

/** Longest value of a safelisted header, and of all of them together, in bytes. Fetch, "CORS-safelisted request-header" and "CORS-unsafe request-header names". */
const MAX_VALUE_BYTES = 128;
const MAX_TOTAL_BYTES = 1024;
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;

/** Fetch, "header value": no NUL, CR or LF, nothing that is not one byte, no blanks around it. */
export function isHeaderValue(value: string): boolean {
  return /^[^\0\r\n\u0100-\u{10ffff}]*$/u.test(value) && normalizeHeaderValue(value) === value;
}

/** Fetch, "forbidden request-header": the browser drops it without a word when a page sets it. */
export function isForbiddenRequestHeader(name: string, value: string): boolean {
  const lower = byteLowercase(name);
  if (FORBIDDEN.has(lower) || lower.startsWith("proxy-") || lower.startsWith("sec-")) return true;
  return METHOD_OVERRIDES.has(lower) && getDecodeAndSplit(value).some(isForbiddenMethod);
}

/** Fetch, "get, decode, and split" a header value: at commas outside quoted strings, blanks trimmed, quotes kept. */
export function getDecodeAndSplit(value: string): readonly string[] {
  const items: string[] = [];
  let item = "";
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const unit = value.charAt(i);
    if (unit === "," && !quoted) {
      items.push(item);
      item = "";
      continue;
    }
    item += unit;
    if (quoted && unit === "\\" && i + 1 < value.length) item += value.charAt(++i);
    else if (unit === '"') quoted = !quoted;
  }
  return [...items, item].map((text) => text.replace(/^[\t ]+|[\t ]+$/gu, ""));
}

/** Fetch, "CORS non-wildcard request-header name": `Authorization`, which `*` does not cover. */
export function isCorsNonWildcardRequestHeaderName(name: string): boolean {
  return byteLowercase(name) === "authorization";
}

/** Fetch, "CORS-unsafe request-header byte". */
function hasCorsUnsafeRequestHeaderByte(value: string): boolean {
  return /[\0-\x08\x0a-\x1f"():<>?@[\\\]{}\x7f]/u.test(value);
}

/** Fetch, "CORS-safelisted request-header": sent without asking first. The value decides as much as the name. */
export function isCorsSafelistedRequestHeader(name: string, value: string, profile: Profile = STANDARD): boolean {
  const lower = byteLowercase(name);
  if (value.length > MAX_VALUE_BYTES) return false;
  switch (lower) {
    case "accept":
      return !hasCorsUnsafeRequestHeaderByte(value) && !isStrictlyUnsafe(value, profile);
    case "accept-language":
    case "content-language":
      return /^[0-9A-Za-z *,\-.;=]*$/u.test(value);
    case "content-type":
      return isSafelistedContentType(value, profile);
    case "range":
      return isSafelistedRange(value, profile);
    default:
      return CHROMIUM_SAFELISTED.get(lower)?.test(value) === true && profile.departs("extra-safelisted-request-header");
  }
}

function isSafelistedContentType(value: string, profile: Profile): boolean {
  if (hasCorsUnsafeRequestHeaderByte(value)) return false;
  if (!SAFELISTED_TYPES.has(mimeTypeEssence(value) ?? "")) return false;
  return !((isBeyondAscii(value) || value.includes(",")) && profile.departs("strict-request-header-bytes"));
}

function isStrictlyUnsafe(value: string, profile: Profile): boolean {
  return isBeyondAscii(value) && profile.departs("strict-request-header-bytes");
}

function isBeyondAscii(value: string): boolean {
  return /[^\0-\x7f]/u.test(value);
}

function isSafelistedRange(value: string, profile: Profile): boolean {
  const range = parseSingleRangeHeaderValue(value);
  if (!range) return isLenientRange(value) && profile.departs("lenient-range");
  const [first, last] = range;
  if (first === null) return false;
  const largest = last ?? first;
  if (largest > MAX_UINT64) return !profile.departs("range-number-limit");
  return !(largest > MAX_INT64 && profile.departs("range-signed-number-limit"));
}

function isLenientRange(value: string): boolean {
  const match = /^bytes=\+?(?<first>[0-9]+)-\+?(?<last>[0-9]*)$/iu.exec(value);
  return match?.groups !== undefined && parseSingleRangeHeaderValue(`bytes=${match.groups["first"]}-${match.groups["last"]}`) !== undefined;
}

/** Fetch, "CORS-unsafe request-header names": what a preflight has to ask for, in lower case, sorted, each once. */
export function corsUnsafeRequestHeaderNames(headers: readonly HeaderPair[], profile: Profile = STANDARD): readonly string[] {
  const unsafe = new Set<string>();
  const potentiallyUnsafe = new Set<string>();
  let safelistValueSize = 0;
  for (const [name, value] of headers) {
    if (isCorsSafelistedRequestHeader(name, value, profile)) {
      potentiallyUnsafe.add(byteLowercase(name));
      safelistValueSize += value.length;
    } else {
      unsafe.add(byteLowercase(name));
    }
  }
  if (safelistValueSize > MAX_TOTAL_BYTES && !profile.departs("no-total-limit")) for (const name of potentiallyUnsafe) unsafe.add(name);
  return [...unsafe].sort(byCodeUnits);
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The header list of the request that `fetch(url, { headers })` makes: values normalized, forbidden request-headers left out, the
 * Content-Type that the body implies added. Fetch, "append a header" with the guard "request", and `new Request`.
 */
export function requestHeaderList(headers: readonly HeaderPair[], bodyContentType: string | undefined, profile: Profile = STANDARD): readonly HeaderPair[] {
  const list: HeaderPair[] = [];
  for (const [name, value] of headers) {
    const normalized = normalizeHeaderValue(value);
    if (!isForbiddenRequestHeader(name, normalized)) list.push([name, normalized]);
  }
  const hasContentType = list.some(([name]) => byteLowercase(name) === "content-type");
  if (bodyContentType !== undefined && !hasContentType) list.push(["Content-Type", bodyContentType]);
  return hasRepetition(list) && profile.departs("repeated-request-headers-are-combined") ? combined(list) : list;
}

function hasRepetition(headers: readonly HeaderPair[]): boolean {
  return new Set(headers.map(([name]) => byteLowercase(name))).size < headers.length;
}

/** Headers of one name become one, `a, b`, at the place of the first. */
export function combined(headers: readonly HeaderPair[]): readonly HeaderPair[] {
  const byName = new Map<string, HeaderPair>();
  for (const [name, value] of headers) {
    const before = byName.get(byteLowercase(name));
    byName.set(byteLowercase(name), before ? [before[0], `${before[1]}, ${value}`] : [name, value]);
  }
  return [...byName.values()];
}

/** Is this a header name at all? Fetch, "header name": a token. */
export function isHeaderName(name: string): boolean {
  return isToken(name);
}
