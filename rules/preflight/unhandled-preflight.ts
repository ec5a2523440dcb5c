import type { BrowserRequest } from "../../src/aws/index.ts";
import type { CorsError } from "../../src/fetch/index.ts";
import { defineRule, whereBrowsersCall } from "../../src/linter/index.ts";
import { describe } from "../../src/source/index.ts";

const LACKING: Partial<Record<CorsError, (what: string) => string>> = {
  PreflightMissingAllowOriginHeader: () => "without Access-Control-Allow-Origin",
  MethodDisallowedByPreflightResponse: (method) => `without ${method} in Access-Control-Allow-Methods`,
  HeaderDisallowedByPreflightResponse: (header) => `without ${header} in Access-Control-Allow-Headers`,
};

/** What the request must have for browsers to ask before they send it. */
const BODY: Readonly<Record<BrowserRequest["kind"], string>> = { required: "", typical: ", if it has a JSON body", credentialed: ", if it has credentials" };

/**
 * A route that takes every method hands the preflight to its function. Most functions were written for the request behind it: what they answer
 * has the wrong status, or not the headers that a preflight needs.
 */
export default defineRule({
  id: "unhandled-preflight",
  meta: {
    description: "Require functions that get preflights to answer them",
    severity: "warning",
    set: "recommended",
    category: "preflight",
    reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    failureModes: ["F17", "F24"],
    messages: {
      status: "The preflight of {{route}} reaches this function, which answers it with {{status}}: browsers never send the request behind it{{body}}.",
      headers: "The preflight of {{route}} reaches this function, which answers it {{lacking}}: browsers never send the request behind it{{body}}.",
    },
    help: "Answer OPTIONS first, with 204 and the headers Access-Control-Allow-Origin, -Methods and -Headers, or let API Gateway answer it.",
  },

  *refused(route, { blocked }) {
    const evidence = whereBrowsersCall(route);
    if (!evidence) return;
    for (const { request, verdict } of blocked(route)) {
      const { cause, place, status } = verdict.response;
      if (verdict.exchange !== "preflight" || cause.kind !== "function" || !cause.returned || !place) continue;
      const name = `${request.request.method} ${route.path}`;
      const related = [{ place: cause.route.place, note: "this route hands OPTIONS to the function" }, ...evidence];
      const body = BODY[request.kind];
      const lacking = LACKING[verdict.error]?.(verdict.detail ?? "what it asks for");
      // Whether pages send such a request at all is a guess where neither the route nor the function names a method.
      const severity = request.kind === "typical" && route.guessesMethods ? ("info" as const) : ("warning" as const);
      if (verdict.error === "PreflightInvalidStatus" || verdict.error === "PreflightDisallowedRedirect") yield { message: "status", data: { route: name, status: describe(status), body }, at: place, related, route, verdict, severity };
      else if (lacking !== undefined) yield { message: "headers", data: { route: name, lacking, body }, at: place, related, route, verdict, severity };
      return;
    }
  },
});
