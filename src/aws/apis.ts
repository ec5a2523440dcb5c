import type { Template } from "../template/index.ts";
import { distributionOutlines, headersPolicyOutlines } from "./cloudfront/index.ts";
import { functionUrlOutlines } from "./function-url/index.ts";
import { httpApiOutlines } from "./http/index.ts";
import type { ApiOutline } from "./model.ts";
import { restApiOutlines } from "./rest/index.ts";
import { bucketOutlines } from "./s3/index.ts";

/**
 * Everything of a template that browsers could call, whatever the scenario: REST APIs first, then the other APIs, buckets with CORS rules,
 * and what CloudFront puts around them; each kind in the order of the template.
 */
export function apisOf(template: Template): readonly ApiOutline[] {
  const inside = [...restApiOutlines(template), ...httpApiOutlines(template), ...functionUrlOutlines(template), ...bucketOutlines(template)];
  return [...inside, ...distributionOutlines(template, inside), ...headersPolicyOutlines(template)];
}
