import { byteLowercase, isToken, normalizeHeaderValue } from "./bytes.ts";

/**
 * Essence (`type/subtype`, lower case) of a MIME type; `undefined` where it cannot be parsed. Parameters never make it fail.
 * MIME Sniffing, "parse a MIME type".
 */
export function mimeTypeEssence(value: string): string | undefined {
  const text = normalizeHeaderValue(value);
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const type = text.slice(0, slash);
  const semicolon = text.indexOf(";", slash);
  const subtype = text.slice(slash + 1, semicolon < 0 ? text.length : semicolon).replace(/[\t\n\r ]+$/u, "");
  return isToken(type) && isToken(subtype) ? byteLowercase(`${type}/${subtype}`) : undefined;
}
