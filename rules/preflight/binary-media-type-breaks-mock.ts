import { defineRule } from "../../src/linter/index.ts";
import { headOf } from "../shared/places.ts";
import { isForBrowsers, stoppedPreflight } from "../shared/verdicts.ts";

/**
 * With the binary media type of everything, API Gateway takes the (empty) body of a preflight for binary and cannot run the MOCK integration's
 * request template on it: it answers 500.
 */
export default defineRule({
  id: "binary-media-type-breaks-mock",
  meta: {
    description: "Require `ContentHandling: CONVERT_TO_TEXT` on MOCK preflights of APIs whose binary media types cover everything",
    severity: "error",
    set: "recommended",
    category: "preflight",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html",
    failureModes: ["F18"],
    explains: ["PreflightMissingAllowOriginHeader", "PreflightInvalidStatus"],
    fix: "safe",
    messages: {
      binary: "These binary media types cover everything, even the empty body of a preflight: the MOCK integration cannot run its request template on it, and every preflight gets 500.",
    },
    help: "Set `ContentHandling: CONVERT_TO_TEXT` on the OPTIONS integration and on its integration response (SAM and CDK set none: name the binary types one by one).",
  },

  *route(route, context) {
    const stopped = stoppedPreflight(route, context, "binary-media-type");
    if (!stopped || route.api.kind !== "rest" || !isForBrowsers(route, stopped.obstacle.route)) return;
    const answering = stopped.obstacle.route?.integration.place;
    yield {
      message: "binary",
      at: stopped.obstacle.place ?? route.place,
      related: answering ? [{ place: headOf(answering), note: "the MOCK integration is made here" }] : [],
      route,
      verdict: stopped.verdict,
    };
  },
});
