import { urlFrom } from "../source/index.ts";

/** What an origin is made of. `port` is empty for the scheme's default. */
export interface Origin {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
}

/**
 * Serialization of the origin of a URL, as browsers send it: scheme and host in lower case, international hosts in Punycode, no default
 * port, no path, no final slash; `null` for an opaque origin (`file:`, `data:`); `undefined` where the text is no URL.
 * HTML, "serialization of an origin"; URL, "origin".
 */
export function serializeOrigin(url: string): string | undefined {
  return urlFrom(url)?.origin;
}

/** The parts of a serialized http(s) origin; `undefined` where the text is not exactly what a browser would send. */
export function parseOrigin(text: string): Origin | undefined {
  if (text.includes("*") || text === "null" || serializeOrigin(text) !== text) return undefined;
  const url = new URL(text);
  return { scheme: url.protocol.slice(0, -1), host: url.hostname, port: url.port };
}

/** Could a browser send this as `Origin`, byte by byte? `https://app.example.com/`, `…:443`, upper case and `*.example.com` could not. */
export function isSerializedOrigin(text: string): boolean {
  if (text === "null") return true;
  return !text.includes("*") && (serializeOrigin(text) === text || APP_ORIGIN.test(text));
}

/** Web views and browser extensions register schemes of their own and send them, though URL calls these origins opaque. */
const APP_ORIGIN = /^(?!(?:https?|wss?|ftp|file|data|blob|about|javascript):)[a-z][a-z\d+.-]*:\/\/[^\sA-Z/?#@]+$/u;

/** Same origin, in terms of serializations. An opaque origin is the same as nothing, not even itself. HTML, "same origin". */
export function isSameOrigin(a: string, b: string): boolean {
  return a === b && a !== "null";
}

/**
 * Fetch, "redirect-taint" of a request other than "same-origin": the request went on to another origin from one that was not its own,
 * so that whoever sent it there cannot borrow its name.
 */
export function isRedirectTainted(origin: string, urls: readonly URL[]): boolean {
  return urls.some((url, index) => {
    const last = urls[index - 1];
    return last !== undefined && !isSameOrigin(url.origin, last.origin) && !isSameOrigin(origin, last.origin);
  });
}

/** Fetch, "serializing a request origin": what `Origin` says and what the CORS check compares with. */
export function serializeRequestOrigin(origin: string, urls: readonly URL[]): string {
  return isRedirectTainted(origin, urls) ? "null" : origin;
}
