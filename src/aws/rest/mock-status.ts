import { possibilities } from "../../source/index.ts";
import type { Known, Pattern, Unknown, Value } from "../../source/index.ts";

/** What a MOCK integration takes from the rendered request template: a status, none (a server error), or nobody knows. */
export type MockStatus = { readonly kind: "status"; readonly status: string } | { readonly kind: "none" } | { readonly kind: "unknown" };

/**
 * The `statusCode` of each text that the request template may render (M5). The reader is lenient: keys without quotes, single quotes and
 * commas at the end are accepted, a status in quotes is not (M6).
 */
export function mockStatuses(rendered: Value): readonly MockStatus[] {
  return possibilities(rendered).map(statusIn);
}

function statusIn(rendered: Known | Pattern | Unknown): MockStatus {
  if (rendered.kind === "unknown") return { kind: "unknown" };
  if (rendered.kind === "known") return statusOfText(rendered.text.trim());
  const lenient = lenientStatus(rendered.parts.map((part) => (typeof part === "string" ? part : "\uE000")).join(""));
  return lenient.kind === "none" ? { kind: "unknown" } : lenient;
}

let last: { readonly text: string; readonly status: MockStatus } | undefined;

/** The MOCK integrations of an API mostly have the same template, and to find out that it is no strict JSON takes time. */
function statusOfText(text: string): MockStatus {
  if (last?.text !== text) last = { text, status: freshStatus(text) };
  return last.status;
}

function freshStatus(text: string): MockStatus {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return looksLikeObject(text) ? lenientStatus(text) : isHopeless(text) ? { kind: "none" } : { kind: "unknown" };
  }
  const status = typeof data === "object" && data !== null && "statusCode" in data ? data.statusCode : undefined;
  return typeof status === "number" && Number.isInteger(status) ? { kind: "status", status: String(status) } : { kind: "none" };
}

function lenientStatus(text: string): MockStatus {
  const found = /(?:^|[{,\s])(?<quote>["']?)statusCode\k<quote>\s*:\s*(?<status>-?\d+(?=[\s,}])|[^\s,}]+)/u.exec(text);
  const status = found?.groups?.["status"];
  if (status === undefined) return text.includes("statusCode") ? { kind: "unknown" } : { kind: "none" };
  if (/^-?\d+$/u.test(status)) return { kind: "status", status };
  return /^["'].*["']$|^(?:null|true|false)$/u.test(status) ? { kind: "none" } : { kind: "unknown" };
}

function looksLikeObject(text: string): boolean {
  return text.startsWith("{") && text.endsWith("}");
}

/** Nothing in it could be a status. */
function isHopeless(text: string): boolean {
  return !text.includes("statusCode");
}
