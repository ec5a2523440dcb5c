import type { AwsCause, Route } from "../aws/model.ts";
import type { Response, Step, Verdict } from "../fetch/types.ts";
import { describe, type Place } from "../source/index.ts";
import type { Asked } from "./cells.ts";
import { errorCheck } from "./cells.ts";
import type { AnswerReport, Circumstance, ErrorReport, ExchangeReport, Party, StepReport } from "./types.ts";
import { fieldText } from "./views.ts";

/** One request of a page to a route, as it goes between browser, AWS and function. */
export function exchangeOf(route: Route, asked: Asked<AwsCause>, circumstance: Circumstance): ExchangeReport {
  const { verdict } = asked;
  return {
    circumstances: [circumstance],
    request: asked.request.request,
    outcome: verdict.outcome,
    conclusion: conclusionOf(verdict),
    browserMessage: verdict.outcome === "blocked" ? verdict.browserMessage : undefined,
    reasons: verdict.outcome === "cannot-tell" ? verdict.reasons : [],
    front: frontOf(route),
    behind: behindOf(route),
    steps: blamed(verdict.trace.map((step) => stepOf(step, route))),
  };
}

function conclusionOf(verdict: Verdict): string {
  switch (verdict.outcome) {
    case "allowed": {
      const headers = verdict.readableHeaders ?? [];
      return `Allowed. The page can read the response${headers.length === 0 ? "" : `, and of its headers ${headers.join(", ")}`}.`;
    }
    case "blocked":
      return verdict.exchange === "preflight" ? "Blocked at the preflight: the request itself is never sent." : "Blocked: the request is carried out, and the page cannot read the response.";
    case "cannot-tell":
      return "Cannot tell, for want of:";
  }
}

/** A header that is not there has no line: then the only answer that lacks it is to blame. */
function blamed(steps: readonly StepReport[]): readonly StepReport[] {
  let answers: StepReport["answers"] = [];
  return steps.map((step) => {
    if (step.kind === "sends") answers = step.answers;
    const [only] = answers;
    if (step.kind !== "checks" || step.result === "passed" || step.evidence.length > 0 || answers.length > 1 || only?.place === undefined) return step;
    return { ...step, evidence: [{ what: only.answeredBy, place: only.place }] };
  });
}

function stepOf(step: Step<AwsCause>, route: Route): StepReport {
  const { exchange, result, text, request, responses = [], evidence } = step;
  return {
    kind: step.name === "preflight-needed" ? "asks" : request === undefined ? "checks" : "sends",
    exchange,
    result,
    text,
    sent: request,
    answers: responses.map((response) => answerOf(response, exchange, route)),
    evidence: evidence.flatMap(({ what, place }) => (place ? [{ what, place }] : [])),
  };
}

function answerOf(response: Response<AwsCause>, exchange: Step["exchange"], route: Route): AnswerReport {
  const { answeredBy, status, headers, unlisted, place } = response;
  return {
    answeredBy,
    way: behindOf(route) === undefined ? "own" : wayOf(response.cause, exchange, route),
    status: describe(status),
    headers: headers.map((field) => ({ name: field.name.toLowerCase(), value: fieldText(field), place: field.place })),
    unknownHeaders: unlisted === "absent" ? undefined : unlisted.unknown,
    place,
  };
}

function wayOf(cause: AwsCause, exchange: Step["exchange"], { api }: Route): AnswerReport["way"] {
  if (api.kind === "distribution") return cause.kind === "gateway" && cause.obstacle.kind.startsWith("edge-") ? "own" : "passed-on";
  switch (cause.kind) {
    case "function":
    case "backend":
      return "passed-on";
    case "mapped-response":
      return cause.response.method.route.integration.kind === "mock" ? "own" : "made-over";
    case "cors-configuration":
      // It answers preflights alone, and adds its headers to what comes from behind.
      return exchange === "preflight" ? "own" : "made-over";
    case "gateway":
    case "unknown":
      return "own";
  }
}

function frontOf({ api }: Route): Party {
  switch (api.kind) {
    case "rest":
    case "http":
      return { role: "API Gateway", name: api.name };
    case "function-url":
      return { role: "Function URL", name: api.name };
    case "bucket":
      return { role: "S3 bucket", name: api.name };
    case "distribution":
    case "headers-policy":
      return { role: "CloudFront", name: api.name };
  }
}

function behindOf({ api, integration: { kind, target, functionId } }: Route): Party | undefined {
  if (api.kind === "bucket") return undefined;
  if (api.kind === "distribution") return { role: "Origin", name: target };
  switch (kind) {
    case "mock":
    case "missing":
      return undefined;
    case "proxy-function":
      return { role: "Lambda function", name: functionId ?? target.replace(/^Lambda function /u, "") };
    case "proxy-http":
      return { role: "Back end", name: target };
    case "custom":
      return functionId === undefined ? { role: "Service", name: target } : { role: "Lambda function", name: functionId };
    case "unknown":
      return { role: "Integration", name: target === "" ? "not known" : target };
  }
}

/** An error that the route can lead to, as the page sees it. */
export function errorOf(asked: readonly Asked[], response: Response<AwsCause>): ErrorReport {
  const { judgement, evidence } = errorCheck(asked, response);
  const { cause, answeredBy, status } = response;
  const at: Place | undefined = evidence.find(({ place }) => place)?.place ?? response.place;
  return { what: cause.kind === "gateway" ? cause.obstacle.what : answeredBy, status: describe(status), result: judgement.result, text: judgement.text, place: at };
}
