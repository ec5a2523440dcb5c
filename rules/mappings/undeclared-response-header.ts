import { defineRule } from "../../src/linter/index.ts";
import { affectedRoutes } from "../shared/affected.ts";

/**
 * An integration response can only map headers that the method response of the same status declares. Otherwise API Gateway refuses the
 * method and the stack fails.
 */
export default defineRule({
  id: "undeclared-response-header",
  meta: {
    description: "Require a declaration in the method response for every header that is mapped",
    severity: "error",
    set: "recommended",
    category: "mappings",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-response.html",
    failureModes: ["F14"],
    fix: "safe",
    messages: {
      undeclared: "{{key}} is mapped, but the method response for {{status}} does not declare it: the deployment fails with `Invalid mapping expression parameter specified`.",
    },
    help: "Declare it in `MethodResponses` under the same status: `<key>: false`.",
  },

  *mapping(mapping, context) {
    if (!mapping.problems.some((problem) => problem.kind === "undeclared")) return;
    const status = "status" in mapping.response && mapping.response.status?.kind === "known" ? mapping.response.status.text : "this status";
    yield { message: "undeclared", data: { key: mapping.key, status }, at: mapping.keyPlace, routes: affectedRoutes(mapping, context) };
  },
});
