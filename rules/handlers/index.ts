import type { HandlerRule } from "../../src/linter/index.ts";
import handlerDuplicateHeader from "./handler-duplicate-header.ts";
import handlerEmptyAllowOrigin from "./handler-empty-allow-origin.ts";
import handlerHeaderTypo from "./handler-header-typo.ts";
import handlerInvalidCredentialsValue from "./handler-invalid-credentials-value.ts";
import handlerLostCorsHeaders from "./handler-lost-cors-headers.ts";
import handlerMalformedOrigin from "./handler-malformed-origin.ts";
import handlerMalformedResponse from "./handler-malformed-response.ts";
import handlerMissingAllowOrigin from "./handler-missing-allow-origin.ts";
import handlerMissingAllowOriginOnError from "./handler-missing-allow-origin-on-error.ts";
import handlerMissingVaryOrigin from "./handler-missing-vary-origin.ts";
import handlerMultipleOrigins from "./handler-multiple-origins.ts";
import handlerOriginHeaderCase from "./handler-origin-header-case.ts";
import handlerReflectedOrigin from "./handler-reflected-origin.ts";
import handlerWeakOriginCheck from "./handler-weak-origin-check.ts";
import handlerWildcardOriginWithCredentials from "./handler-wildcard-origin-with-credentials.ts";
import middyCorsOrder from "./middy-cors-order.ts";
import middyCorsReflectsOrigin from "./middy-cors-reflects-origin.ts";
import middyCorsWithoutOrigin from "./middy-cors-without-origin.ts";

/** Rules about a function's source alone: the ones that ESLint runs, too. */
export const handlerRules: readonly HandlerRule[] = [
  handlerDuplicateHeader,
  handlerEmptyAllowOrigin,
  handlerHeaderTypo,
  handlerInvalidCredentialsValue,
  handlerLostCorsHeaders,
  handlerMalformedOrigin,
  handlerMalformedResponse,
  handlerMissingAllowOrigin,
  handlerMissingAllowOriginOnError,
  handlerMissingVaryOrigin,
  handlerMultipleOrigins,
  handlerOriginHeaderCase,
  handlerReflectedOrigin,
  handlerWeakOriginCheck,
  handlerWildcardOriginWithCredentials,
  middyCorsOrder,
  middyCorsReflectsOrigin,
  middyCorsWithoutOrigin,
];
