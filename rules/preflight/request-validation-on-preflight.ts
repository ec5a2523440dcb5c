import { defineRule } from "../../src/linter/index.ts";
import { isForBrowsers, relatedRoute, stoppedPreflight } from "../shared/verdicts.ts";

/** A preflight has no body and none of the request's own headers or parameters, so a validator that wants some refuses it with 400. */
export default defineRule({
  id: "request-validation-on-preflight",
  meta: {
    description: "Disallow request validation on whatever answers the preflight",
    severity: "warning",
    set: "recommended",
    category: "preflight",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
    failureModes: ["F20"],
    explains: ["PreflightMissingAllowOriginHeader", "PreflightInvalidStatus"],
    messages: {
      refused: "Preflights get 400 because {{what}}; they carry neither the request's own headers nor a body, so browsers never send the request behind them.",
    },
    help: "Answer OPTIONS by a method of its own, without a request validator.",
  },

  *route(route, context) {
    const stopped = stoppedPreflight(route, context, "request-validation");
    if (!stopped || !isForBrowsers(route, stopped.obstacle.route)) return;
    yield { message: "refused", data: { what: stopped.obstacle.what }, at: stopped.obstacle.place ?? route.place, related: relatedRoute(route, stopped.obstacle), route, verdict: stopped.verdict };
  },
});
