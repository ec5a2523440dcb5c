import type { Value } from "../source/index.ts";

/**
 * Does the text say that there is no origin to allow? Templates whose frontend is optional write such a word where its origin would stand:
 * `!If [HasSite, !GetAtt Site.DomainName, none]`.
 */
export function saysNoOrigin(value: Value): boolean {
  return value.kind === "known" && /^(?:none|no|false|off|disabled)$/iu.test(value.text);
}
