import type { Api, AwsCause } from "../aws/index.ts";
import { type CorsError, type FetchRequest, predictFetch, type Server, type StepName, type Verdict } from "../fetch/index.ts";
import type { CallChange, CallState } from "../linter/index.ts";
import type { Call } from "./calls.ts";
import { hasSameAnswers } from "./same-answers.ts";

/** A call under both versions. */
export type Outcome = ChangedOutcome | { readonly kind: "unchanged"; readonly call: Call };

export interface ChangedOutcome {
  readonly kind: CallChange["kind"];
  readonly call: Call;
  readonly before: Judged;
  readonly after: Judged;
}

export interface Judged {
  readonly verdict: Verdict<AwsCause>;
  /** Nothing serves the request itself: API Gateway's own 403 (REST API) or 404 (HTTP API). */
  readonly isGone: boolean;
}

/** What a browser decides about a call before and after, and what has become of it. */
export function outcomeOf(call: Call, before: Api, after: Api): Outcome {
  if (hasSameAnswers(call, before, after)) return { kind: "unchanged", call };
  const judged = { before: judgedBy(before, call.before), after: judgedBy(after, call.after) };
  const kind = kindOf(call, judged.before, judged.after);
  return kind === "unchanged" ? { kind, call } : { kind, call, ...judged };
}

function judgedBy({ server }: Api, { route, request }: Call["before"]): Judged {
  const verdict = predictFetch(server, request);
  return { verdict, isGone: route === undefined && isUnserved(server, request) };
}

function isUnserved(server: Server<AwsCause>, { method, path, origin, headers }: FetchRequest): boolean {
  const causes = server.respond({ method, path, headers: [["origin", origin], ...headers] }).map(({ cause }) => cause);
  return causes.every(({ kind }) => kind === "gateway") && causes.some((cause) => cause.kind === "gateway" && cause.obstacle.kind === "no-route");
}

function kindOf(call: Call, before: Judged, after: Judged): Outcome["kind"] {
  if (before.isGone) return after.isGone ? "unchanged" : "new";
  const [was, is] = [before.verdict, after.verdict];
  const wasMeant = was.outcome === "allowed" || (was.outcome === "cannot-tell" && call.before.route?.intent.kind === "browser");
  if (after.isGone) return wasMeant ? "regression" : "unchanged";
  switch (is.outcome) {
    case "blocked":
      return was.outcome === "allowed" || (wasMeant && passed(was, is.step)) ? "regression" : "unchanged";
    case "allowed":
      return was.outcome === "blocked" ? "fixed" : "unchanged";
    case "cannot-tell":
      if (was.outcome === "allowed") return "unclear";
      return was.outcome === "blocked" && passed(is, was.step) ? "fixed" : "unchanged";
  }
}

/** The exchange got past this step: what comes after it is not known, but what it decides is. */
function passed({ trace }: Verdict<AwsCause>, step: StepName): boolean {
  return trace.some(({ name, result }) => name === step && result === "passed");
}

/** In a few words, for a table. */
export function stateOf({ verdict, isGone }: Judged): CallState {
  if (isGone) return { outcome: "no-route", text: "no such route" };
  switch (verdict.outcome) {
    case "allowed":
      return { outcome: "allowed", text: "allowed" };
    case "blocked":
      return { outcome: "blocked", text: `blocked: ${REASONS[verdict.error]}` };
    case "cannot-tell": {
      const isPast = verdict.trace.some(({ name, result }) => name === "preflight-status" && result === "passed");
      return { outcome: "cannot-tell", text: isPast ? "preflight passes" : "cannot tell" };
    }
  }
}

const REASONS: Readonly<Record<CorsError, string>> = {
  WildcardOriginNotAllowed: "`*` with credentials",
  MissingAllowOriginHeader: "the response has no Access-Control-Allow-Origin",
  MultipleAllowOriginValues: "the response has several origins",
  InvalidAllowOriginValue: "the response's origin is no origin",
  AllowOriginMismatch: "the response allows another origin",
  InvalidAllowCredentials: "the response does not allow credentials",
  PreflightInvalidStatus: "the preflight has no OK status",
  PreflightDisallowedRedirect: "the preflight is redirected",
  PreflightWildcardOriginNotAllowed: "the preflight allows `*` with credentials",
  PreflightMissingAllowOriginHeader: "the preflight has no Access-Control-Allow-Origin",
  PreflightMultipleAllowOriginValues: "the preflight has several origins",
  PreflightInvalidAllowOriginValue: "the preflight's origin is no origin",
  PreflightAllowOriginMismatch: "the preflight allows another origin",
  PreflightInvalidAllowCredentials: "the preflight does not allow credentials",
  InvalidAllowMethodsPreflightResponse: "the preflight's methods cannot be read",
  InvalidAllowHeadersPreflightResponse: "the preflight's headers cannot be read",
  MethodDisallowedByPreflightResponse: "the preflight does not allow the method",
  HeaderDisallowedByPreflightResponse: "the preflight does not allow a header",
  RedirectContainsCredentials: "a redirect contains credentials",
  CorsDisabledScheme: "the scheme does not allow CORS",
  NetworkError: "a network error",
};
