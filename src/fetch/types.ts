import type { Place, Value } from "../source/index.ts";

/** `Request.credentials` of the Fetch standard. */
export type CredentialsMode = "omit" | "same-origin" | "include";

/** A header as a page or a server writes it: name (any case) and value. */
export type HeaderPair = readonly [name: string, value: string];

/** What a page asks for with `fetch(url, …)`. Only `mode: "cors"` is modelled: other modes never show a response to the page. */
export interface FetchRequest {
  /** Serialized origin of the page: `https://app.example.com`, or `null` for an opaque one. */
  readonly origin: string;
  /** Serialized origin of the API. Equal to {@link origin} where page and API share one. */
  readonly target: string;
  readonly method: string;
  /** Path (and query) below {@link target}, starting with `/`. */
  readonly path: string;
  /** The author's headers, in order, before any normalization. */
  readonly headers: readonly HeaderPair[];
  readonly credentials: CredentialsMode;
  readonly redirect?: "follow" | "error" | "manual";
  /** What the body implies where no Content-Type is set. Absent: no body. */
  readonly body?: { readonly contentType?: string };
  /** An `XMLHttpRequest` with a listener on `upload` sets the use-CORS-preflight flag. */
  readonly useCorsPreflightFlag?: boolean;
}

/** What a server is sent. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. Contains `origin` on each cross-origin request. */
  readonly headers: readonly HeaderPair[];
}

/** One header field of a response, as far as it is known. */
export interface HeaderField {
  readonly name: string;
  readonly value: Value;
  /** `maybe`: it is not known whether the server sends it. An absent header is one that is not listed, see {@link Response.unlisted}. */
  readonly presence: "present" | "maybe";
  /** Where it is written. */
  readonly place?: Place;
}

/**
 * One possible answer of a server, as far as it is known. `Cause` is the server's own account of why it answers so; this part of the
 * house only hands it through.
 */
export interface Response<Cause = unknown> {
  /** Three digits, as text; `unknown` where it is not known. */
  readonly status: Value;
  readonly headers: readonly HeaderField[];
  /** Headers that are not listed: `absent`, or not known, with the reason. */
  readonly unlisted: "absent" | { readonly unknown: string };
  /** Who answers, as the subject of a sentence: `the MOCK integration of OPTIONS /users`. */
  readonly answeredBy: string;
  readonly cause: Cause;
  /** The line that makes it answer so; the smallest. */
  readonly place?: Place;
  /** What would answer if this refusal were lifted (an authorizer taken away); absent where the refusal is no more than that. */
  readonly behind?: () => readonly Response<Cause>[];
}

/**
 * Anything that answers requests. Several responses are possibilities of which nobody can tell which one it is; a verdict holds only
 * where it holds for each.
 */
export interface Server<Cause = unknown> {
  respond(request: HttpRequest): readonly [Response<Cause>, ...Response<Cause>[]];
  /**
   * A text that is equal for two paths where the answers to this method there, and to a preflight for it, differ in names and places only, so
   * that a browser takes them alike. `undefined`, or absent: nobody can say.
   */
  likeness?(method: string, path: string): string | undefined;
}

/** Chromium's reason, `Network.CorsError` of the DevTools protocol. */
export type CorsError =
  | "WildcardOriginNotAllowed"
  | "MissingAllowOriginHeader"
  | "MultipleAllowOriginValues"
  | "InvalidAllowOriginValue"
  | "AllowOriginMismatch"
  | "InvalidAllowCredentials"
  | "PreflightInvalidStatus"
  | "PreflightDisallowedRedirect"
  | "PreflightWildcardOriginNotAllowed"
  | "PreflightMissingAllowOriginHeader"
  | "PreflightMultipleAllowOriginValues"
  | "PreflightInvalidAllowOriginValue"
  | "PreflightAllowOriginMismatch"
  | "PreflightInvalidAllowCredentials"
  | "InvalidAllowMethodsPreflightResponse"
  | "InvalidAllowHeadersPreflightResponse"
  | "MethodDisallowedByPreflightResponse"
  | "HeaderDisallowedByPreflightResponse"
  | "RedirectContainsCredentials"
  | "CorsDisabledScheme"
  /** No CORS error: the fetch fails for another reason (a redirect that may not be followed), without a CORS message. */
  | "NetworkError";

/** The steps of a CORS exchange, in the order in which a browser takes them. */
export type StepName =
  | "preflight-needed"
  | "preflight-request"
  | "preflight-redirect"
  | "preflight-cors-check"
  | "preflight-status"
  | "allow-methods-syntax"
  | "allow-headers-syntax"
  | "allow-methods"
  | "allow-headers"
  | "actual-request"
  | "redirect"
  | "cors-check";

/** One step that was taken, for `simulate` and for traces. */
export interface Step<Cause = unknown> {
  readonly name: StepName;
  readonly exchange: "preflight" | "actual";
  readonly result: "passed" | "failed" | "unknown";
  /** A sentence: `Access-Control-Allow-Methods lists PUT.` */
  readonly text: string;
  /** The request that was sent in this step. */
  readonly request?: HttpRequest;
  /** The possible answers to it. */
  readonly responses?: readonly Response<Cause>[];
  readonly evidence: readonly Evidence[];
}

/** A header (or status) that decided a step. */
export interface Evidence {
  /** Name of the header in its usual spelling, or `status`. */
  readonly what: string;
  readonly value?: Value;
  readonly place?: Place;
}

export type Verdict<Cause = unknown> = Allowed<Cause> | Blocked<Cause> | CannotTell<Cause>;

export interface Allowed<Cause = unknown> {
  readonly outcome: "allowed";
  readonly trace: readonly Step<Cause>[];
  /** Names of the response headers that the script can read, lower case, sorted; `undefined` where that is not known. */
  readonly readableHeaders?: readonly string[];
  /** `basic` for an answer of the page's own origin, `opaqueredirect` in redirect mode `manual`: then the script sees status 0 and no header. */
  readonly responseType: "basic" | "cors" | "opaqueredirect";
  /** The answer that the script gets (the first possibility; the others are allowed as well). */
  readonly response: Response<Cause>;
}

export interface Blocked<Cause = unknown> {
  readonly outcome: "blocked";
  readonly exchange: "preflight" | "actual";
  readonly step: StepName;
  readonly error: CorsError;
  /** The offending value or name, as in Chromium's `corsErrorStatus.failedParameter`. */
  readonly detail?: string;
  /** The sentence DevTools prints, from "Access to fetch at". */
  readonly browserMessage: string;
  /** The answer that was refused (the first possibility; the others were refused as well). */
  readonly response: Response<Cause>;
  readonly evidence: readonly Evidence[];
  readonly trace: readonly Step<Cause>[];
}

export interface CannotTell<Cause = unknown> {
  readonly outcome: "cannot-tell";
  /** For want of what: phrases that complete "cannot tell: …". */
  readonly reasons: readonly string[];
  readonly trace: readonly Step<Cause>[];
}
