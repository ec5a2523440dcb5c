import { defineRule } from "../../src/linter/index.ts";
import { routesBlockedBy } from "../shared/affected.ts";
import { agreedOrigin, mappingAdded } from "../shared/mapping-edits.ts";
import { placeOfHeaders } from "../shared/places.ts";
import { refusalsWithout } from "../shared/refusals.ts";

/**
 * A method response only declares which headers may be sent; the integration response gives them their values. A header that is declared
 * and never mapped is never sent, and the deployment says nothing about it.
 */
export default defineRule({
  id: "unmapped-response-header",
  meta: {
    description: "Require a mapping for every CORS header that a method response declares",
    severity: "error",
    set: "recommended",
    category: "mappings",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html",
    failureModes: ["F14"],
    fix: "safe",
    messages: {
      unmapped: "{{header}} is declared here but no integration response maps it, so API Gateway never sends it.",
    },
    help: "Map it in the integration response of the same status: `method.response.header.<name>: \"'<value>'\"`.",
  },

  *response(response, context) {
    const { integration, api } = response.method.route;
    if (integration.kind !== "mock" && integration.kind !== "custom") return;
    for (const declaration of response.declarations) {
      if (declaration.mapped !== "no" || !declaration.name.toLowerCase().startsWith("access-control-")) continue;
      // A mapping under a wrong key is the better finding.
      const isMiswritten = response.mappings.some((mapping) => mapping.header === undefined && mapping.key.toLowerCase().endsWith(`.${declaration.name.toLowerCase()}`));
      if (isMiswritten) continue;
      const origin = declaration.name.toLowerCase() === "access-control-allow-origin" ? agreedOrigin(api) : undefined;
      const edits = origin === undefined ? undefined : mappingAdded(response, declaration.name, origin);
      yield {
        message: "unmapped",
        data: { header: declaration.name },
        at: declaration.place,
        related: [{ place: placeOfHeaders(response), note: "the mapping belongs here" }],
        routes: [response.method.route, ...routesBlockedBy(response, api, context)],
        explains: refusalsWithout(declaration.name),
        ...(edits && { fix: { title: `Map it to the origin that the other mappings allow, ${origin}`, applicability: "safe", edits } }),
      };
    }
  },
});
