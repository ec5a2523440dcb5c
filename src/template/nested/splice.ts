import { entryWith, listNode, mapNode, mapOf, scalarNode } from "../../source/index.ts";
import type { Entry, MapNode, Node, Place } from "../../source/index.ts";
import { intrinsicOf, textOf } from "../intrinsics.ts";
import { walkAll } from "../mentions.ts";
import type { Dropped, Opaque, Problem } from "../types.ts";
import { call, getAtt, ref, usedAt } from "./make.ts";
import { boundParameters } from "./parameters.ts";
import { type Budget, type Renaming, rewritten, rewrittenCondition } from "./rewrite.ts";

/** A template that was expanded, and what was noticed on the way. */
export interface Expanded {
  readonly root: MapNode;
  readonly opaque: readonly Opaque[];
  readonly dropped: readonly Dropped[];
  readonly problems: readonly Problem[];
  readonly expandedFrom: ReadonlyMap<string, string>;
}

/** The stack resource of the parent that a child is put in for. */
export interface StackResource {
  readonly id: string;
  readonly entry: Entry;
  readonly body: MapNode;
  /** What it hands down, in the parent's terms; `undefined`: not known. */
  readonly handed: MapNode | undefined;
  /** Other stacks whose outputs it is handed. */
  readonly after: readonly string[];
}

/** A child, in the terms of its parent. */
export interface Spliced extends Omit<Expanded, "root"> {
  /** The stack resource, which is complete when all of these are, and the resources of the child. */
  readonly resources: readonly Entry[];
  readonly conditions: readonly Entry[];
  readonly mappings: readonly Entry[];
  readonly parameters: readonly Entry[];
  /** Outputs that other stacks can import. */
  readonly exported: readonly Entry[];
  readonly outputs: ReadonlyMap<string, Node>;
}

const DEPLOYMENTS: ReadonlySet<string> = new Set(["AWS::ApiGateway::Deployment", "AWS::ApiGatewayV2::Deployment"]);

/**
 * What a child adds to its parent, under ids that begin with the id of the stack resource: `Users.Api`. Parameters are what the parent
 * hands down, so that both are judged in the same scenarios. Each node stands where it is written in the child. Throws
 * {@link import("./rewrite.ts").TooLarge}.
 */
export function spliced(stack: StackResource, child: Expanded, budget: Budget): Spliced {
  const prefix = `${stack.id}.`;
  const renaming = renamingOf(stack, child.root, budget);
  const { parameters, rename } = renaming;
  const conditions = sectionOf(child.root, "Conditions").map((entry): Entry => entryWith(entry, { key: prefix + entry.key, value: rewrittenCondition(entry.value, rename) }));
  const whole = textOf(stack.body.get("Condition"));
  const joint = new Map<string, Entry>();
  const ids: string[] = [];
  const before = startedAfter(stack);

  const resources = sectionOf(child.root, "Resources").flatMap(({ key, keyPlace, value }): Entry[] => {
    if (value.kind !== "map" || key.startsWith("Fn::")) return [];
    ids.push(prefix + key);
    return [{ key: prefix + key, keyPlace, value: resourceIn(value, keyPlace) }];
  });

  function resourceIn(body: MapNode, place: Place): MapNode {
    const own = textOf(body.get("Condition"));
    const condition = own === undefined ? whole : whole === undefined ? prefix + own : jointCondition(own, whole, place);
    const entries = Array.from(body.entries()).flatMap((entry): Entry[] => {
      switch (entry.key) {
        case "Condition":
          return [];
        case "DependsOn":
          return [entryWith(entry, { value: dependencies(entry.value) })];
        case "Properties":
          return [entryWith(entry, { value: rewritten(entry.value, rename) })];
        default:
          return [entry];
      }
    });
    if (condition !== undefined) entries.push({ key: "Condition", keyPlace: place, value: scalarNode(body.get("Condition")?.place ?? place, condition) });
    const made = mapNode(body.place, entries);
    return before.length > 0 && DEPLOYMENTS.has(textOf(body.get("Type")) ?? "") ? withDependencies(made, before, place) : made;
  }

  /** Conditions of the stack and of its resource hold together. */
  function jointCondition(own: string, outer: string, place: Place): string {
    const name = `${prefix}${own} and ${outer}`;
    const both = [prefix + own, outer].map((part) => call(place, "Condition", scalarNode(place, part)));
    joint.set(name, { key: name, keyPlace: place, value: call(place, "Fn::And", listNode(place, both)) });
    return name;
  }

  function dependencies(node: Node): Node {
    if (node.kind === "list") return listNode(node.place, node.items.map(dependencies));
    return node.kind === "scalar" ? scalarNode(node.place, prefix + node.text) : node;
  }

  const outputs = sectionOf(child.root, "Outputs");
  const valueOf = (output: Node): Node | undefined => (output.kind === "map" ? output.get("Value") : undefined);
  return {
    resources: [entryWith(stack.entry, { value: completed(stack, ids) }), ...resources],
    conditions: [...conditions, ...joint.values()],
    mappings: sectionOf(child.root, "Mappings").map((entry) => entryWith(entry, { key: prefix + entry.key })),
    parameters: parameters.map((entry) => entryWith(entry, { key: prefix + entry.key })),
    exported: outputs.flatMap((entry): Entry[] => (entry.value.kind === "map" && entry.value.has("Export") ? [entryWith(entry, { key: prefix + entry.key, value: rewritten(entry.value, rename) })] : [])),
    outputs: new Map(outputs.flatMap(({ key, value }): [string, Node][] => {
      const written = valueOf(value);
      return written === undefined ? [] : [[key, rewritten(written, rename)]];
    })),
    opaque: opaqueIn(child.opaque, prefix, ids, stack),
    dropped: child.dropped.map((dropped) => ({ ...dropped, resource: prefix + dropped.resource })),
    problems: child.problems,
    expandedFrom: new Map(Array.from(child.expandedFrom, ([id, from]) => [prefix + id, prefix + from])),
  };
}

function renamingOf(stack: StackResource, child: MapNode, budget: Budget): { readonly rename: Renaming; readonly parameters: readonly Entry[] } {
  const prefix = `${stack.id}.`;
  const bound = boundParameters(child, stack.handed);
  const section = child.get("Parameters");
  const resources = child.get("Resources");
  const isOf = (node: Node | undefined, id: string): boolean => node?.kind === "map" && node.has(id);
  const rename: Renaming = {
    budget,
    condition: (name) => prefix + name,
    mapping: (name) => prefix + name,
    reference: (id, attribute, place) => {
      if (attribute !== undefined) return id.startsWith("AWS::") ? undefined : getAtt(place, prefix + id, attribute);
      const value = bound.values.get(id);
      if (value !== undefined) return usedAt(place, value);
      if (isOf(section, id) || isOf(resources, id)) return ref(place, prefix + id);
      // `Ref` of a stack is its id, of which the name is the middle: arn:aws:cloudformation:region:account:stack/NAME/uuid
      if (id === "AWS::StackId") return ref(place, stack.id);
      if (id === "AWS::StackName") return call(place, "Fn::Select", listNode(place, [scalarNode(place, 1), call(place, "Fn::Split", listNode(place, [scalarNode(place, "/"), ref(place, stack.id)]))]));
      return id.startsWith("AWS::") ? undefined : ref(place, prefix + id);
    },
  };
  return { rename, parameters: bound.open };
}

/** A stack is complete when all that is in it is. What it hands down is in its resources now, and no more its own affair. */
function completed({ body, entry }: StackResource, ids: readonly string[]): MapNode {
  const rest = Array.from(body.entries()).filter(({ key }) => key !== "Properties");
  return withDependencies(mapNode(body.place, rest), ids, entry.keyPlace);
}

/** Ids that the stack is created after: what it depends on, and what it hands down. */
function startedAfter({ body, handed, after }: StackResource): readonly string[] {
  const dependsOn = body.get("DependsOn");
  const items = dependsOn?.kind === "list" ? dependsOn.items : [dependsOn];
  return [...new Set([...after, ...items.flatMap((item) => textOf(item) ?? []), ...mentionedIds(handed)])];
}

/** The resource, created after others as well. */
export function withDependencies(body: MapNode, ids: readonly string[], place: Place): MapNode {
  const there = body.entry("DependsOn");
  const items = there === undefined ? [] : there.value.kind === "list" ? there.value.items : [there.value];
  const value = listNode(there?.value.place ?? place, [...items, ...ids.map((id) => scalarNode(place, id))]);
  return mapNode(body.place, [...Array.from(body.entries()).filter(({ key }) => key !== "DependsOn"), { key: "DependsOn", keyPlace: there?.keyPlace ?? place, value }]);
}

/** What may change anything in the child may change each of its resources, and what is handed to it, but nothing else of its parent. */
function opaqueIn(opaque: readonly Opaque[], prefix: string, ids: readonly string[], stack: StackResource): readonly Opaque[] {
  const own = opaque.flatMap((part) => (part.resource === undefined ? [] : [{ ...part, resource: prefix + part.resource }]));
  const [everywhere] = opaque.filter(({ resource }) => resource === undefined);
  if (everywhere === undefined) return own;
  return [...own, ...[...ids, ...mentionedIds(stack.handed)].map((resource) => ({ ...everywhere, resource }))];
}

/** Resources that something mentions; parameters may be among them, which no one will miss. */
export function mentionedIds(node: Node | undefined): readonly string[] {
  const ids = new Set<string>();
  if (node !== undefined) walkAll(node, { mention: ({ id }) => void ids.add(id) });
  return [...ids].filter((id) => !id.startsWith("AWS::"));
}

export function sectionOf(root: MapNode, name: string): readonly Entry[] {
  const section = root.get(name);
  return section?.kind === "map" ? Array.from(section.entries()) : [];
}

/** A template with more entries in its sections. */
export function withSections(root: MapNode, added: Readonly<Record<string, readonly Entry[]>>): MapNode {
  const entries = new Map(Array.from(root.entries(), (entry) => [entry.key, entry]));
  for (const [name, more] of Object.entries(added)) {
    if (more.length === 0) continue;
    const there = entries.get(name);
    const value = there?.value.kind === "map" ? mapNode(there.value.place, [...there.value.entries(), ...more]) : mapOf(root.place, more.map(({ key, value: node, keyPlace }) => [key, node, keyPlace]));
    entries.set(name, { key: name, keyPlace: there?.keyPlace ?? root.place, value });
  }
  return mapNode(root.place, entries.values());
}

/** Is the whole map one function, so that its entries are not known? */
export function isFunction(node: Node): boolean {
  return intrinsicOf(node) !== undefined;
}
