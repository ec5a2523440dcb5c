import { blockedRoutesInDoubt, defineRule, whereBrowsersCall } from "../../src/linter/index.ts";
import { configurationAdded } from "../shared/configuration-fixes.ts";
import { isOfWorkingPages, requestLine, stoppedPreflight } from "../shared/verdicts.ts";

/**
 * An HTTP API or a function URL answers preflights by itself once it has a CORS configuration. Without one, and without a route that takes
 * OPTIONS, the preflight gets 404 and the request is never sent.
 */
export default defineRule({
  id: "missing-cors-configuration",
  meta: {
    description: "Require a CORS configuration of every HTTP API and function URL that browsers are meant to call",
    severity: "error",
    set: "recommended",
    category: "preflight",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    failureModes: ["F70"],
    explains: ["PreflightMissingAllowOriginHeader", "PreflightInvalidStatus", "MissingAllowOriginHeader"],
    fix: "unsafe",
    messages: {
      unanswered: "Nothing answers OPTIONS {{path}}, so browsers never send {{request}}.",
      unreachable: "The {{kind}} {{name}} has no CORS configuration, so browsers cannot call {{routes}}.",
      unreadable: "The {{kind}} {{name}} has no CORS configuration, so pages cannot read the responses of {{routes}}.",
    },
    help: "Add `CorsConfiguration` (function URL: `Cors`) with the origins of your pages.",
  },

  apis: ["http", "function-url"],
  *refused(route, context) {
    const evidence = whereBrowsersCall(route);
    const stopped = stoppedPreflight(route, context, "no-route");
    if (!evidence || !stopped) return;
    const fix = configurationAdded(route);
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
    const message = doubt?.verdict.exchange === "actual" ? "unreadable" : "unreachable";
    if (doubt) yield { message, data: { kind: api.kind === "http" ? "HTTP API" : "function URL", name: api.name, routes: doubt.list }, at: api.place, ...doubt.report };
  },
});
