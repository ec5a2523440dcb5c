import type { AwsCause, Route } from "../../src/aws/index.ts";
import type { Blocked } from "../../src/fetch/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import type { Fix } from "../../src/source/index.ts";
import { ALLOW_HEADERS, allowHeadersAdded } from "../shared/allow-fixes.ts";
import { placeOfBlock, placeOfHeaders } from "../shared/places.ts";
import { hasMisnamedProperty, mentionsHeader, sentHeader } from "../shared/responses.ts";
import { isForBrowsers } from "../shared/verdicts.ts";

/**
 * An answer to OPTIONS is not enough: it has to say which origin, and for PUT or DELETE which methods, it allows. What it leaves out counts
 * as forbidden.
 */
export default defineRule({
  id: "missing-preflight-header",
  meta: {
    description: "Require the allow headers on whatever answers the preflight",
    severity: "error",
    set: "recommended",
    category: "preflight",
    reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    failureModes: ["F05"],
    explains: ["PreflightMissingAllowOriginHeader", "MethodDisallowedByPreflightResponse"],
    fix: "unsafe",
    messages: {
      absent: "OPTIONS is answered without {{header}}, so browsers never send the request behind it.",
      noOrigins: "This CORS configuration allows no origin, so every preflight is answered without Access-Control-Allow-Origin and fails.",
    },
    help: "Declare the header in the method response of OPTIONS and map it in the integration response of the same status (SAM: `Cors`).",
  },

  *refused(route, { blocked }) {
    for (const { verdict } of blocked(route)) {
      const { cause } = verdict.response;
      if (verdict.exchange !== "preflight") continue;
      if (cause.kind === "cors-configuration") {
        if (hasMisnamedProperty(verdict.response, "AllowOrigins")) continue;
        const isUnset = verdict.error === "PreflightMissingAllowOriginHeader" && !route.api.settings.some((setting) => setting.property === "allow-origin");
        if (isUnset) yield { message: "noOrigins", at: placeOfBlock(cause.block), route, verdict, help: "Add the origins of your pages: `AllowOrigins`.", ...fixOf(route, verdict) };
        continue;
      }
      if (cause.kind !== "mapped-response" || !isForBrowsers(route, cause.response.method.route)) continue;
      const header = verdict.error === "PreflightMissingAllowOriginHeader" ? "Access-Control-Allow-Origin" : verdict.error === "MethodDisallowedByPreflightResponse" ? "Access-Control-Allow-Methods" : undefined;
      if (header === undefined || sentHeader(verdict.response, header)) continue;
      // A header that is declared and never mapped, or mapped in a way that does not deploy, has a rule of its own.
      if (mentionsHeader(cause.response, header)) continue;
      yield { message: "absent", data: { header }, at: placeOfHeaders(cause.response), related: [{ place: route.place, note: "browsers never send this" }], route, verdict, ...fixOf(route, verdict) };
      return;
    }
  },
});

/** All that the answer lacks at once: one header alone would only uncover the next. */
function fixOf(route: Route, { response }: Blocked<AwsCause>): { readonly fix?: Fix } {
  const fix = allowHeadersAdded(route, response, ALLOW_HEADERS);
  return fix ? { fix } : {};
}
