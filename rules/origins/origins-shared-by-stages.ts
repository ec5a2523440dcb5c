import { defineRule, isWildcard } from "../../src/linter/index.ts";
import { describe } from "../../src/source/index.ts";
import { headOf } from "../shared/places.ts";

/**
 * The CORS configuration of an HTTP API is one for all of its stages, and stage variables do not reach it. A page that is allowed to call
 * the development stage is allowed to call production too.
 */
export default defineRule({
  id: "origins-shared-by-stages",
  meta: {
    description: "Report that several stages of an HTTP API share their allowed origins",
    severity: "info",
    set: "strict",
    category: "origins",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    failureModes: ["F53"],
    messages: {
      shared: "These origins are allowed in all of {{stages}}: CORS of an HTTP API knows no stages.",
    },
    help: "Give each stage with pages of its own an API of its own, or take the list as what it is.",
  },

  apis: ["http"],
  settings: ["allow-origin"],
  *setting({ api, block, items, place }) {
    if (!block || items.some(({ value }) => isWildcard(value))) return;
    const stages = [...new Map(api.deployment.stages.map((stage) => [describe(stage.name), stage])).entries()];
    if (stages.length < 2) return;
    yield {
      message: "shared",
      data: { stages: stages.map(([name]) => `\`${name}\``).join(", ") },
      at: headOf(place),
      related: stages.slice(0, 3).map(([name, stage]) => ({ place: stage.place, note: `the stage ${name}` })),
    };
  },
});
