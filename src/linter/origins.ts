import { saysNoOrigin } from "../aws/no-origin.ts";
import { endsWith, equals, holdsPlaceholder, includes, knownText, possibilities, type Place, urlFrom, type Value } from "../source/index.ts";

/** What keeps a written origin from ever being one that a browser sends (origin serialization of the HTML standard). */
export type OriginDefect =
  | { readonly kind: "trailing-slash"; readonly correct: string | undefined }
  | { readonly kind: "path"; readonly correct: string | undefined }
  | { readonly kind: "no-scheme"; readonly correct: string | undefined }
  | { readonly kind: "default-port"; readonly correct: string | undefined }
  | { readonly kind: "upper-case"; readonly correct: string | undefined }
  | { readonly kind: "blank"; readonly correct: string | undefined }
  | { readonly kind: "not-ascii"; readonly correct: string | undefined }
  | { readonly kind: "placeholder" }
  | { readonly kind: "wildcard" }
  | { readonly kind: "several" };

/** Schemes of pages that are no web pages: apps and browser extensions have origins like `capacitor://localhost`. */
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//iu;

/**
 * The defect of an origin as it is written, whatever its unknown parts turn out to be; `undefined` where it has none or nobody can tell.
 * `*`, `null`, the empty text and words like `none` are values of their own and have no defect here.
 */
export function originDefect(value: Value, wildcards: "none" | "scheme" | "subdomain"): OriginDefect | undefined {
  const defects = possibilities(value).map((possibility) => {
    if (possibility.kind === "unknown" || saysNoOrigin(possibility)) return undefined;
    return possibility.kind === "known" ? defectOfText(possibility.text, wildcards) : defectOfPattern(possibility.parts, value);
  });
  const [first] = defects;
  return first && defects.every((defect) => defect?.kind === first.kind) ? (defects.length === 1 ? first : withoutCorrection(first)) : undefined;
}

function withoutCorrection(defect: OriginDefect): OriginDefect {
  return "correct" in defect ? { ...defect, correct: undefined } : defect;
}

function defectOfText(text: string, wildcards: "none" | "scheme" | "subdomain"): OriginDefect | undefined {
  const bare = text.trim();
  if (bare === "*" || bare === "null" || bare === "" || /['"]/u.test(bare)) return undefined;
  if (holdsPlaceholder(bare)) return { kind: "placeholder" };
  if (/[\s,]/u.test(bare)) return { kind: "several" };
  if (bare.includes("*")) {
    if (wildcards === "subdomain" || (wildcards === "scheme" && /^https?:\/\/\*$/u.test(bare))) return undefined;
    return { kind: "wildcard" };
  }
  if (bare !== text) return { kind: "blank", correct: bare };
  if (!SCHEME.test(bare)) return { kind: "no-scheme", correct: withScheme(bare) };
  const [, scheme = "", rest = ""] = /^([^:]+:\/\/)(.*)$/u.exec(bare) ?? [];
  const slash = rest.search(/[/?#]/u);
  if (slash >= 0) {
    const correct = scheme + rest.slice(0, slash);
    return /^\/+$/u.test(rest.slice(slash)) ? { kind: "trailing-slash", correct } : { kind: "path", correct };
  }
  if (/[^\u0021-\u007e]/u.test(bare)) return { kind: "not-ascii", correct: serialized(bare) };
  if (/[A-Z]/u.test(bare)) return { kind: "upper-case", correct: bare.toLowerCase() };
  if ((scheme === "https://" && rest.endsWith(":443")) || (scheme === "http://" && rest.endsWith(":80"))) return { kind: "default-port", correct: bare.replace(/:\d+$/u, "") };
  return undefined;
}

/** A text with holes: what its known pieces alone give away. */
function defectOfPattern(parts: readonly (string | object)[], value: Value): OriginDefect | undefined {
  const [first] = parts;
  const texts = parts.filter((part) => typeof part === "string");
  if (texts.some((text) => text.includes(","))) return { kind: "several" };
  const hasScheme = typeof first === "string" && SCHEME.test(first);
  const afterScheme = hasScheme ? [first.replace(SCHEME, ""), ...texts.slice(1)] : typeof first === "string" && !/^https?:?\/?\/?$/iu.test(first) ? undefined : texts;
  if (afterScheme === undefined) return equalsNoScheme(first) ? { kind: "no-scheme", correct: undefined } : undefined;
  if (!hasScheme) return isSchemeless(value) ? { kind: "no-scheme", correct: undefined } : endsWith(value, "/") === "yes" && !afterScheme.slice(0, -1).some((text) => text.includes("/")) ? { kind: "trailing-slash", correct: undefined } : undefined;
  const pieces = afterScheme.join("");
  if (!pieces.includes("/")) return undefined;
  const isLast = endsWith(value, "/") === "yes" && pieces.indexOf("/") === pieces.length - 1;
  return isLast ? { kind: "trailing-slash", correct: undefined } : { kind: "path", correct: undefined };
}

function equalsNoScheme(first: string | object | undefined): boolean {
  return typeof first === "string" && !first.includes(":") && isHostLike(first.replace(/[.]$/u, ""));
}

/** Begins with a domain name (of a distribution, say): no scheme can be hidden in it. */
function isSchemeless(value: Value): boolean {
  return includes(value, "://") === "no";
}

/** Development servers speak HTTP; of a single word nobody knows whether it is a host at all. */
function withScheme(bare: string): string | undefined {
  if (!isHostLike(bare) || bare.includes("/")) return undefined;
  if (/^(?:localhost|127\.0\.0\.1)(?::\d+)?$/u.test(bare)) return `http://${bare}`;
  return bare.includes(".") ? `https://${bare.toLowerCase()}` : undefined;
}

function isHostLike(text: string): boolean {
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?(?:\/.*)?$/iu.test(text);
}

function serialized(text: string): string | undefined {
  return urlFrom(text)?.origin;
}

/** Is it the lone wildcard? */
export function isWildcard(value: Value): boolean {
  return equals(value, "*") === "yes";
}

/**
 * The part of a scalar where a piece of its value stands: the slash at the end of an origin, say. Where the value is not written there
 * (a parameter's value, a text that is put together), the whole.
 */
export function placeWithin(place: Place, value: Value, start: number, end: number): Place {
  const text = knownText(value);
  if (text === undefined) return place;
  const { start: from, end: to } = place.range;
  const written = place.file.text.slice(from.offset, to.offset);
  const base = place.slice?.start ?? 0;
  if (written === text) return place.at(base + start, base + end);
  const unquoted = /^(["'])([\s\S]*)\1$/u.exec(written)?.[2];
  return unquoted === text ? place.at(base + start, base + end) : place;
}
