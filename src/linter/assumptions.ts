import type { MapNode, Node, Place } from "../source/index.ts";
import type { Template, World } from "../template/index.ts";

/**
 * Finds, for places of a template, the parameters whose default the values there rest on. The tree is walked once, for all places
 * together, and only where there are findings.
 */
export function assumptionsAt(places: readonly Place[], world: World, members: Iterable<string>): ReadonlyMap<Place, readonly string[]> {
  const { template } = world;
  const values = places.filter(({ part }) => part !== "key");
  if (values.length === 0 || !hasDefaults(template)) return new Map();
  const nodes = nodesAt(values, template, members);
  const found = new Map<Place, readonly string[]>();
  for (const place of values) {
    const node = nodes.get(spotOf(place));
    if (!node || !isOneValue(node)) continue;
    const assumed = world.view(node).assumes.flatMap((name) => assumption(name, world));
    if (assumed.length > 0) found.set(place, assumed);
  }
  return found;
}

/** A text, or a function that makes one. A finding about a whole resource does not rest on each value in it. */
function isOneValue(node: Node): boolean {
  if (node.kind !== "map") return node.kind === "scalar";
  const [key = ""] = node.keys();
  return node.size === 1 && (key === "Ref" || key.startsWith("Fn::"));
}

function hasDefaults(template: Template): boolean {
  for (const parameter of template.parameters.values()) if (!parameter.given && parameter.value !== undefined) return true;
  return false;
}

/** `Origin=https://app.example.com`, unless the user gave the value or the scenario chose it. */
function assumption(name: string, world: World): readonly string[] {
  const parameter = world.template.parameters.get(name);
  if (!parameter || parameter.given || parameter.value === undefined || world.scenario.parameters.has(name)) return [];
  return [`${name}=${parameter.value}`];
}

/** A place without regard to which part of the entry is meant. */
export function spotOf(place: Place): string {
  return `${place.file.name}\n${JSON.stringify(place.path)}`;
}

function nodesAt(places: readonly Place[], template: Template, members: Iterable<string>): ReadonlyMap<string, Node> {
  const wanted = new Set(places.map(spotOf));
  // Most nodes are told apart by the last segment alone, without building a path.
  const segments = new Set(places.map((place) => place.segment));
  const found = new Map<string, Node>();
  const pending: Node[] = [];
  for (const id of members) {
    const body: MapNode | undefined = template.resources.get(id)?.body;
    if (body) pending.push(body);
  }
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (segments.has(node.place.segment)) {
      const spot = spotOf(node.place);
      if (wanted.has(spot) && !found.has(spot)) found.set(spot, node);
    }
    if (node.kind === "list") pending.push(...node.items);
    else if (node.kind === "map") for (const { value } of node.entries()) pending.push(value);
  }
  return found;
}
