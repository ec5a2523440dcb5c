import type { Api, AwsCause } from "../aws/model.ts";
import { curlFor } from "../fetch/curl.ts";
import type { Blocked, FetchRequest, HttpRequest, Response, Step, Verdict } from "../fetch/types.ts";
import { locationText } from "../formatters/frame.ts";
import { type Paint, type Style, painter } from "../formatters/paint.ts";
import { printable } from "../formatters/printable.ts";
import type { Place } from "../source/place.ts";
import { describe } from "../source/value.ts";
import { fieldText, kindName } from "../report/views.ts";

/** One request that was predicted, and the scenarios that it was predicted for. */
export interface Simulation {
  readonly api: Api;
  readonly scenarios: readonly string[];
  readonly request: FetchRequest;
  readonly profile: string;
  readonly verdict: Verdict<AwsCause>;
  /** What would block it next, once what blocks it now is mended. */
  readonly later: readonly Blocked<AwsCause>[];
}

/** Each exchange that differs from the ones before, step by step. */
export function simulationsText(simulations: readonly Simulation[], color: boolean): string {
  const paint = painter(color);
  const texts = new Map<string, Simulation & { readonly scenarios: string[] }>();
  for (const simulation of simulations) {
    const text = exchangeText(simulation, paint);
    const same = texts.get(text);
    if (same) same.scenarios.push(...simulation.scenarios);
    else texts.set(text, { ...simulation, scenarios: [...simulation.scenarios] });
  }
  return `${[...texts].map(([text, simulation]) => `${headingText(simulation, paint)}\n\n${text}`).join("\n\n")}\n`;
}

function headingText({ api, scenarios, request }: Simulation, paint: Paint): string {
  const headers = request.headers.length === 0 ? "" : `, headers: ${JSON.stringify(Object.fromEntries(request.headers))}`;
  const call = `fetch("${request.target}${request.path}", { method: "${request.method}", credentials: "${request.credentials}"${headers} })`;
  const where = `${api.name} (${kindName(api)}, ${locationText(api.place)})${scenarios.length > 0 ? `, with ${scenarios.join(" or ")}` : ""}`;
  return [`${paint("strong", printable(call))}`, `on a page of ${printable(request.origin)}, to ${printable(where)}`].join("\n");
}

function exchangeText({ api, verdict, later, request }: Simulation, paint: Paint): string {
  const lines: string[] = [];
  const locate = locatorFor(api);
  verdict.trace.forEach((step, index) => lines.push(...stepLines(step, index + 1, paint, locate)));
  lines.push("", ...verdictLines(verdict, paint), ...laterLines(later, paint, locate), "", ...curlLines(verdict.trace, request));
  return lines.join("\n");
}

const MARKS: Readonly<Record<Step["result"], readonly [Style, string]>> = { passed: ["help", "ok"], failed: ["error", "fail"], unknown: ["warning", "?"] };

function stepLines(step: Step<AwsCause>, number: number, paint: Paint, locate: Locate): readonly string[] {
  const [style, mark] = MARKS[step.result];
  const lines = [`${String(number).padStart(2)}. ${paint(style, mark.padEnd(4))} ${printable(step.text)}`];
  if (step.request) lines.push(...requestLines(step.request));
  const { responses } = step;
  if (responses) {
    responses.forEach((response, index) => lines.push(...responseLines(response, responses.length > 1 ? index + 1 : undefined, paint, locate)));
    return lines;
  }
  for (const { place, what } of step.evidence) if (place && step.result !== "passed") lines.push(`${INDENT}${paint("gutter", `${printable(what)}: ${locate(place)}`)}`);
  return lines;
}

const INDENT = "         ";

function requestLines(request: HttpRequest): readonly string[] {
  return [`${INDENT}> ${printable(`${request.method} ${request.path}`)}`, ...request.headers.map(([name, value]) => `${INDENT}> ${printable(`${name}: ${value}`)}`)];
}

/** An answer; one of several is numbered and says whose it is, the only one's author stands in the step already. */
function responseLines(response: Response<AwsCause>, number: number | undefined, paint: Paint, locate: Locate): readonly string[] {
  const status = `< ${printable(describe(response.status))}`;
  const lines = number === undefined ? [`${INDENT}${status}${at(response.place, paint, locate)}`] : [`${INDENT}either (${number}) ${printable(response.answeredBy)}${at(response.place, paint, locate)}`, `${INDENT}${status}`];
  for (const field of response.headers) lines.push(`${INDENT}< ${printable(`${field.name.toLowerCase()}: ${fieldText(field)}`)}${at(field.place, paint, locate)}`);
  if (response.unlisted !== "absent") lines.push(`${INDENT}< other headers: unknown (${printable(response.unlisted.unknown)})`);
  return lines;
}

/** Where something is written: only the line, where it is the file of the API, which the heading names. */
type Locate = (place: Place) => string;

function locatorFor(api: Api): Locate {
  return (place) => (place.file === api.place.file ? `line ${place.range.start.line}` : locationText(place));
}

function at(place: Place | undefined, paint: Paint, locate: Locate): string {
  return place ? `  ${paint("gutter", `(${locate(place)})`)}` : "";
}

function verdictLines(verdict: Verdict<AwsCause>, paint: Paint): readonly string[] {
  switch (verdict.outcome) {
    case "allowed": {
      const readable = verdict.readableHeaders;
      return [`${paint("help", "Allowed.")} The page can read the response${readable === undefined ? "" : readable.length > 0 ? `, and of its headers ${readable.join(", ")}` : ""}.`];
    }
    case "blocked":
      return [paint("error", `Blocked${verdict.exchange === "preflight" ? " at the preflight: the request itself is never sent" : ": the request was sent, the page cannot read the response"}.`), printable(verdict.browserMessage)];
    case "cannot-tell":
      return [paint("warning", "Cannot tell, for want of:"), ...verdict.reasons.map((reason) => `  - ${printable(reason)}`)];
  }
}

/** The step that fails in each, since the way to it has been told. */
function laterLines(later: readonly Blocked<AwsCause>[], paint: Paint, locate: Locate): readonly string[] {
  if (later.length === 0) return [];
  const failures = later.map(({ trace, evidence, response }) => {
    const text = trace.findLast(({ result }) => result === "failed")?.text ?? "";
    return `  - ${printable(text)}${at(evidence.find(({ place }) => place)?.place ?? response.place, paint, locate)}`;
  });
  return ["", paint("warning", "Once that is mended, this blocks it too:"), ...failures];
}

function curlLines(trace: readonly Step<AwsCause>[], request: FetchRequest): readonly string[] {
  const sent = trace.flatMap((step) => (step.request ? [step.request] : []));
  return sent.map((http) => printable(curlFor(http, request.target)));
}

/** The same as data. */
export function simulationData({ api, scenarios, request, profile, verdict, later }: Simulation): object {
  return {
    api: { id: api.id, name: api.name, kind: api.kind, ...placeData(api.place) },
    scenario: scenarios[0],
    request,
    engine: profile,
    verdict: verdict.outcome,
    ...outcomeData(verdict),
    ...(later.length > 0 && { later: later.map(outcomeData) }),
    steps: verdict.trace.map((step) => ({
      name: step.name,
      exchange: step.exchange,
      result: step.result,
      text: step.text,
      request: step.request,
      curl: step.request && curlFor(step.request, request.target),
      responses: step.responses?.map(responseData),
      evidence: step.evidence.map(({ what, value, place }) => ({ what, value: value && describe(value), ...placeData(place) })),
    })),
  };
}

function outcomeData(verdict: Verdict<AwsCause>): object {
  switch (verdict.outcome) {
    case "allowed":
      return { readableHeaders: verdict.readableHeaders };
    case "blocked":
      return { blockedAt: verdict.step, error: verdict.error, detail: verdict.detail, browserMessage: verdict.browserMessage };
    case "cannot-tell":
      return { reasons: verdict.reasons };
  }
}

function responseData(response: Response<AwsCause>): object {
  return {
    answeredBy: response.answeredBy,
    status: describe(response.status),
    ...placeData(response.place),
    headers: response.headers.map((field) => ({ name: field.name.toLowerCase(), value: fieldText(field), ...placeData(field.place) })),
    otherHeaders: response.unlisted === "absent" ? "absent" : `unknown (${response.unlisted.unknown})`,
  };
}

function placeData(place: Place | undefined): object {
  if (!place) return {};
  const { start } = place.range;
  return { file: place.file.name, line: start.line, column: start.column };
}
