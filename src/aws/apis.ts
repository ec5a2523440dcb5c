import type { Template } from "../template/index.ts";
import { functionUrlOutlines } from "./function-url/index.ts";
import { httpApiOutlines } from "./http/index.ts";
import type { ApiOutline } from "./model.ts";
import { restApiOutlines } from "./rest/index.ts";
import { bucketOutlines } from "./s3/index.ts";

/** Every API of a template that browsers could call, whatever the scenario: REST APIs first, each kind in the order of the template. */
export function apisOf(template: Template): readonly ApiOutline[] {
  return [...restApiOutlines(template), ...httpApiOutlines(template), ...functionUrlOutlines(template), ...bucketOutlines(template)];
}
