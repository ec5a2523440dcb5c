import { plainFrom } from "../source/index.ts";
import type { Reference, Template, View, World, WorldResource } from "../template/index.ts";

/**
 * The id under which an API is known that `view` names (a `RestApiId`, an `ApiId`): its logical id, the name of the parameter that
 * brings it in, or else the text of the expression, so that two resources that write the same expression belong together.
 */
export function referredId(view: View): string | undefined {
  if (view.kind === "absent") return undefined;
  const reference = view.reference();
  if (reference?.attribute !== undefined && isStack(reference.resource?.type)) return `${reference.id}.${reference.attribute}`;
  if (reference && (reference.attribute === undefined || reference.resource)) return reference.id;
  return view.known() ?? (view.node ? JSON.stringify(plainFrom(view.node)) : `${view.reason ?? "unknown"}`);
}

/** What a stack out of view or a custom resource gives may be anything: two of its attributes are two things. */
function isStack(type: string | undefined): boolean {
  return type === "AWS::CloudFormation::Stack" || type === "AWS::CloudFormation::CustomResource" || type?.startsWith("Custom::") === true;
}

const indexes = new WeakMap<World, Map<string, ReadonlyMap<string, readonly WorldResource[]>>>();

/** The resources of a type whose `property` names the API `id`. Indexed once a world, so that many APIs stay linear. */
export function resourcesOf(world: World, type: string, property: string, id: string): readonly WorldResource[] {
  return groupedBy(world, type, property).get(id) ?? [];
}

/** The resources of a type by the id that their `property` names. */
export function groupedBy(world: World, type: string, property: string): ReadonlyMap<string, readonly WorldResource[]> {
  let byKey = indexes.get(world);
  if (!byKey) indexes.set(world, (byKey = new Map()));
  const key = `${type}\n${property}`;
  const made = byKey.get(key);
  if (made) return made;
  const groups = grouped(world.ofType(type), (resource) => referredId(resource.properties.get(property)));
  byKey.set(key, groups);
  return groups;
}

/** Items by their key, each group in their order; those without a key are in none. */
export function grouped<Item>(items: Iterable<Item>, keyOf: (item: Item) => string | undefined): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = key === undefined ? undefined : groups.get(key);
    if (group) group.push(item);
    else if (key !== undefined) groups.set(key, [item]);
  }
  return groups;
}

const byKind = new WeakMap<Template, Map<string, ReadonlyMap<string, readonly Reference[]>>>();

/** References to a resource from those whose type begins so: only these are read. Indexed once a template. */
export function referencesFromKind(template: Template, kind: string, id: string): readonly Reference[] {
  let kinds = byKind.get(template);
  if (!kinds) byKind.set(template, (kinds = new Map()));
  let index = kinds.get(kind);
  if (!index) {
    const from = [...template.resources.values()].filter(({ type }) => type.startsWith(kind));
    kinds.set(kind, (index = grouped(from.flatMap((resource) => template.referencesFrom(resource.id)), ({ to }) => to)));
  }
  return index.get(id) ?? [];
}

const incoming = new WeakMap<Template, ReadonlyMap<string, readonly Reference[]>>();

/** References to a resource, whatever the scenario. All of the template are read for it, once; see {@link referencesFromKind}. */
export function referencesTo(template: Template, id: string): readonly Reference[] {
  let index = incoming.get(template);
  if (!index) incoming.set(template, (index = grouped(template.references, ({ to }) => to)));
  return index.get(id) ?? [];
}
