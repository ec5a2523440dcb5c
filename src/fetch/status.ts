import type { Value } from "../source/index.ts";
import { ofAll, type Tri } from "../source/index.ts";

const REDIRECT: ReadonlySet<string> = new Set(["301", "302", "303", "307", "308"]);
const NULL_BODY: ReadonlySet<string> = new Set(["101", "103", "204", "205", "304"]);

/** Fetch, "ok status": 200 to 299. */
export function isOkStatus(status: Value): Tri {
  return ofAll(status, (possibility) => {
    if (possibility.kind === "known") return /^2\d\d$/u.test(possibility.text) ? "yes" : "no";
    const first = possibility.kind === "pattern" ? possibility.parts[0] : undefined;
    return typeof first === "string" && !first.startsWith("2") ? "no" : "maybe";
  });
}

/** Fetch, "redirect status": 301, 302, 303, 307, 308. */
export function isRedirectStatus(status: Value): Tri {
  return ofAll(status, (possibility) => {
    if (possibility.kind === "known") return REDIRECT.has(possibility.text) ? "yes" : "no";
    const first = possibility.kind === "pattern" ? possibility.parts[0] : undefined;
    return typeof first === "string" && !first.startsWith("3") ? "no" : "maybe";
  });
}

/** Fetch, "null body status". */
export function isNullBodyStatus(status: string): boolean {
  return NULL_BODY.has(status);
}
