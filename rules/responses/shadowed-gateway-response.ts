import type { GatewayResponse, HeaderMapping } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import { knownText, type Edit } from "../../src/source/index.ts";
import { headerAdded } from "../shared/gateway-fixes.ts";
import { isWrittenAt } from "../shared/literals.ts";
import { headOf } from "../shared/places.ts";
import { lacksAllowOrigin } from "../shared/responses.ts";

/**
 * A gateway response of a type of its own takes the place of the default one, headers and all: what DEFAULT_4XX maps is not sent with an
 * UNAUTHORIZED that is customized without it.
 */
export default defineRule({
  id: "shadowed-gateway-response",
  meta: {
    description: "Require Access-Control-Allow-Origin on each gateway response whose default has it",
    severity: "warning",
    set: "recommended",
    category: "responses",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html",
    failureModes: ["F31"],
    fix: "safe",
    messages: {
      shadowed: "{{type}} has a gateway response of its own without Access-Control-Allow-Origin, so that of {{fallback}} is not sent: pages cannot read this error.",
    },
    help: "Map Access-Control-Allow-Origin here as well, or leave the type to its default.",
  },

  apis: ["rest"],
  *api(api) {
    if (api.kind !== "rest") return;
    for (const own of api.gatewayResponses) {
      const { type, fallback } = own;
      if (type === undefined || fallback === undefined) continue;
      const answer = api.gatewayResponse(type);
      // Of 413 no header can be set.
      if (answer.cause.kind !== "gateway" || answer.cause.gatewayResponse !== own || !lacksAllowOrigin(answer)) continue;
      const theirs = api.gatewayResponses.find((response) => response.type === fallback)?.mappings.find(({ header }) => header?.toLowerCase() === "access-control-allow-origin");
      if (!theirs) continue;
      const edits = mappingCopied(own, theirs);
      yield {
        message: "shadowed",
        data: { type, fallback },
        at: headOf(own.place),
        related: [{ place: headOf(theirs.valuePlace), note: `this is sent for types without a response of their own` }],
        routes: [],
        ...(edits && { fix: { title: `Map the origin of ${fallback}`, applicability: "safe", edits } }),
      };
    }
  },
});

/** The same mapping, where it is a fixed text. */
function mappingCopied(own: GatewayResponse, { written, valuePlace }: HeaderMapping): readonly Edit[] | undefined {
  const value = knownText(written);
  return value === undefined || !isWrittenAt(valuePlace, written) ? undefined : headerAdded(own, value);
}
