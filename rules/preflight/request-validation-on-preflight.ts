import type { Route } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import type { Fix } from "../../src/source/index.ts";
import { isForBrowsers, relatedRoute, stoppedPreflight } from "../shared/verdicts.ts";
import { entryOf, writtenResource } from "../shared/written-resources.ts";

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
    fix: "unsafe",
    messages: {
      refused: "Preflights get 400 because {{what}}; they carry neither the request's own headers nor a body, so browsers never send the request behind them.",
    },
    help: "Answer OPTIONS by a method of its own, without a request validator.",
  },

  *refused(route, context) {
    const stopped = stoppedPreflight(route, context, "request-validation");
    if (!stopped || !isForBrowsers(route, stopped.obstacle.route)) return;
    yield { message: "refused", data: { what: stopped.obstacle.what }, at: stopped.obstacle.place ?? route.place, related: relatedRoute(route, stopped.obstacle), route, verdict: stopped.verdict, ...fixOf(stopped.obstacle.route) };
  },
});

/** An OPTIONS method of its own has nothing to validate. */
function fixOf(answering: Route | undefined): { readonly fix?: Fix } {
  const validator = answering?.isOptions ? entryOf(writtenResource(answering.api, answering.place.path[1])?.get("Properties"), "RequestValidatorId") : undefined;
  return validator ? { fix: { title: "Take the validator off OPTIONS", applicability: "unsafe", edits: [{ kind: "remove", place: validator.place }] } } : {};
}
