import { defineRule } from "../../src/linter/index.ts";
import { stoppedPreflight } from "../shared/verdicts.ts";

/**
 * Browsers send a preflight without cookies and without Authorization, on purpose. A method (or route) that takes OPTIONS and wants to know
 * who is calling refuses every preflight.
 */
export default defineRule({
  id: "authorizer-on-preflight",
  meta: {
    description: "Disallow authorization on whatever answers the preflight",
    severity: "error",
    set: "recommended",
    category: "preflight",
    reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    failureModes: ["F03", "F67", "F68"],
    explains: ["PreflightMissingAllowOriginHeader", "PreflightInvalidStatus"],
    fix: "safe",
    messages: {
      refused: "Preflights are refused because {{what}}, and a browser sends a preflight without credentials: the request behind it is never sent.",
    },
    help: "Leave OPTIONS open: `AuthorizationType: NONE` (SAM: `AddDefaultAuthorizerToCorsPreflight: false`; HTTP API: an `OPTIONS /{proxy+}` route without authorizer).",
  },

  *route(route, context) {
    const stopped = stoppedPreflight(route, context, "authorizer");
    if (!stopped) return;
    const { obstacle, verdict } = stopped;
    const isContradiction = obstacle.route?.isOptions === true || (route.api.kind !== "rest" && route.api.ownsCors !== "no");
    if (!isContradiction && route.intent.kind !== "browser") return;
    yield {
      message: "refused",
      data: { what: obstacle.what },
      at: obstacle.place ?? route.place,
      related: obstacle.place ? [{ place: route.place, note: "browsers cannot send this" }] : [],
      severity: obstacle.evidence === "documented" ? "error" : "warning",
      route,
      verdict,
    };
  },
});
