import { entryWith, listNode, mapNode, scalarNode } from "../../source/index.ts";
import type { Entry, MapNode, Node } from "../../source/index.ts";
import { expressionKey } from "../evaluate.ts";
import { getAtt, ref, usedAt } from "../nested/make.ts";
import { type Budget, type Renaming, rewritten, rewrittenCondition } from "../nested/rewrite.ts";
import { mentionedIds, sectionOf, withSections } from "../nested/splice.ts";
import type { Expanded } from "../template.ts";
import type { Opaque } from "../types.ts";
import type { Link } from "./links.ts";
import type { Names } from "./names.ts";

/** A stack among those that are put together, and what becomes of its names. */
interface Member {
  readonly source: Expanded;
  readonly names: Names;
  readonly renaming: Renaming;
}

/** What several stacks are together, but for what surrounds them. */
export interface Joined extends Pick<Expanded, "root" | "given" | "opaque" | "dropped" | "problems" | "expandedFrom"> {
  /** For each stack what its resources are called now. */
  readonly ids: readonly ReadonlyMap<string, string>[];
}

/**
 * Several stacks as one template, the first of which keeps its names: what a stack takes from another is what that gives. Each node stands
 * where it is written. An export that a stack here takes is no hint any more at stacks that are out of view. Throws
 * {@link import("../nested/rewrite.ts").TooLarge}.
 */
export function joined(sources: readonly Expanded[], names: readonly Names[], links: readonly Link[], budget: Budget): Joined {
  const taken = new Set(links.map(({ to, offer }) => `${to} ${offer.output}`));
  const byWish = new Map(links.map((link) => [`${link.from} ${link.key}`, link]));
  const values = new Map<string, Node | undefined>();
  const members = sources.map((source, index): Member => {
    const own = names[index] ?? NO_NAMES;
    return { source, names: own, renaming: renamingOf(own, budget, (call) => importedBy(index, call)) };
  });

  /** What another stack gives, in the terms of all; nothing while it is being worked out, as stacks that need each other come to no end. */
  function importedBy(index: number, call: MapNode): Node | undefined {
    const key = expressionKey(call);
    const link = byWish.get(`${index} ${key}`);
    const member = link && members[link.to];
    if (link === undefined || member === undefined) return undefined;
    const id = `${link.to} ${link.offer.output}`;
    if (!values.has(id)) {
      values.set(id, undefined);
      const written = valueOf(member.source.root, link.offer.output);
      values.set(id, written && rewritten(written, member.renaming));
    }
    const value = values.get(id);
    return value && usedAt(call.place, value);
  }

  const [first, ...others] = members.map((member, index) => partsOf(member, (output) => taken.has(`${index} ${output}`)));
  if (first === undefined) throw new TypeError("there is nothing to put together");
  const root = withSections(replaced(sources[0]?.root ?? mapNode(first.place, []), first), {
    Parameters: others.flatMap(({ sections }) => sections.Parameters).filter(isFirst(first.sections.Parameters)),
    Conditions: others.flatMap(({ sections }) => sections.Conditions),
    Mappings: others.flatMap(({ sections }) => sections.Mappings),
    Resources: others.flatMap(({ sections }) => sections.Resources),
    Outputs: others.flatMap(({ sections }) => sections.Outputs),
  });
  const renamed = ({ ids }: Names, id: string): string => ids.get(id) ?? id;
  return {
    root,
    given: new Map(members.flatMap(({ source, names: own }) => Array.from(source.given, ([name, value]): [string, string] => [renamed(own, name), value])).toReversed()),
    opaque: members.flatMap((member, index) => opaqueOf(member, links.filter(({ from }) => from === index), (link) => values.get(`${link.to} ${link.offer.output}`))),
    dropped: members.flatMap(({ source, names: own }) => source.dropped.map((dropped) => ({ ...dropped, resource: renamed(own, dropped.resource) }))),
    problems: sources.flatMap(({ problems }) => problems),
    expandedFrom: new Map(members.flatMap(({ source, names: own }) => Array.from(source.expandedFrom, ([id, from]): [string, string] => [renamed(own, id), renamed(own, from)]))),
    ids: members.map(({ source, names: own }) => new Map(sectionOf(source.root, "Resources").map(({ key }) => [key, renamed(own, key)]))),
  };
}

const NO_NAMES: Names = { ids: new Map(), conditions: new Map(), mappings: new Map(), outputs: new Map() };

/** Parameters that several stacks share are there once. */
function isFirst(before: readonly Entry[]): (entry: Entry) => boolean {
  const seen = new Set(before.map(({ key }) => key));
  return ({ key }) => seen.size !== seen.add(key).size;
}

function renamingOf({ ids, conditions, mappings }: Names, budget: Budget, imported: (call: MapNode) => Node | undefined): Renaming {
  return {
    budget,
    imported,
    condition: (name) => conditions.get(name) ?? name,
    mapping: (name) => mappings.get(name) ?? name,
    reference: (id, attribute, place) => {
      const name = ids.get(id);
      if (name === undefined || name === id) return undefined;
      return attribute === undefined ? ref(place, name) : getAtt(place, name, attribute);
    },
  };
}

const SECTIONS = ["Parameters", "Conditions", "Mappings", "Resources", "Outputs"] as const;
type Sections = Readonly<Record<(typeof SECTIONS)[number], readonly Entry[]>>;

function partsOf({ source: { root }, names, renaming }: Member, isTaken: (output: string) => boolean): { readonly place: Node["place"]; readonly sections: Sections } {
  const under = (entry: Entry, key: string | undefined, value = entry.value): Entry => (key === undefined || (key === entry.key && value === entry.value) ? entry : entryWith(entry, { key, value }));
  return {
    place: root.place,
    sections: {
      Parameters: sectionOf(root, "Parameters").map((entry) => under(entry, names.ids.get(entry.key))),
      Conditions: sectionOf(root, "Conditions").map((entry) => under(entry, names.conditions.get(entry.key), rewrittenCondition(entry.value, renaming))),
      Mappings: sectionOf(root, "Mappings").map((entry) => under(entry, names.mappings.get(entry.key))),
      Resources: sectionOf(root, "Resources").map((entry) => under(entry, names.ids.get(entry.key), resource(entry.value, renaming))),
      Outputs: sectionOf(root, "Outputs").map((entry) => under(entry, names.outputs.get(entry.key), rewritten(isTaken(entry.key) ? withoutExport(entry.value) : entry.value, renaming))),
    },
  };
}

function resource(body: Node, renaming: Renaming): Node {
  if (body.kind !== "map") return body;
  let changed = false;
  const entries = Array.from(body.entries(), (entry): Entry => {
    const value = attribute(entry, renaming);
    if (value === entry.value) return entry;
    changed = true;
    return entryWith(entry, { value });
  });
  return changed ? mapNode(body.place, entries) : body;
}

function attribute({ key, value }: Entry, renaming: Renaming): Node {
  switch (key) {
    case "Condition":
      return value.kind === "scalar" ? sameOr(value, renaming.condition(value.text)) : value;
    case "DependsOn":
      return dependencies(value, renaming);
    case "Properties":
      return rewritten(value, renaming);
    default:
      return value;
  }
}

function dependencies(node: Node, renaming: Renaming): Node {
  if (node.kind === "list") {
    const items = node.items.map((item) => dependencies(item, renaming));
    return items.some((item, index) => item !== node.items[index]) ? listNode(node.place, items) : node;
  }
  if (node.kind !== "scalar") return node;
  const renamed = renaming.reference(node.text, undefined, node.place);
  const name = renamed?.kind === "map" ? renamed.get("Ref") : undefined;
  return name?.kind === "scalar" ? sameOr(node, name.text) : node;
}

function sameOr(node: Node & { readonly kind: "scalar" }, text: string): Node {
  return text === node.text ? node : scalarNode(node.place, text);
}

/** The template with its sections replaced; the others stay as they are. */
function replaced(root: MapNode, { sections }: { readonly sections: Sections }): MapNode {
  return mapNode(root.place, Array.from(root.entries(), (entry): Entry => {
    const name = SECTIONS.find((section) => section === entry.key);
    return name === undefined || entry.value.kind !== "map" ? entry : entryWith(entry, { value: mapNode(entry.value.place, sections[name]) });
  }));
}

function valueOf(root: MapNode, output: string): Node | undefined {
  const outputs = root.get("Outputs");
  const written = outputs?.kind === "map" ? outputs.get(output) : undefined;
  return written?.kind === "map" ? written.get("Value") : undefined;
}

function withoutExport(output: Node): Node {
  return output.kind === "map" ? mapNode(output.place, Array.from(output.entries()).filter(({ key }) => key !== "Export")) : output;
}

/** What may change anything in a stack may change each of its resources and what it takes from others, but nothing else of theirs. */
function opaqueOf({ source, names }: Member, links: readonly Link[], valueOfLink: (link: Link) => Node | undefined): readonly Opaque[] {
  const own = source.opaque.flatMap((part): Opaque[] => (part.resource === undefined ? [] : [{ ...part, resource: names.ids.get(part.resource) ?? part.resource }]));
  const [everywhere] = source.opaque.filter(({ resource: id }) => id === undefined);
  if (everywhere === undefined) return own;
  const within = sectionOf(source.root, "Resources").map(({ key }) => names.ids.get(key) ?? key);
  const reached = links.flatMap((link) => mentionedIds(valueOfLink(link)));
  return [...own, ...[...within, ...reached].map((id): Opaque => ({ ...everywhere, resource: id }))];
}
