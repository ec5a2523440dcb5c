import type { HeaderMapping } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import type { Fix } from "../../src/source/index.ts";
import { affectedRoutes } from "../shared/affected.ts";
import { declarationAdded, PREFIX } from "../shared/mapping-edits.ts";

/**
 * In the response parameters of an integration the key names what is sent to the client, `method.response.header.<name>`, and the value
 * where it comes from. Tutorials that turn the two around do not deploy.
 */
export default defineRule({
  id: "invalid-mapping-key",
  meta: {
    description: "Require keys of the form `method.response.header.<name>` in the response parameters of an integration",
    severity: "error",
    set: "recommended",
    category: "mappings",
    reference: "https://docs.aws.amazon.com/apigateway/latest/api/API_IntegrationResponse.html",
    failureModes: ["F13"],
    fix: "safe",
    messages: {
      gateway: "{{key}} is no header of a gateway response: the deployment fails with `Invalid mapping expression specified`.",
      wrongSide: "{{key}} is no response header of the method: the deployment fails with `Invalid mapping expression parameter specified`.",
    },
    help: "Write the key as `method.response.header.<name>` (`integration.response.header.<name>` is a value), in a gateway response as `gatewayresponse.header.<name>`.",
  },

  *mapping(mapping, context) {
    const problem = mapping.problems.find((found) => found.kind === "invalid-key");
    if (problem?.kind !== "invalid-key") return;
    const fix = problem.correctKey === undefined ? undefined : renamed(mapping, problem.correctKey);
    yield { message: mapping.holder === "gateway-response" ? "gateway" : "wrongSide", data: { key: mapping.key }, at: mapping.keyPlace, routes: affectedRoutes(mapping, context), ...(fix && { fix }) };
  },
});

/** What the right key maps has to be declared, too. */
function renamed({ keyPlace, response }: HeaderMapping, key: string): Fix {
  const declared = "method" in response && key.startsWith(PREFIX) ? declarationAdded(response, key.slice(PREFIX.length)) : undefined;
  return { title: `Rename the key to ${key}`, applicability: "safe", edits: [{ kind: "rename-key", place: keyPlace, key }, ...(declared ?? [])] };
}
