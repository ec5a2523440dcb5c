import { defineRule } from "../../src/linter/index.ts";
import { headOf } from "../shared/places.ts";

/**
 * What a template defines is not what clients reach: API Gateway serves the snapshot that a deployment took, through a stage. Without
 * either every call fails, which a browser shows as a CORS error.
 */
export default defineRule({
  id: "missing-deployment",
  meta: {
    description: "Require a deployment and a stage for every API that has methods or routes",
    severity: "error",
    set: "recommended",
    category: "deployment",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html",
    failureModes: ["F65"],
    messages: {
      missing: "{{name}} is not live: {{why}}. Every call fails, and browsers show that as a CORS error.",
      elsewhere: "{{name}} is not live by this template: {{why}}. Browsers can call it only if something else deploys it.",
    },
    help: "Add a deployment that depends on every method and gateway response, and a stage that points at it.",
  },

  *api(api) {
    const { live, why, place } = api.deployment;
    if (api.routes.length === 0 || live !== "no") return;
    const isPartial = api.outOfView.length > 0;
    yield {
      message: isPartial ? "elsewhere" : "missing",
      data: { why, name: api.name },
      at: headOf(place),
      severity: isPartial ? "info" : "error",
      ...(api.kind === "http" && { help: "Give the API a stage with `AutoDeploy: true`." }),
    };
  },
});
