import { predictFetch, type FetchRequest, type HttpRequest, type Server } from "../../fetch/index.ts";
import type { AwsCause, BrowserRequest, SharedCopy } from "../model.ts";
import { requestHeader } from "../cors-answer.ts";
import type { Behavior } from "./behavior.ts";
import type { DistributionServer } from "./server.ts";

/** Requests that are looked at; more would show the same again. */
const MAX_REQUESTS = 20;

/**
 * C2: copies of answers that CloudFront keeps without regard to Origin, and hands to pages that the answer does not allow. Where Origin does
 * not even reach what stands behind, every answer is the same, and that is another matter.
 */
export function sharedCopies(behavior: Behavior, server: DistributionServer, requests: readonly BrowserRequest[]): readonly SharedCopy[] {
  const { forwarding, keptMethods } = behavior;
  if (!["always", "unless-forbidden"].includes(forwarding.keeps) || forwarding.tellsApart("origin") !== "no" || forwarding.forwards("origin") !== "yes") return [];
  const concerned = requests.filter(({ request }) => keptMethods.includes(request.method) || keptMethods.includes("OPTIONS")).slice(0, MAX_REQUESTS);
  const found: SharedCopy[] = [];
  for (const { request } of concerned) {
    if (predictFetch(server, request).outcome === "blocked") continue;
    const pages = new Set(concerned.map((other) => other.request.origin).filter((origin) => origin !== request.origin));
    for (const madeFor of [...pages, ...(isPublic(request) ? [undefined] : [])]) {
      const verdict = predictFetch(copyServer(behavior, server, madeFor), request);
      if (verdict.outcome !== "blocked") continue;
      found.push({ request, madeFor, verdict, place: forwarding.keyPlace });
      break;
    }
  }
  return found.sort((a, b) => Number(a.madeFor === undefined) - Number(b.madeFor === undefined));
}

/** Anybody may ask for it, not only pages that know a token. */
function isPublic({ method, headers }: FetchRequest): boolean {
  return (method === "GET" || method === "HEAD") && headers.length === 0;
}

/** Answers from a copy that was made for `origin`, where answers are kept. Nobody but a page sends preflights. */
function copyServer({ forwarding, keptMethods }: Behavior, server: DistributionServer, origin: string | undefined): Server<AwsCause> {
  return {
    respond(request) {
      const isKept = keptMethods.includes(request.method) && (origin !== undefined || request.method !== "OPTIONS");
      if (!isKept) return server.respond(request);
      const [first, ...others] = server.respondAsTo(withOrigin(request, origin), request);
      const isAllowed = forwarding.keeps === "always" || ![first, ...others].every(({ headers }) => headers.some(({ name, value }) => name.toLowerCase() === "cache-control" && value.kind === "known" && FORBIDS.test(value.text)));
      return isAllowed ? [first, ...others] : server.respond(request);
    },
  };
}

const FORBIDS = /\b(?:no-store|no-cache|private)\b|\bmax-age=0\b/iu;

function withOrigin(request: HttpRequest, origin: string | undefined): HttpRequest {
  if (requestHeader(request, "origin") === undefined) return request;
  const others = request.headers.filter(([name]) => name.toLowerCase() !== "origin");
  return { ...request, headers: origin === undefined ? others : [...others, ["origin", origin]] };
}
