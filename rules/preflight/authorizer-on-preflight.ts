import { defineRule } from "../../src/linter/index.ts";
import { configurationAdded } from "../shared/configuration-fixes.ts";
import { preflightOpened } from "../shared/opened-preflights.ts";
import { isForBrowsers, relatedRoute, stoppedPreflight } from "../shared/verdicts.ts";

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
      refused: "Preflights are refused because {{what}}, and browsers send preflights without credentials: the request behind them is never sent.",
    },
    help: "Leave OPTIONS open: `AuthorizationType: NONE` (SAM: `AddDefaultAuthorizerToCorsPreflight: false`).",
  },

  *refused(route, context) {
    const stopped = stoppedPreflight(route, context, "authorizer");
    if (!stopped || !isForBrowsers(route, stopped.obstacle.route)) return;
    const { obstacle, verdict } = stopped;
    // An HTTP API or a function URL that has a CORS configuration answers preflights before it asks who is calling.
    const fix = route.api.kind === "rest" ? preflightOpened(route, obstacle, "Leave OPTIONS open") : configurationAdded(route);
    yield {
      message: "refused",
      data: { what: obstacle.what },
      at: obstacle.place ?? route.place,
      ...(fix && { fix }),
      related: relatedRoute(route, obstacle),
      ...(route.api.kind !== "rest" && { help: OPEN_ROUTE }),
      severity: obstacle.evidence === "documented" ? "error" : "warning",
      route,
      verdict,
    };
  },
});

const OPEN_ROUTE = "Leave OPTIONS open: add a route `OPTIONS /{proxy+}` without an authorizer; it wins over `ANY` and `$default`.";
