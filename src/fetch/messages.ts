import type { CorsError } from "./types.ts";

/** What a message names. */
export interface MessageSubject {
  /** The URL that the page asked for. */
  readonly url: string;
  /** Where a redirect had led to, if one had. */
  readonly finalUrl?: string;
  readonly origin: string;
  readonly method: string;
  readonly error: CorsError;
  readonly detail?: string;
  /** `XMLHttpRequest` where the page used that. */
  readonly api?: "fetch" | "XMLHttpRequest";
}

const PREFLIGHT = "Response to preflight request doesn't pass access control check: ";
const VALID = "Have the server send the header with a valid value.";

/** The sentence that Chromium's DevTools print, from "Access to fetch at" on, in their exact words. */
export function chromiumMessage(subject: MessageSubject): string {
  if (subject.error === "NetworkError") return "Failed to load resource: net::ERR_FAILED";
  const where = subject.finalUrl === undefined ? `'${subject.url}'` : `'${subject.finalUrl}' (redirected from '${subject.url}')`;
  return `Access to ${subject.api ?? "fetch"} at ${where} from origin '${subject.origin}' has been blocked by CORS policy: ${chromiumReason(subject)}`;
}

function chromiumReason({ error, detail = "", method }: MessageSubject): string {
  switch (error) {
    case "MissingAllowOriginHeader":
      return "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    case "WildcardOriginNotAllowed":
      return "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.";
    case "MultipleAllowOriginValues":
      return `The 'Access-Control-Allow-Origin' header contains multiple values '${detail}', but only one is allowed. ${VALID}`;
    case "InvalidAllowOriginValue":
      return `The 'Access-Control-Allow-Origin' header contains the invalid value '${detail}'. ${VALID}`;
    case "AllowOriginMismatch":
      return `The 'Access-Control-Allow-Origin' header has a value '${detail}' that is not equal to the supplied origin. ${VALID}`;
    case "InvalidAllowCredentials":
      return `The value of the 'Access-Control-Allow-Credentials' header in the response is '${detail}' which must be 'true' when the request's credentials mode is 'include'.`;
    case "PreflightMissingAllowOriginHeader":
    case "PreflightWildcardOriginNotAllowed":
    case "PreflightMultipleAllowOriginValues":
    case "PreflightInvalidAllowOriginValue":
    case "PreflightAllowOriginMismatch":
    case "PreflightInvalidAllowCredentials":
      return PREFLIGHT + chromiumReason({ url: "", origin: "", method, error: withoutPreflight(error), detail });
    case "PreflightInvalidStatus":
      return `${PREFLIGHT}It does not have HTTP ok status.`;
    case "PreflightDisallowedRedirect":
      return `${PREFLIGHT}Redirect is not allowed for a preflight request.`;
    case "InvalidAllowMethodsPreflightResponse":
      return "Cannot parse Access-Control-Allow-Methods response header field in preflight response.";
    case "InvalidAllowHeadersPreflightResponse":
      return "Cannot parse Access-Control-Allow-Headers response header field in preflight response.";
    case "MethodDisallowedByPreflightResponse":
      return `Method ${detail || method} is not allowed by Access-Control-Allow-Methods in preflight response.`;
    case "HeaderDisallowedByPreflightResponse":
      return `Request header field ${detail} is not allowed by Access-Control-Allow-Headers in preflight response.`;
    case "RedirectContainsCredentials":
      return `Redirect location '${detail}' contains a username and password, which is disallowed for cross-origin requests.`;
    case "CorsDisabledScheme":
      return "Cross origin requests are only supported for protocol schemes: chrome, chrome-extension, chrome-untrusted, data, http, https, isolated-app.";
    case "NetworkError":
      return "net::ERR_FAILED";
  }
}

type PreflightError = Extract<CorsError, `Preflight${CheckError}`>;
type CheckError =
  | "MissingAllowOriginHeader"
  | "WildcardOriginNotAllowed"
  | "MultipleAllowOriginValues"
  | "InvalidAllowOriginValue"
  | "AllowOriginMismatch"
  | "InvalidAllowCredentials";

function withoutPreflight(error: PreflightError): CheckError {
  // The name without its first word is one of the union's other members; the type system does not slice strings.
  return error.slice("Preflight".length) as CheckError;
}

/** Firefox's reason for the same block, as its console words it, without the status code it appends. */
export function firefoxReason({ error, detail = "" }: Pick<MessageSubject, "error" | "detail">): string {
  switch (error) {
    case "MissingAllowOriginHeader":
    case "PreflightMissingAllowOriginHeader":
      return "CORS header ‘Access-Control-Allow-Origin’ missing";
    case "WildcardOriginNotAllowed":
    case "PreflightWildcardOriginNotAllowed":
      return "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’";
    case "MultipleAllowOriginValues":
    case "InvalidAllowOriginValue":
    case "AllowOriginMismatch":
    case "PreflightMultipleAllowOriginValues":
    case "PreflightInvalidAllowOriginValue":
    case "PreflightAllowOriginMismatch":
      return `CORS header ‘Access-Control-Allow-Origin’ does not match ‘${detail}’`;
    case "InvalidAllowCredentials":
    case "PreflightInvalidAllowCredentials":
      return "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’";
    case "PreflightInvalidStatus":
      return "CORS preflight response did not succeed";
    case "PreflightDisallowedRedirect":
      return "CORS request external redirect not allowed";
    case "InvalidAllowMethodsPreflightResponse":
      return `invalid token ‘${detail}’ in CORS header ‘Access-Control-Allow-Methods’`;
    case "InvalidAllowHeadersPreflightResponse":
      return `invalid token ‘${detail}’ in CORS header ‘Access-Control-Allow-Headers’`;
    case "MethodDisallowedByPreflightResponse":
      return "Did not find method in CORS header ‘Access-Control-Allow-Methods’";
    case "HeaderDisallowedByPreflightResponse":
      return `header ‘${detail}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response`;
    case "RedirectContainsCredentials":
      return "CORS request external redirect not allowed";
    case "CorsDisabledScheme":
      return "CORS request not http";
    case "NetworkError":
      return "CORS request did not succeed";
  }
}
