import { defineRule } from "../../src/linter/index.ts";
import { headOf } from "../shared/places.ts";
import { isForBrowsers, relatedRoute, stoppedPreflight } from "../shared/verdicts.ts";

/** A resource policy is asked before anything else, for OPTIONS as for every method. One that names the other methods only denies preflights. */
export default defineRule({
  id: "preflight-denied-by-resource-policy",
  meta: {
    description: "Require resource policies to let OPTIONS pass where they let the request pass",
    severity: "warning",
    set: "strict",
    category: "preflight",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html",
    failureModes: ["F23"],
    explains: ["PreflightMissingAllowOriginHeader", "PreflightInvalidStatus"],
    messages: {
      denied: "Preflights are denied because {{what}}, so browsers never send the request behind them.",
    },
    help: "Allow `execute-api:Invoke` on OPTIONS of the same paths.",
  },

  *refused(route, context) {
    const stopped = stoppedPreflight(route, context, "resource-policy");
    if (!stopped || !isForBrowsers(route, stopped.obstacle.route)) return;
    yield { message: "denied", data: { what: stopped.obstacle.what }, at: headOf(stopped.obstacle.place ?? route.place), related: relatedRoute(route, stopped.obstacle), route, verdict: stopped.verdict };
  },
});
