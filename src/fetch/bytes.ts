/** Byte-level vocabulary of HTTP and Fetch. Header names and values are strings of one character a byte (isomorphic decoding). */

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/u;

/** RFC 9110, section 5.6.2: what a method or a field name is made of. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Fetch, "normalize" of a byte sequence: without leading and trailing HTTP whitespace (tab, LF, CR, space). */
export function normalizeHeaderValue(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isHttpWhitespace(value.charCodeAt(start))) start++;
  while (end > start && isHttpWhitespace(value.charCodeAt(end - 1))) end--;
  return value.slice(start, end);
}

/** Fetch, "HTTP whitespace byte". */
export function isHttpWhitespace(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0d;
}

/** ASCII letters only: the header names of HTTP know no other case. */
export function byteLowercase(text: string): string {
  // Where all is ASCII the built-in does the same, many times as fast.
  return /^[\0-\x7f]*$/u.test(text) ? text.toLowerCase() : text.replace(/[A-Z]+/gu, (letters) => letters.toLowerCase());
}

/** ASCII letters only: `String.prototype.toUpperCase` would turn `ſ` into `S`. */
export function byteUppercase(text: string): string {
  return text.replace(/[a-z]+/gu, (letters) => letters.toUpperCase());
}
