import { corsCheck } from "./cors-check.ts";
import { actualRequest, isBasicFetch, originOf, preflightRequest, questionOf, whyPreflight, type CurrentRequest } from "./current-request.ts";
import { statusEvidence } from "./header-list.ts";
import { failed, notKnown, passed, stepFrom, type JudgedStep } from "./judgement.ts";
import { combineOutcomes, type Outcome } from "./outcome.ts";
import type { Mended } from "./mended.ts";
import type { PreflightCache } from "./preflight-cache.ts";
import { preflightSteps, type PreflightQuestion } from "./preflight-check.ts";
import type { Profile } from "./profile.ts";
import { continuations, followRedirect, redirectEvidence, type Continuation } from "./redirect.ts";
import { readableHeaders } from "./response-headers.ts";
import type { HttpRequest, Response, Server, Step } from "./types.ts";

export type { Outcome } from "./outcome.ts";

export interface FetchContext<Cause> {
  readonly profile: Profile;
  readonly cache: PreflightCache | undefined;
  readonly serverAt: (origin: string) => Server<Cause> | undefined;
  /** Steps are told. */
  readonly trace: boolean;
  /** How many more exchanges are predicted. */
  readonly exchanges: { left: number };
  /** What is taken for mended; absent: nothing, as browsers see it. */
  readonly mended?: Mended | undefined;
}

/** Fetch, "main fetch" for the mode "cors". */
export function mainFetch<Cause>(context: FetchContext<Cause>, request: CurrentRequest): Outcome<Cause> {
  const server = context.serverAt(request.url.origin);
  if (!server) return { kind: "unknown", reasons: [`nothing is known of ${request.url.origin}, where a redirect leads`], steps: [] };
  if (context.exchanges.left-- <= 0) return { kind: "unknown", reasons: ["there are too many possible redirects"], steps: [] };
  if (isBasicFetch(request)) {
    const text = `Page and API share the origin ${request.origin}, so CORS does not apply.`;
    return httpFetch(context, request, server, request.origin, told(context, () => stepFrom({ name: "preflight-needed", judgement: passed(text), evidence: [] }, "actual")));
  }
  return corsFetch(context, { ...request, tainting: "cors" }, server);
}

function corsFetch<Cause>(context: FetchContext<Cause>, request: CurrentRequest, server: Server<Cause>): Outcome<Cause> {
  const { profile, cache } = context;
  const question = questionOf(request, profile);
  const why = whyPreflight(request, question, profile);
  const cached = why === undefined ? "no" : (cache?.answers(question, request.url.href) ?? "no");
  const first = told(context, () => stepFrom<Cause>({ name: "preflight-needed", judgement: passed(whyText(request, why, cached === "yes")), evidence: [] }, why === undefined || cached === "yes" ? "actual" : "preflight"));
  if (why === undefined || cached === "yes") {
    const outcome = httpFetch(context, { ...request, wasPreflighted: request.wasPreflighted || why !== undefined }, server, originOf(request), first);
    if (why !== undefined) clearOnFailure(context, request, question, outcome);
    return outcome;
  }
  const sent = preflight(context, request, question, server);
  const certain: Outcome<Cause> | "passed" = cached === "maybe" && sent.outcome !== "passed" ? hedged(sent.outcome) : sent.outcome;
  if (certain !== "passed" && certain.kind === "blocked") {
    cache?.clear(question, request.url.href);
    return { ...certain, steps: [...first, ...sent.steps] };
  }
  const outcome = httpFetch(context, { ...request, wasPreflighted: true }, server, originOf(request), [...first, ...sent.steps]);
  clearOnFailure(context, request, question, outcome);
  if (certain === "passed" || outcome.kind === "blocked") return outcome;
  const reasons = certain.kind === "unknown" ? certain.reasons : [];
  return { kind: "unknown", reasons: [...reasons, ...(outcome.kind === "unknown" ? outcome.reasons : [])], steps: outcome.steps };
}

function whyText(request: CurrentRequest, why: string | undefined, isCached: boolean): string {
  if (why === undefined) return `${request.method}${request.headers.length > 0 ? " with these headers" : ""} needs no preflight: the browser sends it at once.`;
  return isCached ? `The browser remembers the preflight that it needs because ${why}.` : `The browser asks first with a preflight, because ${why}.`;
}

function hedged<Cause>(outcome: Outcome<Cause>): Outcome<Cause> {
  if (outcome.kind !== "blocked") return outcome;
  return { kind: "unknown", reasons: ["the browser may remember an earlier preflight"], steps: outcome.steps };
}

/** Fetch, "main fetch": a network error in place of the answer clears what the preflight cache knows. */
function clearOnFailure<Cause>(context: FetchContext<Cause>, request: CurrentRequest, question: PreflightQuestion, outcome: Outcome<Cause>): void {
  if (outcome.kind === "allowed" || !context.cache) return;
  if (!context.profile.departs("preflight-cache-not-cleared-on-failure")) context.cache.clear(question, request.url.href);
}

interface PreflightResult<Cause> {
  readonly steps: readonly Step<Cause>[];
  readonly outcome: Outcome<Cause> | "passed";
}

/** Fetch, "CORS-preflight fetch". */
function preflight<Cause>(context: FetchContext<Cause>, request: CurrentRequest, question: PreflightQuestion, server: Server<Cause>): PreflightResult<Cause> {
  const { mended } = context;
  if (mended?.isPreflight) return { steps: [], outcome: "passed" };
  const sent = preflightRequest(request, question, context.profile);
  const answers = server.respond(sent);
  const responses = mended ? mended.answersBehind(answers) : answers;
  const steps: Step<Cause>[] = [...told(context, () => exchangeStep("preflight-request", "preflight", sent, request, responses))];
  const outcomes: (Outcome<Cause> | "passed")[] = [];
  for (const response of responses) {
    const judged = preflightSteps(question, response, context.profile, mended);
    for (const step of judged) steps.push(...told(context, () => stepFrom<Cause>(step, "preflight", prefixFor(response, responses))));
    outcomes.push(outcomeOfPreflight(judged, response, request));
  }
  const allPassed = outcomes.every((outcome) => outcome === "passed");
  responses.forEach((response, index) => {
    const outcome = outcomes[index];
    const mayPass = outcome === "passed" || outcome?.kind === "unknown";
    if (mayPass) context.cache?.store(question, request.url.href, response, allPassed && responses.length === 1, context.profile);
  });
  if (allPassed) return { steps, outcome: "passed" };
  const known = outcomes.map((outcome): Outcome<Cause> => (outcome === "passed" ? { kind: "unknown", reasons: [], steps: [] } : outcome));
  const combined = combineOutcomes(known, responses);
  return { steps, outcome: combined };
}

function outcomeOfPreflight<Cause>(judged: readonly JudgedStep[], response: Response<Cause>, request: CurrentRequest): Outcome<Cause> | "passed" {
  const failure = blockedFrom<Cause>(judged, response, "preflight", request);
  if (failure) return failure;
  const reasons = judged.flatMap(({ judgement }) => (judgement.result === "unknown" ? judgement.reasons : []));
  return reasons.length > 0 ? { kind: "unknown", reasons, steps: [] } : "passed";
}

function blockedFrom<Cause>(judged: readonly JudgedStep[], response: Response<Cause>, exchange: Step["exchange"], request: CurrentRequest): Outcome<Cause> | undefined {
  for (const { name, judgement, evidence } of judged) {
    if (judgement.result !== "failed") continue;
    const { error, detail } = judgement;
    return { kind: "blocked", exchange, step: name, error, detail, response, evidence, url: request.url.href, steps: [] };
  }
  return undefined;
}

/** Fetch, "HTTP fetch" without its preflight: send, check, follow. */
function httpFetch<Cause>(context: FetchContext<Cause>, request: CurrentRequest, server: Server<Cause>, origin: string, before: readonly Step<Cause>[]): Outcome<Cause> {
  const sent = actualRequest(request, origin);
  const responses = server.respond(sent);
  const steps: Step<Cause>[] = [...before, ...told(context, () => exchangeStep("actual-request", "actual", sent, request, responses))];
  const outcomes = responses.map((response): Outcome<Cause> => {
    const outcome = outcomeOfAnswer(context, request, origin, response, prefixFor(response, responses));
    steps.push(...outcome.steps);
    return outcome;
  });
  return { ...combineOutcomes(outcomes, responses), steps };
}

function outcomeOfAnswer<Cause>(context: FetchContext<Cause>, request: CurrentRequest, origin: string, response: Response<Cause>, prefix: string): Outcome<Cause> {
  const steps: Step<Cause>[] = [];
  const reasons: string[] = [];
  if (request.tainting === "cors") {
    const check = corsCheck({ origin, credentials: request.credentials }, response, "actual", context.profile);
    steps.push(...told(context, () => stepFrom<Cause>(check, "actual", prefix)));
    const failure = blockedFrom<Cause>([check], response, "actual", request);
    if (failure) return { ...failure, steps };
    if (check.judgement.result === "unknown") reasons.push(...check.judgement.reasons);
  }
  const ways = continuations(response, request.redirect);
  const outcomes = ways.map((way) => {
    const outcome = outcomeOfContinuation(context, request, response, way, prefix);
    steps.push(...outcome.steps);
    return outcome;
  });
  const combined = combineOutcomes(outcomes, ways.map(() => response));
  if (reasons.length === 0 || combined.kind === "blocked") return { ...combined, steps };
  return { kind: "unknown", reasons: [...reasons, ...(combined.kind === "unknown" ? combined.reasons : [])], steps };
}

function outcomeOfContinuation<Cause>(context: FetchContext<Cause>, request: CurrentRequest, response: Response<Cause>, way: Continuation, prefix: string): Outcome<Cause> {
  const redirectStep = (judgement: JudgedStep["judgement"]): JudgedStep => ({ name: "redirect", judgement, evidence: redirectEvidence(response) });
  switch (way.kind) {
    case "final":
      return allowed(response, request.tainting, request);
    case "unknown": {
      const step = redirectStep(notKnown("It is not known whether this redirects, and where to.", way.reasons));
      return { kind: "unknown", reasons: way.reasons, steps: told(context, () => stepFrom(step, "actual", prefix)) };
    }
    case "redirect": {
      if (request.redirect === "manual") return allowed(response, "opaqueredirect", request);
      const result = request.redirect === "error"
        ? { refused: failed("NetworkError", `The answer is a redirect (${way.status}), and the page asked for none.`) }
        : followRedirect(request, way.status, way.location, context.profile);
      if ("refused" in result) {
        const step = redirectStep(result.refused);
        const failure = blockedFrom<Cause>([step], response, "actual", request);
        return { ...(failure ?? { kind: "unknown", reasons: [] }), steps: told(context, () => stepFrom(step, "actual", prefix)) };
      }
      const step = redirectStep(passed(`The answer is a redirect (${way.status}) to ${result.next.url.href}.`));
      const outcome = mainFetch(context, result.next);
      return { ...outcome, steps: [...told(context, () => stepFrom<Cause>(step, "actual", prefix)), ...outcome.steps] };
    }
  }
}

function allowed<Cause>(response: Response<Cause>, responseType: "basic" | "cors" | "opaqueredirect", request: CurrentRequest): Outcome<Cause> {
  return { kind: "allowed", response, responseType, readable: readableHeaders(response, responseType, request.credentials), steps: [] };
}

/** The step, where steps are wanted: its sentence is not written for nobody. */
function told<Cause>({ trace }: FetchContext<Cause>, step: () => Step<Cause>): readonly Step<Cause>[] {
  return trace ? [step()] : [];
}

function exchangeStep<Cause>(name: "preflight-request" | "actual-request", exchange: Step["exchange"], sent: HttpRequest, request: CurrentRequest, responses: readonly Response<Cause>[]): Step<Cause> {
  const evidence = responses.flatMap(statusEvidence);
  const who = responses.map(({ answeredBy }) => answeredBy);
  const text = `The browser sends ${sent.method} ${request.url.href}; ${[...new Set(who)].join(" or ")} answers.`;
  return { name, exchange, result: "passed", text, request: sent, responses, evidence };
}

/** Where several answers are possible, each step says whose it is about. */
function prefixFor(response: Response, responses: readonly Response[]): string {
  return responses.length > 1 ? `If ${response.answeredBy} answers: ` : "";
}
