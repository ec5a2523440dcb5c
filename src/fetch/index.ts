export { corsCheck, type CorsCheckRequest } from "./cors-check.ts";
export { curlFor } from "./curl.ts";
export { extractHeaderListValues, listsHeader, listsMethod, type HeaderListValues } from "./header-list-values.ts";
export { couldRead, getPossibilities, type FieldPossibility } from "./header-list.ts";
export { invalidReason } from "./invalid.ts";
export type { JudgedStep, Judgement } from "./judgement.ts";
export { chromiumMessage, firefoxReason, type MessageSubject } from "./messages.ts";
export { isCorsSafelistedMethod, isForbiddenMethod, isMethod, normalizeMethod } from "./methods.ts";
export { isRedirectTainted, isSameOrigin, isSerializedOrigin, parseOrigin, serializeOrigin, type Origin } from "./origin.ts";
export { laterRefusals, predictFetch, type PredictOptions } from "./predict-fetch.ts";
export { PreflightCache } from "./preflight-cache.ts";
export { DEPARTURES, ENGINES, type Departure, type DepartureId, type Engine, type ProfileName } from "./profile.ts";
export {
  corsUnsafeRequestHeaderNames,
  getDecodeAndSplit,
  isCorsNonWildcardRequestHeaderName,
  isCorsSafelistedRequestHeader,
  isForbiddenRequestHeader,
} from "./request-headers.ts";
export { isCorsSafelistedResponseHeaderName, isForbiddenResponseHeaderName, readableHeaders } from "./response-headers.ts";
export { isNullBodyStatus, isOkStatus, isRedirectStatus } from "./status.ts";
export type * from "./types.ts";
