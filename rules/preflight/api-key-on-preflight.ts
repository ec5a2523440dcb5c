import { defineRule } from "../../src/linter/index.ts";
import { preflightOpened } from "../shared/opened-preflights.ts";
import { isForBrowsers, relatedRoute, stoppedPreflight } from "../shared/verdicts.ts";

/** A preflight announces `x-api-key` but never carries it. A method that wants the key on OPTIONS answers 403 to every browser. */
export default defineRule({
  id: "api-key-on-preflight",
  meta: {
    description: "Disallow an API key requirement on whatever answers the preflight",
    severity: "error",
    set: "recommended",
    category: "preflight",
    reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    failureModes: ["F04"],
    explains: ["PreflightMissingAllowOriginHeader", "PreflightInvalidStatus"],
    fix: "safe",
    messages: {
      refused: "OPTIONS wants an API key, which no preflight carries: API Gateway answers 403, and browsers never send the request behind it.",
    },
    help: "Require the key on the methods that need it, not on OPTIONS: `ApiKeyRequired: false` (SAM: `AddApiKeyRequiredToCorsPreflight: false`).",
  },

  *refused(route, context) {
    const stopped = stoppedPreflight(route, context, "api-key");
    if (!stopped || !isForBrowsers(route, stopped.obstacle.route)) return;
    const { obstacle, verdict } = stopped;
    const fix = preflightOpened(route, obstacle, "Require no key of OPTIONS");
    yield {
      message: "refused",
      at: obstacle.place ?? route.place,
      ...(fix && { fix }),
      related: relatedRoute(route, obstacle),
      route,
      verdict,
    };
  },
});
