import type { CorsProperty } from "../../src/aws/index.ts";
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
      exceeded: "{{property}} {{what}}: the deployment fails.",
      unconfirmed: "{{property}} {{what}} by the API's own model: the deployment can fail.",
    },
    help: "Keep to the limit.",
  },

  *block(block) {
    for (const { property, what, place, clampTo } of block.limits) {
      const isAge = property === "max-age";
      yield {
        // HTTP APIs state the range in their model only: nobody has recorded that the service refuses more.
        ...(block.dialect === "function-url" ? { message: "exceeded" } : { message: "unconfirmed", severity: "warning" }),
        data: { property: NAMES[property], what: `${isAge ? "is" : "has"} ${what}` },
        at: headOf(place),
        routes: block.api.routes,
        ...(isAge && { help: "Write a day at most: browsers keep a preflight two hours (Chromium) or a day (Firefox), whatever stands here." }),
        ...(clampTo !== undefined && isNumberAt(place) && { fix: { title: `Write ${clampTo}`, applicability: "safe", edits: [{ kind: "replace", place, text: clampTo }] } }),
      };
    }
  },
});

const NAMES: Readonly<Record<CorsProperty, string>> = {
  "allow-origin": "AllowOrigins",
  "allow-methods": "AllowMethods",
  "allow-headers": "AllowHeaders",
  "allow-credentials": "AllowCredentials",
  "expose-headers": "ExposeHeaders",
  "max-age": "MaxAge",
};
