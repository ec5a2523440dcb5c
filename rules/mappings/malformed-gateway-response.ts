import { defineRule } from "../../src/linter/index.ts";
import type { Fix } from "../../src/source/index.ts";

/**
 * The headers of a gateway response are keyed `gatewayresponse.header.<name>`. SAM writes that prefix itself, so one that is written by hand
 * stands there twice; other prefixes are refused.
 */
export default defineRule({
  id: "malformed-gateway-response",
  meta: {
    description: "Require keys of the form `gatewayresponse.header.<name>` in gateway responses, and bare names in SAM",
    severity: "error",
    set: "recommended",
    category: "mappings",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html",
    failureModes: ["F32"],
    fix: "safe",
    messages: {
      key: "{{key}} names no header of a gateway response, so error responses are sent without it and browsers hide them from the page.",
    },
    help: "Write the key as `gatewayresponse.header.<name>`; under SAM's `Headers:` the bare name.",
  },

  *mapping(mapping) {
    const problem = mapping.problems.find((found) => found.kind === "malformed-gateway-key");
    if (problem?.kind !== "malformed-gateway-key") return;
    const fix: Fix | undefined = problem.correctKey === undefined ? undefined : { title: `Rename the key to ${problem.correctKey}`, applicability: "safe", edits: [{ kind: "rename-key", place: mapping.keyPlace, key: problem.correctKey }] };
    yield { message: "key", data: { key: mapping.key }, at: mapping.keyPlace, ...(fix && { fix }) };
  },
});
