import { defineRule } from "../../src/linter/index.ts";
import { isNumberAt } from "../shared/literals.ts";
import { headOf } from "../shared/places.ts";

/** CORS objects have limits of their own (a day for the maximum age, six methods for a function URL); past them the deployment fails. */
export default defineRule({
  id: "cors-limit-exceeded",
  meta: {
    description: "Require CORS objects to stay within the limits of their service",
    severity: "error",
    set: "recommended",
    category: "mappings",
    reference: "https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html",
    failureModes: ["F72"],
    fix: "safe",
    messages: {
      exceeded: "{{what}}: the deployment fails.",
    },
    help: "Keep to the limit; browsers cap the maximum age at two hours (Chromium) or a day (Firefox) anyway.",
  },

  *block(block) {
    for (const { what, place, clampTo } of block.limits) {
      yield {
        message: "exceeded",
        data: { what },
        at: headOf(place),
        routes: block.api.routes,
        ...(clampTo !== undefined && isNumberAt(place) && { fix: { title: `Write ${clampTo}`, applicability: "safe", edits: [{ kind: "replace", place, text: clampTo }] } }),
      };
    }
  },
});
