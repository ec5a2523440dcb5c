import { invalidReason, predictFetch, PreflightCache, type FetchRequest, type HeaderPair, type HttpRequest, type ProfileName, type Response, type Server, type Verdict } from "../../src/fetch/index.ts";
import { known, knownText } from "../../src/source/index.ts";
import type { HopObservation, Observation, Vector, VectorAnswer, VectorHop } from "./vector-schema.ts";

/** One request as the scripted server saw it. */
interface LogEntry {
  readonly hop: number;
  readonly isPreflight: boolean;
  readonly request: HttpRequest;
}

/** What `predictFetch` says of a vector, in the terms of its observation. Error codes are Chromium's. */
export function predictVector(vector: Vector, profile: Exclude<ProfileName, "default">): Observation {
  const request = fetchRequestFrom(vector);
  if (invalidReason(request) !== undefined) return { preflightSent: false, actualSent: false, verdict: "invalid" };
  const cache = new PreflightCache();
  const first = run(vector, request, profile, cache);
  const observation = observationFrom(vector, first.verdict, first.log);
  if (vector.request.repeat === undefined) return observation;
  const again = run(vector, request, profile, cache);
  return { ...observation, second: { preflightSent: again.log.some(({ isPreflight }) => isPreflight), verdict: again.verdict.outcome } };
}

function run(vector: Vector, request: FetchRequest, profile: ProfileName, cache: PreflightCache): { verdict: Verdict; log: readonly LogEntry[] } {
  const log: LogEntry[] = [];
  const server = serverFrom(vector, log);
  return { verdict: predictFetch(server, request, { profile, cache, serverAt: () => server }), log };
}

/** `fetch(url, …)` of the vector. Its path is that of the recording, which `Location` values repeat. */
function fetchRequestFrom(vector: Vector): FetchRequest {
  const { origin, target, method, headers, credentials, redirect, body, api } = vector.request;
  const isXhr = api?.startsWith("xhr") === true;
  const contentType = body && impliedContentType(body.kind, body.type);
  // XMLHttpRequest drops the body of GET and HEAD, where fetch throws.
  const hasBody = body !== undefined && !(isXhr && /^(?:get|head)$/iu.test(method));
  return {
    origin, target, method, credentials,
    headers: isXhr ? combinedHeaders(headers) : headers,
    path: `/c/${vector.id}/1/x`,
    ...(redirect ? { redirect } : {}),
    ...(hasBody ? { body: contentType === undefined ? {} : { contentType } } : {}),
    ...(api === "xhr+upload-listener" ? { useCorsPreflightFlag: true } : {}),
  };
}

/** XMLHttpRequest's `setRequestHeader` combines values of one name. */
function combinedHeaders(headers: readonly HeaderPair[]): readonly HeaderPair[] {
  const byName = new Map<string, HeaderPair>();
  for (const [name, value] of headers) {
    const before = byName.get(name.toLowerCase());
    byName.set(name.toLowerCase(), before ? [before[0], `${before[1]}, ${value}`] : [name, value]);
  }
  return [...byName.values()];
}

/** Fetch, "extract a body": the type of each kind of body. */
function impliedContentType(kind: string, type: string | undefined): string | undefined {
  switch (kind) {
    case "string":
      return "text/plain;charset=UTF-8";
    case "blob":
      return type === undefined || type === "" ? undefined : type;
    case "urlsearchparams":
      return "application/x-www-form-urlencoded;charset=UTF-8";
    case "formdata":
      return "multipart/form-data; boundary=----boundary";
    default:
      return undefined;
  }
}

/** The scripted server of the recording: hops by path, preflights by their request header. */
function serverFrom(vector: Vector, log: LogEntry[]): Server {
  return {
    respond(request) {
      const hop = Number(/\/hop(?<number>\d+)/u.exec(request.path)?.groups?.["number"] ?? 0);
      const isPreflight = request.method === "OPTIONS" && request.headers.some(([name]) => name === "access-control-request-method");
      log.push({ hop, isPreflight, request });
      const answers: VectorHop = (hop === 0 ? vector : vector.hops?.[hop - 1]) ?? NOTHING_THERE;
      return [responseFrom(vector, isPreflight ? answers.preflight : answers.actual)];
    },
  };
}

const NOTHING_THERE: VectorHop = { preflight: { status: 404, headers: [] }, actual: { status: 404, headers: [] } };

function responseFrom(vector: Vector, answer: VectorAnswer): Response {
  const headers = answer.headers.map(([name, value]) => ({
    name,
    value: known(name.toLowerCase() === "location" ? value.replaceAll("$CASE", `c/${vector.id}/1`) : value),
    presence: "present" as const,
  }));
  return { status: known(String(answer.status)), headers, unlisted: "absent", answeredBy: "the scripted server", cause: undefined };
}

function observationFrom(vector: Vector, verdict: Verdict, log: readonly LogEntry[]): Observation {
  const first = hopFrom(log, 0);
  const { origin: _origin, ...asked } = first.preflightRequestHeaders ?? {};
  const common = {
    preflightSent: first.preflightSent,
    ...(first.preflightSent ? { preflightRequestHeaders: asked } : {}),
    actualSent: first.actualSent,
    verdict: verdict.outcome,
    ...(vector.hops ? { hops: [0, ...vector.hops.map((_, index) => index + 1)].map((hop) => hopFrom(log, hop)).filter((hop) => hop.preflightSent || hop.actualSent) } : {}),
  };
  switch (verdict.outcome) {
    case "cannot-tell":
      return common;
    case "blocked":
      return { ...common, corsError: verdict.error === "NetworkError" ? "net::ERR_FAILED" : verdict.error, ...(verdict.detail ? { corsErrorDetail: verdict.detail } : {}) };
    case "allowed": {
      const isOpaque = verdict.responseType === "opaqueredirect";
      return {
        ...common,
        status: isOpaque ? 0 : Number(knownText(verdict.response.status)),
        ...(verdict.responseType === "cors" ? {} : { type: verdict.responseType }),
        ...(verdict.readableHeaders ? { readableHeaders: verdict.readableHeaders } : {}),
      };
    }
  }
}

function hopFrom(log: readonly LogEntry[], hop: number): HopObservation {
  const preflight = log.find((entry) => entry.hop === hop && entry.isPreflight)?.request;
  const actual = log.find((entry) => entry.hop === hop && !entry.isPreflight)?.request;
  return {
    preflightSent: preflight !== undefined,
    ...(preflight ? { preflightRequestHeaders: Object.fromEntries(preflight.headers.filter(([name]) => name !== "accept")) } : {}),
    actualSent: actual !== undefined,
    ...(actual ? { method: actual.method, origin: header(actual, "origin") ?? null, ...(header(actual, "authorization") === undefined ? {} : { authorization: true }) } : {}),
  };
}

function header(request: HttpRequest, name: string): string | undefined {
  return request.headers.find(([other]) => other === name)?.[1];
}
