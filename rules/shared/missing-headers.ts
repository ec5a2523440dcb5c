import type { RequiredHeader, Route } from "../../src/aws/index.ts";
import type { BlockedRequest } from "../../src/linter/index.ts";
import { isAskedByNobody } from "./verdicts.ts";

export interface MissingHeaders extends BlockedRequest {
  readonly headers: string[];
  readonly demand: RequiredHeader | undefined;
}

/** The headers that preflights ask for in vain, those together that one line demands: a signature is more than one header. */
export function missingHeaders(route: Route, requests: readonly BlockedRequest[]): readonly MissingHeaders[] {
  const found = new Map<RequiredHeader["place"] | string, MissingHeaders>();
  for (const { request, verdict } of requests) {
    const header = verdict.detail;
    // Where a function answers preflights, that is `unhandled-preflight`.
    if (verdict.error !== "HeaderDisallowedByPreflightResponse" || header === undefined || verdict.response.cause.kind === "function" || isAskedByNobody(route, verdict)) continue;
    const demand = route.requiredHeaders.find((required) => required.name === header.toLowerCase());
    const key = demand?.place ?? header;
    const headers = found.get(key)?.headers;
    if (!headers) found.set(key, { headers: [header], demand, request, verdict });
    else if (!headers.includes(header)) headers.push(header);
  }
  return [...found.values()];
}
