import { locate } from "../aws/handlers/locate.ts";
import { referencesTo } from "../aws/references.ts";
import type { ApiOutline } from "../aws/index.ts";
import type { ApiPair } from "./pair-apis.ts";
import type { TemplateChanges } from "./resource-changes.ts";

/** Whether a change can make a difference to the API: what does not reach it is not predicted twice. */
export function isAffected({ before, after }: ApiPair, changes: TemplateChanges): boolean {
  if (before.kind !== after.kind || before.id !== after.id || changes.touchesAll || changes.touchesParameters || isDefinedElsewhere(after) || isDefinedElsewhere(before)) return true;
  return [before, after].some((outline) => isReached(outline, changes.resources));
}

/** A file beside the template may differ where the template does not. */
function isDefinedElsewhere({ template, id }: ApiOutline): boolean {
  const properties = template.resources.get(id)?.body.get("Properties");
  return properties?.kind === "map" && properties.has("BodyS3Location");
}

/** What it is made of, what that refers to, and what refers to it (permissions, distributions, firewalls). */
function isReached({ template, id, members }: ApiOutline, changed: ReadonlySet<string>): boolean {
  const world = template.world(template.scenarios([]).all[0]);
  const seen = new Set([id, ...members]);
  for (const { from } of referencesTo(template, id)) seen.add(from);
  for (const reached of seen) {
    if (changed.has(reached)) return true;
    const resource = world.resources.get(reached);
    // The source of a function may differ where the template does not.
    if (resource?.type === "AWS::Lambda::Function" && !template.withoutHandlers && locate(world, resource).kind === "file") return true;
    for (const { to } of template.referencesFrom(reached)) seen.add(to);
  }
  return false;
}
