import type { View, World } from "../../template/index.ts";
import type { RestApi } from "../model.ts";
import { pathOf, RESOURCE } from "./read-resources.ts";

/** Resources that an export makes known to other stacks, which can put methods on them and resources below them. */
export function openResources(world: World, apiId: string): readonly (RestApi["outOfView"][number] & { readonly segments: readonly string[] })[] {
  return exportsOf(world).flatMap(({ key, value, reference }) => {
    const resource = reference?.attribute === undefined || reference.attribute === "ResourceId" ? reference?.resource : undefined;
    if (resource?.type !== RESOURCE || resource.properties.get("RestApiId").reference()?.id !== apiId) return [];
    const segments = pathOf(value.get("Value"), apiId, world, new Map());
    return [{ what: `the output ${key} lets other stacks add to /${segments.join("/")}`, place: value.place, segments }];
  });
}

/** What a template exports, in one scenario. Beside exports CDK has outputs that other stacks of the application read (weak references). */
export function exportsOf(world: World): readonly { readonly key: string; readonly value: View; readonly reference: ReturnType<View["reference"]> }[] {
  const outputs = world.template.root.get("Outputs");
  return (outputs ? world.view(outputs).entries() : []).flatMap(({ key, value }) => (value.has("Export") || (key.startsWith("PublishOutput") && world.template.joinedFiles.length === 0) ? [{ key, value, reference: value.get("Value").reference() }] : []));
}

/** Is it a path that the segments lead to, or one below? */
export function isBelow(path: string, segments: readonly string[]): boolean {
  const asked = path.replace(/[?#].*$/su, "").split("/").filter((segment) => segment !== "");
  return segments.every((segment, index) => asked[index] !== undefined && (segment === asked[index] || /[{$]/u.test(segment)));
}
