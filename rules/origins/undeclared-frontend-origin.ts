import type { AwsCause, Route } from "../../src/aws/index.ts";
import type { Blocked } from "../../src/fetch/index.ts";
import { defineRule, originDefect } from "../../src/linter/index.ts";
import { knownText, type Place } from "../../src/source/index.ts";
import { itemsAdded } from "../shared/list-fixes.ts";
import { sentHeader } from "../shared/responses.ts";

/**
 * Whoever declares the pages of an API wants these let in and no others. A browser compares origins byte by byte, so a page whose origin the
 * API does not allow is shut out, and one that it should not know is let in with its visitor's cookies.
 */
export default defineRule({
  id: "undeclared-frontend-origin",
  meta: {
    description: "Require the origins that the configuration declares, and with credentials no others, to be allowed",
    severity: "error",
    set: "recommended",
    category: "origins",
    reference: "https://fetch.spec.whatwg.org/#cors-check",
    failureModes: ["F50"],
    explains: ["PreflightAllowOriginMismatch", "AllowOriginMismatch", "PreflightMissingAllowOriginHeader", "MissingAllowOriginHeader"],
    fix: "unsafe",
    messages: {
      shut: "{{origin}} is declared as a page of this API and not allowed here: browsers refuse its requests.",
      open: "{{origin}} is declared nowhere, and this lets it in with the visitor's cookies.",
    },
    help: "Let the allowed origins and the declared ones be the same.",
  },

  *route(route, context) {
    const origins = route.declaration?.origins;
    if (!origins || route.intent.kind !== "browser") return;
    for (const { request, verdict } of context.blocked(route)) {
      const { origin } = request.request;
      if (!origins.values.includes(origin) || !isForItsOrigin(verdict) || isMisspelled(origin, route)) continue;
      const at = placeOf(verdict) ?? route.place;
      const edits = itemsAdded(route.api, "allow-origin", at, [origin]);
      yield { message: "shut", data: { origin }, at, related: [{ place: origins.place, note: "the configuration declares it here" }], route, verdict, ...(edits && { fix: { title: `Add ${origin} to the list`, applicability: "unsafe", edits } }) };
    }
    for (const request of route.foreignRequests?.() ?? []) {
      const verdict = context.predict(route, request);
      if (verdict.outcome !== "allowed") continue;
      const at = sentHeader(verdict.response, "Access-Control-Allow-Origin")?.place ?? verdict.response.place ?? route.place;
      yield { message: "open", data: { origin: request.request.origin }, at, related: [{ place: origins.place, note: "the configuration declares the pages here" }], route };
      return;
    }
  },
});

/** Some origin is let in, and not this one; that none is says another rule. */
function isForItsOrigin({ error, response: { cause } }: Blocked<AwsCause>): boolean {
  if (error === "PreflightAllowOriginMismatch" || error === "AllowOriginMismatch") return true;
  return cause.kind === "cors-configuration" && cause.originAllowed === "no" && /MissingAllowOrigin/u.test(error);
}

/** The origin that was meant is there, in a spelling that no browser sends: the rule about that spelling says so. */
function isMisspelled(origin: string, { api }: Route): boolean {
  return api.settings.some(({ property, items, originWildcards }) => property === "allow-origin" && items.some(({ value }) => {
    const defect = originDefect(value, originWildcards);
    return defect !== undefined && ("correct" in defect ? defect.correct === origin : knownText(value)?.includes(origin) === true);
  }));
}

/** The allowed origins: the header of the refused answer, or the list of the CORS configuration. */
function placeOf({ response }: Blocked<AwsCause>): Place | undefined {
  const sent = sentHeader(response, "Access-Control-Allow-Origin")?.place;
  const { cause } = response;
  if (sent || cause.kind !== "cors-configuration") return sent ?? response.place;
  const list = cause.block.api.settings.find(({ property, block }) => property === "allow-origin" && block === cause.block);
  return list?.place ?? cause.block.place;
}
