import type { MapNode, Node } from "../source/index.ts";

/** The `Conditions` section. */
export function conditionsOf(root: MapNode): ReadonlyMap<string, Node> {
  const section = root.get("Conditions");
  return section?.kind === "map" ? new Map(Array.from(section.entries(), ({ key, value }) => [key, value])) : new Map();
}
