import { defineRule } from "../../src/linter/index.ts";
import { homeOf } from "../shared/api-home.ts";

/**
 * SAM deploys an API again when the hash of its definition changes, and waits for nothing else. A method or gateway response that is a
 * resource of its own is in no hash: the stage can go live without it, and a change to it stays where no browser sees it.
 */
export default defineRule({
  id: "resource-outside-sam-deployment",
  meta: {
    description: "Require methods and gateway responses of a SAM API to stand in the API itself",
    severity: "warning",
    set: "recommended",
    category: "deployment",
    reference: "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html",
    failureModes: ["F64"],
    fix: "unsafe",
    messages: {
      gatewayResponse: "{{id}} is not part of what SAM deploys with {{api}}: errors can go live without its headers, and a change to it is not deployed.",
      method: "{{id}} is not part of what SAM deploys with {{api}}: the method can be missing from the stage, and a change to it is not deployed.",
    },
    help: "Move it into the API (`GatewayResponses`, an event of a function, `DefinitionBody`), or set `AlwaysDeploy: true` on the API.",
  },

  *api(found) {
    const { deployment, routes } = found;
    const home = homeOf(found);
    for (const { id, what, place, api } of deployment.detached ?? []) {
      yield {
        message: what === "method" ? "method" : "gatewayResponse",
        data: { id, api: api.id },
        at: place,
        related: [{ place: api.place, note: "only what stands in here makes SAM deploy again" }],
        routes: routes.filter((route) => route.place.path[1] === id),
        ...(home?.dialect === "sam" && { fix: { title: "Deploy the API with each update", applicability: "unsafe", edits: [home.entry("AlwaysDeploy", true)] } }),
      };
    }
  },
});
