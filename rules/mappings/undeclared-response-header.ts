import { defineRule } from "../../src/linter/index.ts";
import { knownText } from "../../src/source/index.ts";
import { affectedRoutes } from "../shared/affected.ts";
import { declarationAdded } from "../shared/mapping-edits.ts";
import { headOf } from "../shared/places.ts";

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
      undeclared: "{{header}} is mapped, but the method response for {{status}} does not declare it: the deployment fails with `Invalid mapping expression parameter specified`.",
      noResponse: "{{header}} is mapped for {{status}}, and no method response has this status: the deployment fails with `Invalid mapping expression parameter specified`.",
    },
    help: "Declare it in `MethodResponses` under the same status: `method.response.header.<name>: true`.",
  },

  *mapping(mapping, context) {
    const { response, header } = mapping;
    if (!("method" in response) || header === undefined || !mapping.problems.some((problem) => problem.kind === "undeclared")) return;
    const edits = declarationAdded(response, header);
    yield {
      message: response.hasMethodResponse === "no" ? "noResponse" : "undeclared",
      data: { header, status: knownText(response.status) ?? "this status" },
      at: mapping.keyPlace,
      ...(response.methodResponsePlace && { related: [{ place: headOf(response.methodResponsePlace), note: "the declaration belongs here" }] }),
      routes: affectedRoutes(mapping, context),
      // API Gateway would answer 500 in its place, but the stack fails before anyone could see that.
      ...(response.hasMethodResponse === "no" && { explainsAll: true }),
      ...(edits && { fix: { title: `Declare ${header}`, applicability: "safe", edits } }),
    };
  },
});
