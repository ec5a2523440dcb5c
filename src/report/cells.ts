import { corsCheck } from "../fetch/index.ts";
import type { BrowserRequest } from "../aws/model.ts";
import type { Blocked, CorsError, Response, Step, Verdict } from "../fetch/types.ts";
import { describe } from "../source/index.ts";
import type { Cell, RouteCells } from "./types.ts";

/** A request of a page and what comes of it. */
export interface Asked<Cause = unknown> {
  readonly request: BrowserRequest;
  readonly verdict: Verdict<Cause>;
}

/** What is seen at a glance of the requests that pages of one origin send to a route in one scenario. */
export function cellsOf(asked: readonly Asked[], errors: readonly Response[]): RouteCells {
  return { preflight: stageCell(asked, "preflight"), response: stageCell(asked, "actual"), errors: errorsCell(asked, errors) };
}

const BADNESS: Readonly<Record<Cell["state"], number>> = { blocked: 0, hidden: 1, "cannot-tell": 2, passes: 3, "never-sent": 4, "not-needed": 5, none: 6 };

function stageCell(asked: readonly Asked[], stage: Step["exchange"]): Cell {
  const states = asked.map((each) => ({ ...each, state: stateOf(each.verdict, stage) }));
  const worst = states.toSorted((a, b) => BADNESS[a.state] - BADNESS[b.state])[0];
  if (worst === undefined) return { state: "none", note: "" };
  const { state, verdict } = worst;
  const notes = state === "blocked" && verdict.outcome === "blocked" ? [shortReason(verdict)] : [];
  const same = states.filter((each) => each.state === state);
  if (state === "blocked" && same.length < asked.length) notes.push(...onlyFor(same.map(({ request }) => request), asked.map(({ request }) => request)));
  return { state, note: notes.filter((note) => note !== "").join(", ") };
}

/** A stage that was not reached is one without steps. */
function stateOf(verdict: Verdict, stage: Step["exchange"]): Cell["state"] {
  if (verdict.outcome === "blocked" && verdict.exchange === stage) return "blocked";
  const steps = verdict.trace.filter(({ exchange, name }) => exchange === stage && name !== "preflight-needed");
  if (steps.length === 0) return stage === "preflight" ? "not-needed" : "never-sent";
  return steps.every(({ result }) => result === "passed") ? "passes" : "cannot-tell";
}

/** What sets the blocked requests apart from the others of the same page. */
function onlyFor(blocked: readonly BrowserRequest[], all: readonly BrowserRequest[]): readonly string[] {
  const kinds = new Set(blocked.map(({ kind }) => kind));
  const methods = new Set(blocked.map(({ request }) => request.method));
  const others = new Set(all.map(({ request }) => request.method));
  if (methods.size < others.size) return [`${[...methods].join(", ")} only`];
  if (kinds.has("required")) return [];
  return kinds.has("typical") ? ["with JSON"] : ["with credentials"];
}

function errorsCell(asked: readonly Asked[], errors: readonly Response[]): Cell {
  const results = errors.map((response) => resultOf(asked, response));
  const failed = results.filter((result) => result === "failed").length;
  if (failed > 0) return { state: "hidden", note: failed === results.length ? `all ${failed}` : `${failed} of ${results.length}` };
  if (results.length === 0) return { state: "none", note: "" };
  return { state: results.every((result) => result === "passed") ? "passes" : "cannot-tell", note: "" };
}

function resultOf(asked: readonly Asked[], response: Response): "passed" | "failed" | "unknown" {
  return errorCheck(asked, response).judgement.result;
}

/** Whether the page could read this error, with credentials where it sends any. */
export function errorCheck(asked: readonly Asked[], response: Response): ReturnType<typeof corsCheck> {
  const credentialed = asked.find(({ request }) => request.kind === "credentialed") ?? asked[0];
  const { origin = "", credentials = "same-origin" as const } = credentialed?.request.request ?? {};
  return corsCheck({ origin, credentials }, response, "actual");
}

/** The reason of a refusal in two or three words. */
function shortReason({ error, detail = "", response }: Blocked): string {
  switch (error) {
    case "PreflightInvalidStatus":
      return `status ${describe(response.status)}`.replace(/^status unknown.*$/su, "not ok");
    case "MethodDisallowedByPreflightResponse":
    case "HeaderDisallowedByPreflightResponse":
      return detail === "" ? "not allowed" : `${detail} not allowed`;
    default:
      return REASONS[error];
  }
}

const REASONS: Readonly<Record<Exclude<CorsError, "PreflightInvalidStatus" | "MethodDisallowedByPreflightResponse" | "HeaderDisallowedByPreflightResponse">, string>> = {
  WildcardOriginNotAllowed: "* with credentials",
  MissingAllowOriginHeader: "allows no origin",
  MultipleAllowOriginValues: "names several origins",
  InvalidAllowOriginValue: "names no valid origin",
  AllowOriginMismatch: "allows another origin",
  InvalidAllowCredentials: "allows no credentials",
  PreflightDisallowedRedirect: "redirect",
  PreflightWildcardOriginNotAllowed: "* with credentials",
  PreflightMissingAllowOriginHeader: "allows no origin",
  PreflightMultipleAllowOriginValues: "names several origins",
  PreflightInvalidAllowOriginValue: "names no valid origin",
  PreflightAllowOriginMismatch: "allows another origin",
  PreflightInvalidAllowCredentials: "allows no credentials",
  InvalidAllowMethodsPreflightResponse: "malformed methods",
  InvalidAllowHeadersPreflightResponse: "malformed headers",
  RedirectContainsCredentials: "redirect",
  CorsDisabledScheme: "redirect",
  NetworkError: "redirect",
};
