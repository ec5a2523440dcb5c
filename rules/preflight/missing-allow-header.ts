import type { AwsCause, RequiredHeader, Route } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import type { Fix } from "../../src/source/index.ts";
import { allowHeadersAdded } from "../shared/allow-fixes.ts";
import { itemsAdded } from "../shared/list-fixes.ts";
import { missingHeaders } from "../shared/missing-headers.ts";
import { headOf, placeToAdd } from "../shared/places.ts";
import { hasMisnamedProperty, mentionsHeader, sentHeader } from "../shared/responses.ts";

/**
 * The preflight announces each header that a page sets beyond a small safe list; what Access-Control-Allow-Headers does not name is
 * forbidden. An authorizer or an API key makes such a header necessary, and a JSON body needs `content-type`.
 */
export default defineRule({
  id: "missing-allow-header",
  meta: {
    description: "Require every header that requests need in Access-Control-Allow-Headers",
    severity: "error",
    set: "recommended",
    category: "preflight",
    reference: "https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names",
    failureModes: ["F06", "F07", "F09", "F11"],
    explains: ["HeaderDisallowedByPreflightResponse"],
    fix: "safe",
    messages: {
      unlisted: "Access-Control-Allow-Headers does not list {{header}}, which {{why}}, so browsers send no request that has {{it}}.",
      absent: "No request headers are allowed here, not even {{header}}, which {{why}}, so browsers send no request that has {{it}}.",
    },
    help: "Add the header to Access-Control-Allow-Headers (`AllowHeaders`).",
  },

  *refused(route, { blocked }) {
    for (const { headers, demand, request, verdict } of missingHeaders(route, blocked(route))) {
      const list = sentHeader(verdict.response, "Access-Control-Allow-Headers");
      const { cause } = verdict.response;
      // A header that is declared and never mapped, or a property of another name, has a rule of its own.
      if (!list && (hasMisnamedProperty(verdict.response, "AllowHeaders") || (cause.kind === "mapped-response" && mentionsHeader(cause.response, "Access-Control-Allow-Headers")))) continue;
      const edits = list && itemsAdded(route.api, "allow-headers", list.place, headers);
      const fix: Fix | undefined = list ? edits && { title: `Add ${headers.join(" and ")} to the list`, applicability: demand ? "safe" : "unsafe", edits } : allowHeadersAdded(route, verdict.response, ["Access-Control-Allow-Headers"]);
      const names = headers.map((header) => `\`${header}\``).join(" and ");
      yield {
        message: list ? "unlisted" : "absent",
        data: { header: headers.join(" and "), why: whyOf(demand, headers, route), it: headers.length > 1 ? "them" : "it" },
        at: (list?.place && headOf(list.place)) ?? placeToAdd(verdict.response) ?? route.place,
        related: demand ? [{ place: demand.place, note: `this makes ${headers.join(" and ")} necessary` }] : [],
        help: list ? `Add ${names} to the list.` : `Add ${names} to ${nameOfList(cause)}.`,
        ...(fix && { fix }),
        // Of a route that takes any method nobody knows whether pages send it a body.
        severity: request.kind !== "typical" ? "error" : route.guessesMethods ? "info" : "warning",
        route,
        verdict,
      };
    }
  },
});

function nameOfList(cause: AwsCause): string {
  if (cause.kind === "mapped-response") return "Access-Control-Allow-Headers of OPTIONS (SAM: `AllowHeaders` of `Cors`)";
  return cause.kind === "cors-configuration" && cause.block.dialect === "http-api-openapi" ? "`allowHeaders`" : "`AllowHeaders`";
}

function whyOf(demand: RequiredHeader | undefined, headers: readonly string[], route: Route): string {
  if (demand) return demandOf(demand, headers.length);
  // What neither the gateway nor a body needs is there because the configuration names it.
  if (!headers.includes("content-type")) return "pages send, as the configuration says";
  return route.guessesMethods ? "a JSON body needs if pages send one" : "a JSON body needs";
}

function demandOf(demand: RequiredHeader, count: number): string {
  switch (demand.because) {
    case "authorizer":
      return "the authorizer reads";
    case "api-key":
      return "carries the API key";
    case "parameter":
      return "the method requires";
    case "iam":
      return count > 1 ? "sign the request" : "signs the request";
  }
}
