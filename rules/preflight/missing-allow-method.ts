import { defineRule } from "../../src/linter/index.ts";
import type { Fix } from "../../src/source/index.ts";
import { allowHeadersAdded } from "../shared/allow-fixes.ts";
import { itemsAdded } from "../shared/list-fixes.ts";
import { headOf, placeToAdd } from "../shared/places.ts";
import { hasMisnamedProperty, namesMethodInOtherWords, sentHeader } from "../shared/responses.ts";
import { isAskedByNobody } from "../shared/verdicts.ts";

/**
 * GET, HEAD and POST are always allowed; any other method must stand in Access-Control-Allow-Methods, in the same case. The wildcard counts
 * only for requests without credentials.
 */
export default defineRule({
  id: "missing-allow-method",
  meta: {
    description: "Require every method that needs it in Access-Control-Allow-Methods",
    severity: "error",
    set: "recommended",
    category: "preflight",
    reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    failureModes: ["F07", "F08"],
    explains: ["MethodDisallowedByPreflightResponse"],
    fix: "safe",
    messages: {
      unlisted: "Access-Control-Allow-Methods does not list {{method}}, so browsers never send {{method}} {{path}}.",
      absent: "No method is listed here, which leaves GET, HEAD and POST, so browsers never send {{method}} {{path}}.",
    },
    help: "Add the method to the list; GET, HEAD and POST need not stand there.",
  },

  *refused(route, { blocked }) {
    const seen = new Set<string>();
    for (const { request, verdict } of blocked(route)) {
      const { method } = request.request;
      if (verdict.error !== "MethodDisallowedByPreflightResponse" || seen.has(method) || isAskedByNobody(route, verdict)) continue;
      seen.add(method);
      const { cause } = verdict.response;
      const list = sentHeader(verdict.response, "Access-Control-Allow-Methods");
      if (list ? namesMethodInOtherWords(list.value, method) : cause.kind === "mapped-response" || hasMisnamedProperty(verdict.response, "AllowMethods")) continue;
      const at = (list?.place && headOf(list.place)) ?? placeToAdd(verdict.response) ?? route.place;
      const edits = list && itemsAdded(route.api, "allow-methods", list.place, [method]);
      const fix: Fix | undefined = list ? edits && { title: `Add ${method} to the list`, applicability: "safe", edits } : allowHeadersAdded(route, verdict.response, ["Access-Control-Allow-Methods"]);
      yield {
        message: list ? "unlisted" : "absent",
        data: { method, path: route.path },
        at,
        ...(fix && { fix }),
        related: [{ place: route.place, note: `${method} is served here` }],
        route,
        verdict,
      };
    }
  },
});
