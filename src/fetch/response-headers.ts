import { byteLowercase } from "./bytes.ts";
import { getPossibilities } from "./header-list.ts";
import { extractHeaderListValues } from "./header-list-values.ts";
import type { CredentialsMode, Response } from "./types.ts";

const SAFELISTED: ReadonlySet<string> = new Set([
  "cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma",
]);
const FORBIDDEN: ReadonlySet<string> = new Set(["set-cookie", "set-cookie2"]);

/** Fetch, "CORS-safelisted response-header name" without an exposed list: readable across origins without being named. */
export function isCorsSafelistedResponseHeaderName(name: string): boolean {
  return SAFELISTED.has(byteLowercase(name));
}

/** Fetch, "forbidden response-header name": no script ever reads it. */
export function isForbiddenResponseHeaderName(name: string): boolean {
  return FORBIDDEN.has(byteLowercase(name));
}

/**
 * Names of the headers a script can read, lower case, sorted, each once; `undefined` where that is not known. Fetch, "basic filtered
 * response" and "CORS filtered response", with Access-Control-Expose-Headers as "main fetch" reads it.
 */
export function readableHeaders(response: Response, type: "basic" | "cors" | "opaqueredirect", credentials: CredentialsMode): readonly string[] | undefined {
  if (type === "opaqueredirect") return [];
  const isReadable = type === "basic" ? (): boolean => true : exposure(response, credentials);
  if (isReadable === undefined || response.unlisted !== "absent") return undefined;
  const candidates = response.headers.filter(({ name }) => !isForbiddenResponseHeaderName(name) && isReadable(byteLowercase(name)));
  const certain = new Set(candidates.filter(({ presence }) => presence === "present").map(({ name }) => byteLowercase(name)));
  if (candidates.some(({ name }) => !certain.has(byteLowercase(name)))) return undefined;
  return [...certain].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Which names are exposed; `undefined` where it is not known. */
function exposure(response: Response, credentials: CredentialsMode): ((name: string) => boolean) | undefined {
  const values = getPossibilities(response, "Access-Control-Expose-Headers");
  const [value] = values;
  if (values.length > 1 || (value !== undefined && value.kind !== "known")) return undefined;
  const { parses, items } = extractHeaderListValues(value);
  // One malformed item spoils the whole header; nobody says so.
  if (parses !== "yes") return isCorsSafelistedResponseHeaderName;
  const names = new Set(items.map(byteLowercase));
  if (credentials !== "include" && names.has("*")) return () => true;
  return (name) => isCorsSafelistedResponseHeaderName(name) || names.has(name);
}
