import type { RefusedValue } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import { headOf } from "../shared/places.ts";
import { correction, renaming } from "../shared/refused-values.ts";

/** CloudFront checks the CORS headers of a response headers policy when it is created, and often fails with no more than `Invalid request`. */
export default defineRule({
  id: "invalid-cloudfront-cors-policy",
  meta: {
    description: "Require CORS headers of response headers policies that CloudFront accepts",
    severity: "error",
    set: "recommended",
    category: "edge",
    reference: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html#understanding-response-headers-policies-cors",
    failureModes: ["F75"],
    fix: "safe",
    messages: {
      misspelt: "{{name}} is no property of CorsConfig, which calls it {{nearest}}: the deployment fails.",
      unknown: "{{name}} is no property of CorsConfig: the deployment fails.",
      method: "CloudFront knows no method `{{text}}` here: the deployment fails, with no more than an internal error.",
      allAndMethods: "`ALL` already stands for every method, and CloudFront takes it alone only: the deployment fails.",
      wildcardPosition: "CloudFront takes `*` by itself or at the left of a domain (`*.example.com`), and not as in `{{text}}`.",
      headersWithCredentials: "CloudFront refuses `{{text}}` in AccessControlAllowHeaders together with credentials: the deployment fails.",
    },
    help: "Name the methods (or `ALL` alone), and with credentials the headers.",
  },

  *block({ dialect, view, api, unknownProperties, refused = [] }) {
    if (dialect !== "headers-policy") return;
    const { routes } = api;
    for (const property of unknownProperties) {
      const { name, nearest, place } = property;
      if (nearest === undefined) yield { message: "unknown", data: { name }, at: place, routes };
      else yield { message: "misspelt", data: { name, nearest }, at: place, routes, help: `Rename it to ${nearest}.`, ...renaming(property, view) };
    }
    for (const value of refused) {
      const common = { at: headOf(value.place), routes, ...correction(value) };
      const message = MESSAGES[value.kind];
      if (message === "allAndMethods") yield { message, ...common };
      else if (message) yield { message, data: { text: value.text }, ...common };
    }
  },
});

const MESSAGES = {
  method: "method",
  "all-and-methods": "allAndMethods",
  "wildcard-position": "wildcardPosition",
  "headers-wildcard-with-credentials": "headersWithCredentials",
  wildcards: undefined,
  "exposed-wildcard": undefined,
} as const satisfies Record<RefusedValue["kind"], string | undefined>;
