import type { Route } from "../../src/aws/index.ts";
import type { Fix, Place } from "../../src/source/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import { requirementRemoved } from "../shared/requirements.ts";
import { isForBrowsers, relatedRoute, stoppedPreflight } from "../shared/verdicts.ts";

/** A preflight announces `x-api-key` but never carries it. A method that wants the key on OPTIONS answers 403 to every browser. */
export default defineRule({
  id: "api-key-on-preflight",
  meta: {
    description: "Disallow an API key requirement on whatever answers the preflight",
    severity: "error",
    set: "recommended",
    category: "preflight",
    reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    failureModes: ["F04"],
    explains: ["PreflightMissingAllowOriginHeader", "PreflightInvalidStatus"],
    fix: "safe",
    messages: {
      refused: "OPTIONS wants an API key, which no preflight carries: API Gateway answers 403, and browsers never send the request behind it.",
    },
    help: "Require the key on the methods that need it, not on OPTIONS: `ApiKeyRequired: false` (SAM: `AddApiKeyRequiredToCorsPreflight: false`).",
  },

  *route(route, context) {
    const stopped = stoppedPreflight(route, context, "api-key");
    if (!stopped || !isForBrowsers(route, stopped.obstacle.route)) return;
    const { obstacle, verdict } = stopped;
    yield {
      message: "refused",
      at: obstacle.place ?? route.place,
      ...fixAt(obstacle.place, obstacle.route),
      related: relatedRoute(route, obstacle),
      route,
      verdict,
    };
  },
});

/** On an OPTIONS method the requirement is false; SAM has a setting of its own for the OPTIONS methods that it makes. */
function fixAt(place: Place | undefined, answering: Route | undefined): { readonly fix?: Fix } {
  const removed = place && answering?.isOptions ? requirementRemoved(place) : undefined;
  if (removed) return { fix: { title: "Require no key of OPTIONS", applicability: "safe", edits: removed } };
  if (!place?.parent || !answering?.isOptions || place.segment !== "ApiKeyRequired") return {};
  if (place.parent.segment === "Auth") return { fix: { title: "Leave the key off preflights", applicability: "unsafe", edits: [{ kind: "add-entry", place: place.parent, key: "AddApiKeyRequiredToCorsPreflight", value: false }] } };
  if (place.file.text.slice(place.range.start.offset, place.range.end.offset) !== "true") return {};
  return { fix: { title: "Require no key of OPTIONS", applicability: "safe", edits: [{ kind: "replace", place, text: "false" }] } };
}
