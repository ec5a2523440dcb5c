import type { Template, World } from "../../template/index.ts";
import type { Declarations } from "../declared.ts";
import type { ApiOutline } from "../model.ts";
import { BuiltBucket } from "./api.ts";

/** The buckets of a template that have a CORS configuration. */
export function bucketOutlines(template: Template): readonly ApiOutline[] {
  const outlines: ApiOutline[] = [];
  for (const { id, type, body } of template.resources.values()) {
    if (type !== "AWS::S3::Bucket" || !mayHaveCors(body)) continue;
    outlines.push({
      kind: "bucket",
      id,
      template,
      members: [id],
      build(world: World, declarations?: Declarations): BuiltBucket | undefined {
        const resource = world.resources.get(id);
        const configuration = resource?.properties.get("CorsConfiguration");
        return resource && configuration && configuration.kind !== "absent" ? new BuiltBucket(world, resource, configuration, declarations) : undefined;
      },
    });
  }
  return outlines;
}

function mayHaveCors(body: Template["root"]): boolean {
  const properties = body.get("Properties");
  return properties?.kind === "map" && properties.has("CorsConfiguration");
}
