import { blockedRoutesInDoubt, defineRule, whereBrowsersCall } from "../../src/linter/index.ts";
import { optionsMethodAdded } from "../shared/preflight-fixes.ts";
import { isOfWorkingPages, requestLine, stoppedPreflight } from "../shared/verdicts.ts";

/**
 * Before a browser sends JSON, PUT, DELETE or an Authorization header it asks with OPTIONS. A REST API has an answer only where the path
 * has an OPTIONS (or ANY) method; without one it says 403 Missing Authentication Token and the request is never sent.
 */
export default defineRule({
  id: "missing-options-method",
  meta: {
    description: "Require a method that answers the preflight of every REST route that browsers are meant to call",
    severity: "error",
    set: "recommended",
    category: "preflight",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
    failureModes: ["F01", "F02", "F22", "F70"],
    explains: ["PreflightMissingAllowOriginHeader", "PreflightInvalidStatus"],
    fix: "unsafe",
    messages: {
      unanswered: "No method answers OPTIONS {{path}}, so browsers never send {{request}}.",
      unreachable: "No preflight gets through to the REST API {{name}}, so browsers cannot call {{routes}}.",
      unreadable: "The REST API {{name}} sends no Access-Control-Allow-Origin, so pages cannot read the responses of {{routes}}.",
    },
    help: "Add an OPTIONS method with a MOCK integration to the resource (SAM: `Cors`, CDK: `addCorsPreflight`).",
  },

  apis: ["rest"],
  *refused(route, context) {
    const evidence = whereBrowsersCall(route);
    const stopped = stoppedPreflight(route, context, "no-route");
    if (!evidence || !stopped) return;
    const fix = optionsMethodAdded(route);
    yield {
      message: "unanswered",
      data: { path: route.path, request: requestLine(route, stopped.request) },
      at: route.place,
      related: evidence,
      route,
      verdict: stopped.verdict,
      ...(isOfWorkingPages(route, stopped, context) && { severity: "warning" as const }),
      ...(fix && { fix }),
    };
  },

  *api(api, context) {
    const doubt = blockedRoutesInDoubt(api, context);
    if (!doubt) return;
    const message = doubt.verdict.exchange === "preflight" ? "unreachable" : "unreadable";
    yield { message, data: { name: api.name, routes: doubt.list }, at: api.place, ...doubt.report };
  },
});
