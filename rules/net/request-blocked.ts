import type { BrowserRequest, Route } from "../../src/aws/index.ts";
import type { Blocked } from "../../src/fetch/index.ts";
import { defineRule, type Related } from "../../src/linter/index.ts";
import type { Place } from "../../src/source/index.ts";

const WITH: Readonly<Record<BrowserRequest["kind"], string>> = { required: "", typical: ", if it has a JSON body", credentialed: ", if it has credentials" };

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
      preflight: "Browsers refuse what {{who}} answers to the preflight, so they never send the request behind it{{body}}.",
      actual: "Browsers refuse what {{who}} answers, so no page can read the response{{body}}.",
    },
    help: "Run cors-lint simulate on this route: it prints the exchange step by step.",
  },

  *unexplained(route, request, verdict) {
    const certain = request.kind === "required" && route.intent.kind === "browser";
    const { evidence, response } = verdict;
    const deciding = evidence.find(({ place }) => place)?.place ?? response.place ?? route.place;
    yield {
      message: verdict.exchange,
      data: { who: response.answeredBy, body: WITH[request.kind] },
      at: deciding,
      related: otherPlaces(route, verdict, deciding),
      route,
      verdict,
      severity: certain ? "error" : "warning",
    };
  },
});

/** The other values that decided, where the answer comes from, and the route (the first, where one answer blocks several). */
function otherPlaces(route: Route, { evidence, response, exchange }: Blocked, at: Place): readonly Related[] {
  const places = new Map<string, Related>();
  const add = (place: Place | undefined, note: string): void => {
    if (place && place.id !== at.id && !places.has(place.id)) places.set(place.id, { place, note });
  };
  for (const { what, place } of evidence) add(place, `this ${what} decides with it`);
  add(response.place, "the refused answer is written here");
  add(route.place, exchange === "preflight" ? `browsers cannot send ${route.method} ${route.path}` : `pages cannot read the response to ${route.method} ${route.path}`);
  return [...places.values()].slice(-MAX_RELATED);
}

const MAX_RELATED = 3;
