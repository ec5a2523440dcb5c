import type { CorsBlock } from "../../src/aws/index.ts";
import type { CorsError } from "../../src/fetch/index.ts";
import { defineRule, type Report } from "../../src/linter/index.ts";
import { headOf } from "../shared/places.ts";
import { refusalsWithoutProperty } from "../shared/refusals.ts";

/**
 * Each service names its CORS properties in its own way (AllowOrigin, AllowOrigins, AllowedOrigins). One that the service does not know is
 * refused, or ignored as if it were not there; on a WebSocket API the whole is refused.
 */
export default defineRule({
  id: "unknown-cors-property",
  meta: {
    description: "Require CORS properties that the service knows",
    severity: "error",
    set: "recommended",
    category: "mappings",
    reference: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigatewayv2-api-cors.html",
    failureModes: ["F72", "F76", "F77"],
    fix: "safe",
    messages: {
      misspelt: "{{name}} is no CORS property of {{service}}, which know {{nearest}}: {{consequence}}.",
      unknown: "{{name}} is no CORS property of {{service}}: {{consequence}}.",
      rejected: "{{why}}: the deployment fails.",
    },
    help: "Use the names that this service knows.",
  },

  *block(block) {
    // Buckets and CloudFront's policies have rules of their own: invalid-s3-cors, invalid-cloudfront-cors-policy.
    if (block.dialect === "bucket" || block.dialect === "headers-policy") return;
    const { service, consequence } = CONTEXT[block.dialect];
    for (const { name, place, nearest } of block.unknownProperties) {
      const common = { at: place, routes: block.api.routes } as const;
      if (nearest === undefined) yield { ...common, message: "unknown", data: { name, service, consequence } };
      else {
        yield {
          ...common,
          message: "misspelt",
          data: { name, nearest, service, consequence },
          ...accountOf(block.dialect, refusalsWithoutProperty(nearest)),
          fix: { title: `Rename it to ${nearest}`, applicability: "safe", edits: [{ kind: "rename-key", place, key: nearest }] },
        };
      }
    }
    const refusal = block.rejected;
    if (refusal?.kind === "websocket" || refusal?.kind === "malformed") yield { message: "rejected", data: { why: refusal.why }, at: headOf(refusal.place), routes: block.api.routes, help: REFUSAL_HELP[refusal.kind] };
  },
});

const REFUSAL_HELP = {
  websocket: "Remove it; the function behind `$connect` can compare the Origin header.",
  malformed: "Write an object with `AllowOrigins`, `AllowMethods` and `AllowHeaders`.",
} as const;

/** What is refused never answers: no request is worth a word of its own. */
function accountOf(dialect: CorsBlock["dialect"], explains: readonly CorsError[]): Pick<Report, "explains" | "explainsAll"> {
  return dialect !== "http-api-openapi" && explains.length > 0 ? { explains: [], explainsAll: true } : { explains };
}

const CONTEXT: Readonly<Record<Exclude<CorsBlock["dialect"], "bucket" | "headers-policy">, { readonly service: string; readonly consequence: string }>> = {
  "http-api": { service: "HTTP APIs", consequence: "CloudFormation refuses the API" },
  "http-api-openapi": { service: "HTTP APIs", consequence: "API Gateway does not apply it" },
  "function-url": { service: "function URLs", consequence: "CloudFormation refuses the URL" },
};
