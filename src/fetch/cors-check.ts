import { describe, reasonsOf, urlFrom } from "../source/index.ts";
import { couldRead, evidenceOf, fieldsOf, getPossibilities, quotedValue, type FieldPossibility } from "./header-list.ts";
import { agreeOn, failed, notKnown, passed, whyHeaderVaries, type JudgedStep, type Judgement } from "./judgement.ts";
import { Profile } from "./profile.ts";
import type { CorsError, CredentialsMode, Response, StepName } from "./types.ts";

const ALLOW_ORIGIN = "Access-Control-Allow-Origin";
const ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";

/** What the CORS check needs to know of a request. */
export interface CorsCheckRequest {
  /** As `Origin` says it: `null` for an opaque origin, and after a redirect that taints it. */
  readonly origin: string;
  readonly credentials: CredentialsMode;
}

/**
 * Fetch, "CORS check": Access-Control-Allow-Origin is the origin byte by byte, or `*` without credentials; with credentials
 * Access-Control-Allow-Credentials is exactly `true` too. The error is Chromium's, which looks at the origin first.
 */
export function corsCheck(
  request: CorsCheckRequest,
  response: Response,
  exchange: "preflight" | "actual",
  profile: Profile = new Profile("standard"),
): JudgedStep {
  const name: StepName = exchange === "preflight" ? "preflight-cors-check" : "cors-check";
  const origin = checkAllowOrigin(request, response, exchange);
  if (origin.result === "failed" || request.credentials !== "include") {
    return { name, judgement: origin, evidence: evidenceOf(response, ALLOW_ORIGIN) };
  }
  const credentials = checkAllowCredentials(response, exchange, profile);
  const judgement = both(origin, credentials);
  return { name, judgement, evidence: judgement === credentials && credentials.result === "failed"
    ? evidenceOf(response, ALLOW_CREDENTIALS)
    : [...evidenceOf(response, ALLOW_ORIGIN), ...evidenceOf(response, ALLOW_CREDENTIALS)] };
}

function both(origin: Judgement, credentials: Judgement): Judgement {
  if (credentials.result === "failed") return credentials;
  if (origin.result === "unknown") {
    return credentials.result === "unknown" ? notKnown(origin.text, [...origin.reasons, ...credentials.reasons]) : origin;
  }
  return credentials.result === "unknown" ? credentials : passed(`${origin.text} ${credentials.text}`);
}

function checkAllowOrigin(request: CorsCheckRequest, response: Response, exchange: "preflight" | "actual"): Judgement {
  const values = getPossibilities(response, ALLOW_ORIGIN);
  const judge = (value: FieldPossibility): Judgement => judgeAllowOrigin(request, response, value, exchange);
  const [first, ...rest] = values;
  return agreeOn([judge(first), ...rest.map(judge)], whyHeaderVaries(response, ALLOW_ORIGIN, values.includes(undefined)));
}

function judgeAllowOrigin(request: CorsCheckRequest, response: Response, value: FieldPossibility, exchange: "preflight" | "actual"): Judgement {
  const { origin, credentials } = request;
  const fail = (error: AllowOriginError, text: string, detail?: string): Judgement => failed(inExchange(error, exchange), text, detail);
  if (value === undefined) return fail("MissingAllowOriginHeader", `${capitalized(response.answeredBy)} sends no ${ALLOW_ORIGIN}.`);
  const included = credentials === "include";
  if (couldRead(value, origin) || (!included && couldRead(value, "*"))) {
    if (value.kind !== "known") {
      return notKnown(`It is not known whether ${ALLOW_ORIGIN} matches ${origin}: it is ${quotedValue(value)}.`, reasonsOf(value));
    }
    return passed(value.text === "*" && origin !== "*" ? `${ALLOW_ORIGIN} is '*', which any origin matches.` : `${ALLOW_ORIGIN} is '${origin}', the page's origin.`);
  }
  const written = describe(value);
  if (value.kind === "known" && value.text === "*") {
    return fail("WildcardOriginNotAllowed", `${ALLOW_ORIGIN} is '*', which does not count when credentials are included.`);
  }
  const several = value.kind === "known" ? fieldsOf(response, ALLOW_ORIGIN).length > 1 : false;
  const error = allowOriginError(written);
  switch (error) {
    case "MultipleAllowOriginValues":
      return fail(error, `${ALLOW_ORIGIN} ${several ? "is sent more than once and reads" : "is"} '${written}': only one value counts.`, written);
    case "InvalidAllowOriginValue":
      return fail(error, `${ALLOW_ORIGIN} is '${written}', which is no origin.`, written);
    case "AllowOriginMismatch":
      return fail(error, `${ALLOW_ORIGIN} is '${written}', the page's origin is '${origin}': they have to be equal byte by byte.`, written);
  }
}

type AllowOriginError =
  | "WildcardOriginNotAllowed"
  | "MissingAllowOriginHeader"
  | "MultipleAllowOriginValues"
  | "InvalidAllowOriginValue"
  | "AllowOriginMismatch";

/** How Chromium names a value that is neither `*` nor the origin. */
function allowOriginError(written: string): "MultipleAllowOriginValues" | "InvalidAllowOriginValue" | "AllowOriginMismatch" {
  // A hole stands for some text that makes sense where it stands.
  const sample = written.replaceAll("${…}", "x");
  if (/[ ,]/u.test(sample)) return "MultipleAllowOriginValues";
  // A header is bytes, and Chromium takes none beyond ASCII for a part of a host.
  if (sample === "null" || (/^[\0-\x7F]*$/u.test(sample) && urlFrom(sample))) return "AllowOriginMismatch";
  return "InvalidAllowOriginValue";
}

function checkAllowCredentials(response: Response, exchange: "preflight" | "actual", profile: Profile): Judgement {
  const whole = withoutEmptyLines(response, profile);
  const values = getPossibilities(whole, ALLOW_CREDENTIALS);
  const [first, ...rest] = values;
  const judge = (value: FieldPossibility): Judgement => judgeAllowCredentials(value, exchange);
  return agreeOn([judge(first), ...rest.map(judge)], whyHeaderVaries(response, ALLOW_CREDENTIALS, values.includes(undefined)));
}

function judgeAllowCredentials(value: FieldPossibility, exchange: "preflight" | "actual"): Judgement {
  if (value?.kind === "known" && value.text === "true") return passed(`${ALLOW_CREDENTIALS} is 'true'.`);
  if (value !== undefined && value.kind !== "known" && couldRead(value, "true")) {
    return notKnown(`It is not known whether ${ALLOW_CREDENTIALS} is 'true': it is ${quotedValue(value)}.`, reasonsOf(value));
  }
  const written = value === undefined ? "" : describe(value);
  const text = value === undefined ? `There is no ${ALLOW_CREDENTIALS}, which credentials need.` : `${ALLOW_CREDENTIALS} is '${written}', not exactly 'true'.`;
  return failed(inExchange("InvalidAllowCredentials", exchange), text, written);
}

function withoutEmptyLines(response: Response, profile: Profile): Response {
  const fields = fieldsOf(response, ALLOW_CREDENTIALS);
  if (fields.length < 2) return response;
  const isEmpty = (text: string): boolean => /^[\t ]*$/u.test(text);
  const empty = fields.filter(({ value }) => value.kind === "known" && isEmpty(value.text));
  if (empty.length === 0 || !profile.departs("empty-allow-credentials-line-ignored")) return response;
  return { ...response, headers: response.headers.filter((field) => !empty.includes(field)) };
}

type CheckError = AllowOriginError | "InvalidAllowCredentials";

function inExchange(error: CheckError, exchange: "preflight" | "actual"): CorsError {
  return exchange === "preflight" ? `Preflight${error}` : error;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
