import { defineRule } from "../../src/linter/index.ts";

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
    explains: ["PreflightMissingAllowOriginHeader", "MissingAllowOriginHeader", "MethodDisallowedByPreflightResponse", "HeaderDisallowedByPreflightResponse"],
    fix: "safe",
    messages: {
      misspelt: "{{name}} is no property here; {{nearest}} is.",
      unknown: "{{name}} is no property here.",
      rejected: "{{why}}: the deployment fails.",
    },
    help: "Use the names that this service knows.",
  },

  *block(block) {
    for (const { name, place, nearest } of block.unknownProperties) {
      if (nearest === undefined) yield { message: "unknown", data: { name }, at: place, routes: block.api.routes };
      else {
        yield {
          message: "misspelt",
          data: { name, nearest },
          at: place,
          routes: block.api.routes,
          fix: { title: `Rename it to ${nearest}`, applicability: "safe", edits: [{ kind: "rename-key", place, key: nearest }] },
        };
      }
    }
    if (block.rejected && block.api.kind === "http" && block.api.webSocket) yield { message: "rejected", data: { why: block.rejected.why }, at: block.rejected.place };
  },
});
