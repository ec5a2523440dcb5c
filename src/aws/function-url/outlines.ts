import type { Template, World } from "../../template/index.ts";
import type { Declarations } from "../declared.ts";
import type { Api, ApiOutline } from "../model.ts";
import { BuiltFunctionUrl } from "./api.ts";

/** The function URLs of a template. */
export function functionUrlOutlines(template: Template): readonly ApiOutline[] {
  const outlines: ApiOutline[] = [];
  for (const { id, type } of template.resources.values()) {
    if (type !== "AWS::Lambda::Url") continue;
    outlines.push({
      kind: "function-url",
      id,
      template,
      members: [id],
      build(world: World, declarations?: Declarations): Api | undefined {
        const resource = world.resources.get(id);
        return resource && new BuiltFunctionUrl(world, resource, declarations);
      },
    });
  }
  return outlines;
}
