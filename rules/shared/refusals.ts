import type { CorsProperty, CorsSetting } from "../../src/aws/index.ts";
import type { CorsError } from "../../src/fetch/index.ts";

/** Why browsers refuse an answer that lacks the header. */
const LACKING: Readonly<Record<CorsProperty, readonly CorsError[]>> = {
  "allow-origin": ["PreflightMissingAllowOriginHeader", "MissingAllowOriginHeader"],
  "allow-methods": ["MethodDisallowedByPreflightResponse"],
  "allow-headers": ["HeaderDisallowedByPreflightResponse"],
  "allow-credentials": ["PreflightInvalidAllowCredentials", "InvalidAllowCredentials"],
  "expose-headers": [],
  "max-age": [],
};

const MISMATCHED_ORIGIN: readonly CorsError[] = [
  "PreflightAllowOriginMismatch",
  "AllowOriginMismatch",
  "PreflightInvalidAllowOriginValue",
  "InvalidAllowOriginValue",
  "PreflightMultipleAllowOriginValues",
  "MultipleAllowOriginValues",
];

const BY_HEADER: ReadonlyMap<string, CorsProperty> = new Map([
  ["access-control-allow-origin", "allow-origin"],
  ["access-control-allow-methods", "allow-methods"],
  ["access-control-allow-headers", "allow-headers"],
  ["access-control-allow-credentials", "allow-credentials"],
]);

/** What browsers say where a header of this name is not sent. */
export function refusalsWithout(header: string): readonly CorsError[] {
  const property = BY_HEADER.get(header.toLowerCase());
  return property === undefined ? [] : LACKING[property];
}

/** What browsers say where a property of a CORS object (`AllowOrigins`, `allowHeaders`) is not there. */
export function refusalsWithoutProperty(name: string): readonly CorsError[] {
  return refusalsWithout(`access-control-${name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`).replace(/^-/u, "").replace(/origins$/u, "origin")}`);
}

/**
 * What browsers say where nothing that the setting holds is what they look for. A wrong origin is sent as it is in a header of its own;
 * a service that compares origins itself sends no header at all.
 */
export function refusalsOf({ property, form }: CorsSetting): readonly CorsError[] {
  return property === "allow-origin" && form === "header" ? MISMATCHED_ORIGIN : LACKING[property];
}
