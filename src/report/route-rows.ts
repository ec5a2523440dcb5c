import type { AwsCause, Route } from "../aws/model.ts";
import type { Response, Step, Verdict } from "../fetch/types.ts";
import type { Engine } from "../linter/engine.ts";
import { type ApiView, answeredByText, headersData, otherHeadersText, statusText } from "./views.ts";

/** An answer as data; every unknown is spelled `unknown (why)`. */
export interface AnswerData {
  readonly answeredBy: string;
  readonly status: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `absent`, or `unknown (why)`. */
  readonly otherHeaders: string;
}

export interface RequestData {
  readonly kind: string;
  readonly origin: string;
  readonly method: string;
  readonly headers: readonly string[];
  readonly credentials: string;
  readonly verdict: Verdict["outcome"];
  readonly reason: string | undefined;
}

/** One route in one scenario: the element of `cors-lint routes --format json`. */
export interface RouteRow {
  readonly api: string;
  readonly kind: string;
  readonly file: string;
  readonly scenario: Readonly<Record<string, string>>;
  readonly method: string;
  readonly path: string;
  readonly integration: string;
  /** The answer to the first preflight that a page would cause; null where none is needed. */
  readonly preflight: AnswerData | null;
  readonly response: AnswerData;
  readonly intent: string;
  readonly deployed: string;
  /** The worst of the requests' verdicts. */
  readonly verdict: Verdict["outcome"] | "none";
  /** The browser's message where blocked, else for want of what nobody can tell. */
  readonly reason: string | undefined;
  readonly requests: readonly RequestData[];
}

const BADNESS: Readonly<Record<Verdict["outcome"], number>> = { blocked: 0, "cannot-tell": 1, allowed: 2 };

/** What the engine believes of each route that pages can call. */
export function rowsOf(engine: Engine, { api, scenario }: ApiView): readonly RouteRow[] {
  return api.routes.filter((route) => isOfInterest(route)).map((route) => rowOf(engine, route, scenario));
}

/** A distribution is listed for what pages are known to send through it; the rest is said of the API behind it. */
export function isOfInterest({ api, browserRequests }: Route): boolean {
  return api.kind !== "distribution" || browserRequests.length > 0;
}

function rowOf(engine: Engine, route: Route, scenario: ReadonlyMap<string, string>): RouteRow {
  const { api } = route;
  const asked = route.browserRequests.map(({ kind, request }) => ({ kind, request, verdict: engine.predictFetch(api.server, request) }));
  const worst = asked.toSorted((a, b) => BADNESS[a.verdict.outcome] - BADNESS[b.verdict.outcome])[0];
  const steps = asked.flatMap(({ verdict }) => verdict.trace);
  const preflight = responsesAt(steps, "preflight-request");
  return {
    api: api.id,
    kind: api.kind,
    file: api.place.file.name,
    scenario: Object.fromEntries(scenario),
    method: route.method,
    path: route.path,
    integration: integrationText(route),
    preflight: preflight ? answerData(preflight) : null,
    response: answerData(responsesAt(steps, "actual-request") ?? directAnswer(route)),
    intent: route.intent.kind,
    deployed: api.deployment.live === "maybe" ? `unknown (${api.deployment.why})` : api.deployment.live,
    verdict: worst?.verdict.outcome ?? "none",
    reason: worst && reasonOf(worst.verdict),
    requests: asked.map(({ kind, request, verdict }) => ({
      kind,
      origin: request.origin,
      method: request.method,
      headers: request.headers.map(([name, value]) => `${name}: ${value}`),
      credentials: request.credentials,
      verdict: verdict.outcome,
      reason: reasonOf(verdict),
    })),
  };
}

export function reasonOf(verdict: Verdict): string | undefined {
  switch (verdict.outcome) {
    case "allowed":
      return undefined;
    case "blocked":
      return verdict.browserMessage;
    case "cannot-tell":
      return verdict.reasons.join("; ");
  }
}

function responsesAt(steps: readonly Step<AwsCause>[], name: Step["name"]): readonly Response<AwsCause>[] | undefined {
  return steps.find((step) => step.name === name)?.responses;
}

/** The answer itself, where the browser never gets as far as to ask for it. */
function directAnswer(route: Route): readonly Response<AwsCause>[] {
  const [first] = route.browserRequests;
  const headers = first ? first.request.headers.map(([name, value]) => [name.toLowerCase(), value] as const) : [];
  const origin = first?.request.origin ?? "https://app.example.com";
  return route.api.server.respond({ method: first?.request.method ?? route.method, path: route.examplePath, headers: [["origin", origin], ...headers] });
}

function answerData(responses: readonly Response<AwsCause>[]): AnswerData {
  return { answeredBy: answeredByText(responses), status: statusText(responses), headers: headersData(responses), otherHeaders: otherHeadersText(responses) };
}

export function integrationText({ integration }: Route): string {
  if (integration.kind === "missing") return "missing";
  if (integration.kind === "unknown") return integration.target === "" ? "unknown" : `unknown (${integration.target})`;
  return integration.target === "" ? integration.kind : integration.target;
}
