import { defineRule } from "../../src/linter/index.ts";
import { headOf } from "../shared/places.ts";
import { correction, renaming } from "../shared/refused-values.ts";

/**
 * A bucket answers preflights itself, so its rules name GET, PUT, HEAD, POST and DELETE and nothing else. CloudFormation calls its
 * properties otherwise than the S3 API does: what is right in the one place fails in the other.
 */
export default defineRule({
  id: "invalid-s3-cors",
  meta: {
    description: "Require CORS rules of buckets that S3 accepts",
    severity: "error",
    set: "recommended",
    category: "edge",
    reference: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-corsrule.html",
    failureModes: ["F72", "F76"],
    fix: "safe",
    messages: {
      misspelt: "{{name}} is no property of CORS rules in CloudFormation, which calls it {{nearest}}: the deployment fails.",
      unknown: "{{name}} is no property of CORS rules in CloudFormation: the deployment fails.",
      options: "S3 answers OPTIONS itself and refuses it as an allowed method: the deployment fails.",
      method: "S3 knows no method `{{text}}` in CORS rules (only GET, PUT, HEAD, POST and DELETE): the deployment fails.",
      wildcards: "S3 takes one `*` in a value, and `{{text}}` has more: the deployment fails.",
      exposed: "S3 knows no wildcard in ExposedHeaders, so it refuses `{{text}}`: the deployment fails.",
    },
    help: "Write `AllowedMethods` of GET, PUT, HEAD, POST and DELETE, and at most one `*` in each origin and header.",
  },

  *block({ dialect, view, api, unknownProperties, refused = [] }) {
    if (dialect !== "bucket") return;
    const { routes } = api;
    for (const property of unknownProperties) {
      const { name, nearest, place } = property;
      if (nearest === undefined) yield { message: "unknown", data: { name }, at: place, routes };
      else yield { message: "misspelt", data: { name, nearest }, at: place, routes, help: `Rename it to ${nearest}.`, ...renaming(property, view) };
    }
    for (const value of refused) {
      const { kind, text, place } = value;
      const common = { at: headOf(place), routes, ...correction(value) };
      if (kind === "wildcards") yield { message: "wildcards", data: { text }, ...common };
      else if (kind === "exposed-wildcard") yield { message: "exposed", data: { text }, ...common, help: "List the headers by name: `ETag`." };
      else if (text.toUpperCase() === "OPTIONS") yield { message: "options", ...common };
      else yield { message: "method", data: { text }, ...common };
    }
  },
});
