import { knownText, possibilities, reasonsOf, resolvedUrl } from "../source/index.ts";
import { byteLowercase } from "./bytes.ts";
import { getPossibilities, statusEvidence } from "./header-list.ts";
import { failed, type Judgement } from "./judgement.ts";
import { isSameOrigin } from "./origin.ts";
import type { Profile } from "./profile.ts";
import { isCorsNonWildcardRequestHeaderName } from "./request-headers.ts";
import type { CurrentRequest } from "./current-request.ts";
import type { Evidence, Response } from "./types.ts";

/** Fetch, "HTTP-redirect fetch": the redirect after the twentieth is a network error. */
const MAX_REDIRECTS = 20;

const REDIRECT: ReadonlySet<string> = new Set(["301", "302", "303", "307", "308"]);
const REQUEST_BODY_HEADERS: ReadonlySet<string> = new Set(["content-encoding", "content-language", "content-location", "content-type"]);

/** One way in which an answer may go on. */
export type Continuation =
  | { readonly kind: "final" }
  | { readonly kind: "redirect"; readonly status: string; readonly location: string }
  | { readonly kind: "unknown"; readonly reasons: readonly string[] };

/** What may follow from an answer: it is the last one, it leads elsewhere, or that is not known. Fetch, "HTTP fetch" and "location URL". */
export function continuations(response: Response, redirectMode: "follow" | "error" | "manual"): readonly Continuation[] {
  const found = possibilities(response.status).flatMap((status): readonly Continuation[] => {
    if (status.kind === "known") return REDIRECT.has(status.text) ? redirections(response, status.text, redirectMode) : [{ kind: "final" }];
    const first = status.kind === "pattern" ? status.parts[0] : undefined;
    if (typeof first === "string" && !first.startsWith("3")) return [{ kind: "final" }];
    const locations = getPossibilities(response, "Location");
    const mayRedirect = redirectMode !== "follow" || locations.some((location) => location !== undefined);
    return mayRedirect ? [{ kind: "unknown", reasons: reasonsOf(status) }] : [{ kind: "final" }];
  });
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

function redirections(response: Response, status: string, redirectMode: "follow" | "error" | "manual"): readonly Continuation[] {
  // These modes do not ask where it leads.
  if (redirectMode !== "follow") return [{ kind: "redirect", status, location: "" }];
  return getPossibilities(response, "Location").map((location): Continuation => {
    if (location === undefined) return { kind: "final" };
    const text = knownText(location);
    return text === undefined ? { kind: "unknown", reasons: reasonsOf(location) } : { kind: "redirect", status, location: text };
  });
}

/** What became of a redirect: the next request, or why there is none. */
export type RedirectResult = { readonly next: CurrentRequest } | { readonly refused: Judgement };

/** Fetch, "HTTP-redirect fetch": the request that follows `location`, or the reason for which it is not followed. */
export function followRedirect(request: CurrentRequest, status: string, location: string, profile: Profile): RedirectResult {
  const current = request.url;
  const url = resolvedUrl(location, current.href);
  if (!url) return { refused: failed("NetworkError", `The redirect leads to '${location}', which is no URL.`, location) };
  if (url.hash === "") url.hash = current.hash;
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return { refused: failed("NetworkError", `The redirect leads to '${url.href}', and only http and https are followed.`, url.href) };
  }
  if (request.urls.length > MAX_REDIRECTS) return { refused: failed("NetworkError", `A browser follows no more than ${MAX_REDIRECTS} redirects.`) };
  const hasUserinfo = url.username !== "" || url.password !== "";
  if (hasUserinfo && (request.tainting === "cors" || !isSameOrigin(request.origin, url.origin))) {
    return { refused: failed("RedirectContainsCredentials", "The redirect carries a user name and password, which is not followed across origins.", url.href) };
  }
  const crosses = !isSameOrigin(current.origin, url.origin);
  const becomesGet = turnsIntoGet(request.method, status) || (crosses && request.method === "DELETE" && profile.departs("delete-across-origins-becomes-get"));
  const headers = request.headers.filter(([name]) => {
    if (becomesGet && REQUEST_BODY_HEADERS.has(byteLowercase(name))) return false;
    return !(crosses && isCorsNonWildcardRequestHeaderName(name));
  });
  const next = { ...request, url, urls: [...request.urls, url], method: becomesGet ? "GET" : request.method, headers };
  return { next: becomesGet ? { ...next, hasBody: false } : next };
}

function turnsIntoGet(method: string, status: string): boolean {
  return (["301", "302"].includes(status) && method === "POST") || (status === "303" && !["GET", "HEAD"].includes(method));
}

/** What a redirect rests on. */
export function redirectEvidence(response: Response): readonly Evidence[] {
  const location = response.headers.find(({ name }) => byteLowercase(name) === "location");
  return [
    ...statusEvidence(response),
    ...(location ? [{ what: "Location", value: location.value, ...(location.place ? { place: location.place } : {}) }] : []),
  ];
}
