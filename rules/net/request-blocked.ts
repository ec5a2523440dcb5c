import type { BrowserRequest } from "../../src/aws/index.ts";
import type { Blocked } from "../../src/fetch/index.ts";
import { defineRule, type Related } from "../../src/linter/index.ts";
import type { Place } from "../../src/source/index.ts";

const WITH: Readonly<Record<BrowserRequest["kind"], string>> = { required: "", typical: " with a JSON body", credentialed: " with credentials" };

/**
 * A browser refuses what AWS would answer here, and no other rule has said why. The prediction itself is the evidence: each step is one
 * of the Fetch standard's, and the last one failed.
 */
export default defineRule({
  id: "request-blocked",
  meta: {
    description: "Report every request that browsers are predicted to block, even where no other rule knows the reason",
    severity: "error",
    set: "recommended",
    category: "net",
    reference: "https://fetch.spec.whatwg.org/#http-cors-protocol",
    failureModes: [],
    messages: {
      preflight: "Browsers refuse what {{who}} answers to the preflight, so they never send {{request}}.",
      actual: "Browsers refuse what {{who}} answers, so no page can read the response to {{request}}.",
    },
    help: "Run cors-lint simulate on this route: it prints the exchange step by step.",
  },

  *unexplained(route, request, verdict) {
    const certain = request.kind === "required" && route.intent.kind === "browser";
    yield {
      message: verdict.exchange,
      data: { who: verdict.response.answeredBy, request: `${request.request.method} ${route.path}${WITH[request.kind]}` },
      at: route.place,
      related: decidingPlaces(verdict, route.place),
      route,
      verdict,
      severity: certain ? "error" : "warning",
    };
  },
});

/** Where the values that decided are written, and where the refused answer comes from. */
function decidingPlaces(verdict: Blocked, at: Place): readonly Related[] {
  const failed = verdict.trace.findLast((step) => step.result === "failed")?.text.replace(/\.$/u, "") ?? verdict.error;
  const places = new Map<string, Related>();
  for (const { place } of verdict.evidence) {
    if (place) places.set(place.id, { place, note: failed });
  }
  const { place } = verdict.response;
  if (place && !places.has(place.id)) places.set(place.id, { place, note: "this answer is refused" });
  places.delete(at.id);
  return [...places.values()];
}
