import { walkAll } from "./mentions.ts";
import type { Reference, Resource } from "./types.ts";

/** Every mention of one resource in the body of another, and each `DependsOn`, in the order in which they are written. */
export function referencesOf(resources: ReadonlyMap<string, Resource>): readonly Reference[] {
  const references: Reference[] = [];
  for (const { id: from, body, dependsOn } of resources.values()) {
    for (const { id: to, place } of dependsOn) if (resources.has(to)) references.push({ from, to, via: "DependsOn", attribute: undefined, place });
    for (const { key, value } of body.entries()) {
      if (key === "DependsOn" || key === "Type" || key === "Condition") continue;
      walkAll(value, {
        mention: ({ via, id: to, attribute, place }) => {
          if (resources.has(to)) references.push({ from, to, via, attribute, place });
        },
      });
    }
  }
  return references;
}
