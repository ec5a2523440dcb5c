import type { Blocked, Step } from "../../src/fetch/index.ts";
import { defineRule, type Related } from "../../src/linter/index.ts";
import type { Place } from "../../src/source/index.ts";

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
      preflight: "{{answer}} with an answer to the preflight that browsers refuse ({{reason}}), so they never send {{method}} {{path}}.",
      actual: "{{answer}} with a response to {{method}} {{path}} that no script can read ({{reason}}).",
    },
    help: "Run cors-lint simulate on this route: it prints the exchange step by step.",
  },

  *unexplained(route, { kind, request }, verdict) {
    const certain = kind === "required" && route.intent.kind === "browser";
    yield {
      message: verdict.exchange,
      data: { answer: `${capitalized(verdict.response.answeredBy)} replies`, method: request.method, path: route.path, reason: verdict.error },
      at: route.place,
      related: decidingPlaces(verdict, route.place),
      route,
      verdict,
      severity: certain ? "error" : "warning",
    };
  },
});

/** Where the refused answer and the values that decided are written, with what the failing step says of them. */
function decidingPlaces(verdict: Blocked, at: Place): readonly Related[] {
  const failed: Step | undefined = verdict.trace.findLast((step) => step.result === "failed");
  const places = new Map<string, Related>();
  for (const { what, place } of verdict.evidence) {
    if (place) places.set(place.id, { place, note: `this ${what} decides: ${failed?.text ?? verdict.error}` });
  }
  const { place } = verdict.response;
  if (place && !places.has(place.id)) places.set(place.id, { place, note: "the refused answer comes from here" });
  places.delete(at.id);
  return [...places.values()];
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
