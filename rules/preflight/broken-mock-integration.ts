import type { Obstacle } from "../../src/aws/index.ts";
import type { Fix } from "../../src/source/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import { knownText } from "../../src/source/index.ts";
import { headOf } from "../shared/places.ts";
import { isForBrowsers, stoppedPreflight } from "../shared/verdicts.ts";

/**
 * A MOCK integration answers with the status that its request template names, as an integer. Without it, or without an integration response
 * for it, API Gateway answers 500, and a browser wants a 2xx before it goes on.
 */
export default defineRule({
  id: "broken-mock-integration",
  meta: {
    description: "Require MOCK integrations that answer preflights to answer with a 2xx status",
    severity: "error",
    set: "recommended",
    category: "preflight",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html",
    failureModes: ["F12", "F19", "F24"],
    explains: ["PreflightMissingAllowOriginHeader", "PreflightInvalidStatus"],
    fix: "safe",
    messages: {
      broken: "API Gateway answers {{status}} because {{what}}: no preflight gets through.",
      status: "OPTIONS is answered with {{status}}, but a browser goes on only after a 2xx.",
    },
    help: "Give it the request template `{\"statusCode\": 200}` under `application/json`, and a default integration response with a 2xx status.",
  },

  *refused(route, context) {
    const stopped = stoppedPreflight(route, context, "mock-without-template", "mock-without-status", "no-matching-response", "passthrough", "missing-integration");
    if (stopped) {
      const { obstacle, verdict } = stopped;
      if (!isForBrowsers(route, obstacle.route)) return;
      const status = knownText(verdict.response.status) ?? "an error";
      yield { message: "broken", data: { status, what: obstacle.what }, at: headOf(obstacle.place ?? route.place), ...fixOf(obstacle), route, verdict };
      return;
    }
    for (const { verdict } of context.blocked(route)) {
      const { cause, status } = verdict.response;
      if (verdict.error !== "PreflightInvalidStatus" || cause.kind !== "mapped-response" || status.kind !== "known" || !isForBrowsers(route, cause.response.method.route)) continue;
      yield { message: "status", data: { status: status.text }, at: cause.response.statusPlace ?? cause.response.place, route, verdict };
      return;
    }
  },
});

const TEMPLATE = '{"statusCode": 200}';

const SPELLINGS = new Map([["Integration", "RequestTemplates"], ["x-amazon-apigateway-integration", "requestTemplates"]]);

/** A template that is written for JSON and names no status can name one; where none is for JSON, one can be added. */
function fixOf({ kind, place, route }: Obstacle): { readonly fix?: Fix } {
  const key = SPELLINGS.get(String(route?.integration.place.segment));
  if ((kind === "passthrough" || kind === "mock-without-template") && route?.isOptions && route.integration.kind === "mock" && key !== undefined) {
    const value = { "application/json": TEMPLATE };
    return { fix: { title: "Add a request template that names the status 200", applicability: "safe", edits: [{ kind: "add-entry", place: route.integration.place, key, value }] } };
  }
  if (kind !== "mock-without-status" || !route?.isOptions || place?.segment !== "application/json") return {};
  const isScalar = /^["'{]/u.test(place.file.text.slice(place.range.start.offset, place.range.end.offset));
  return isScalar ? { fix: { title: "Name the status 200", applicability: "safe", edits: [{ kind: "replace", place, text: TEMPLATE }] } } : {};
}
