import type { RestApi, Route } from "../../src/aws/index.ts";
import type { Fix, Place } from "../../src/source/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import { headOf } from "../shared/places.ts";
import { isForBrowsers, stoppedPreflight } from "../shared/verdicts.ts";

/**
 * With the binary media type of everything, API Gateway takes the (empty) body of a preflight for binary and cannot run the MOCK integration's
 * request template on it: it answers 500.
 */
export default defineRule({
  id: "binary-media-type-breaks-mock",
  meta: {
    description: "Require `ContentHandling: CONVERT_TO_TEXT` on MOCK preflights of APIs whose binary media types cover everything",
    severity: "error",
    set: "recommended",
    category: "preflight",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html",
    failureModes: ["F18"],
    explains: ["PreflightMissingAllowOriginHeader", "PreflightInvalidStatus"],
    fix: "safe",
    messages: {
      binary: "These binary media types cover everything, even the empty body of a preflight: the MOCK integration cannot run its request template on it, and every preflight gets 500.",
    },
    help: "Set `ContentHandling: CONVERT_TO_TEXT` on the OPTIONS integration and on its integration response (SAM and CDK set none: name the binary types one by one).",
  },

  *refused(route, context) {
    const stopped = stoppedPreflight(route, context, "binary-media-type");
    if (!stopped || route.api.kind !== "rest" || !isForBrowsers(route, stopped.obstacle.route)) return;
    const answering = stopped.obstacle.route?.integration.place;
    yield {
      message: "binary",
      at: stopped.obstacle.place ?? route.place,
      related: answering ? [{ place: headOf(answering), note: "the MOCK integration is made here" }] : [],
      ...fixOf(route.api, stopped.obstacle.route),
      route,
      verdict: stopped.verdict,
    };
  },
});

const SPELLINGS = new Map([["Integration", "ContentHandling"], ["x-amazon-apigateway-integration", "contentHandling"]]);

/** Where the integration is written out, it and its responses can convert. */
function fixOf(api: RestApi, answering: Route | undefined): { readonly fix?: Fix } {
  const place = answering?.integration.place;
  const key = SPELLINGS.get(String(place?.segment));
  const method = api.methods.find(({ route }) => route === answering);
  if (!place || !method || key === undefined) return {};
  const added = (at: Place): Fix["edits"][number] => ({ kind: "add-entry", place: at, key, value: "CONVERT_TO_TEXT" });
  return { fix: { title: "Convert the body to text", applicability: "safe", edits: [added(place), ...method.responses.map((response) => added(response.place))] } };
}
