import type { MapNode, Node, Place } from "../source/index.ts";
import { conditionsOf } from "./conditions.ts";
import type { Facts } from "./facts.ts";
import { conditionClosure, operations, parametersIn } from "./needs.ts";
import { parametersOf } from "./parameters.ts";
import { referencesFrom } from "./references.ts";
import { formatOf, resourcesOf } from "./resources.ts";
import { ScenarioFinder } from "./scenarios.ts";
import type { Dropped, Opaque, Parameter, Problem, Reference, Resource, Scenario, Scenarios, Template, World } from "./types.ts";
import { worldOf } from "./world.ts";
import type { Shared } from "./world.ts";

/** What the cloud assembly around a template knows of it. */
export interface AssemblyFacts {
  readonly createdAt: NonNullable<Template["createdAt"]>;
  readonly assetFile: NonNullable<Template["assetFile"]>;
  /** Path of the construct behind a logical id, where the template's own metadata does not say. */
  readonly constructPathOf: (logicalId: string) => string | undefined;
  /** The template, from the folder of the assembly. */
  readonly templateFile?: string | undefined;
  /** Its name in AWS. */
  readonly stackName?: string | undefined;
  /** Account and region, where they are known. */
  readonly environment?: string | undefined;
}

/** A template that was read and expanded, before anything is made of it. */
export interface Expanded {
  readonly name: string;
  readonly root: MapNode;
  /** The document as it was written; its marks tell the format. */
  readonly written: MapNode;
  readonly given: ReadonlyMap<string, string>;
  readonly opaque: readonly Opaque[];
  readonly dropped: readonly Dropped[];
  readonly problems: readonly Problem[];
  readonly expandedFrom: ReadonlyMap<string, string>;
  readonly nested: readonly MapNode[];
  readonly assembly: AssemblyFacts | undefined;
  /** What its stack is called in AWS. */
  readonly stackName: string | undefined;
  readonly readLocal: (from: Place, reference: string) => { readonly root: Node } | { readonly refused: string };
  readonly readText: Template["readText"];
  readonly withoutHandlers: boolean;
  /** Of several stacks that were put together. */
  readonly joined?: {
    /** The other files that are stacks of their own. */
    readonly files: readonly string[];
    /** The stack that a resource is in. */
    readonly stackOf: (id: string) => string | undefined;
    /** The construct that a resource is made of. */
    readonly constructPathOf: (id: string) => string | undefined;
    readonly metadataOf: Template["metadataOf"];
  };
}

const origins = new WeakMap<Template, Expanded>();

export function templateOf(expanded: Expanded): Template {
  const template = new ExpandedTemplate(expanded);
  origins.set(template, expanded);
  return template;
}

/** What a template was made of, for who makes another of it. Throws a TypeError for one that was not made here. */
export function originOf(template: Template): Expanded {
  const origin = origins.get(template);
  if (origin === undefined) throw new TypeError(`the template ${template.name} was not read by loadTemplate`);
  return origin;
}

class ExpandedTemplate implements Template {
  readonly name: string;
  readonly root: MapNode;
  readonly written: MapNode;
  readonly format: Template["format"];
  readonly resourcesWritten: number;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly opaque: readonly Opaque[];
  readonly dropped: readonly Dropped[];
  readonly problems: readonly Problem[];
  readonly nested: readonly MapNode[];
  readonly nestedFiles: readonly string[];
  readonly joinedFiles: readonly string[];
  readonly createdAt: Template["createdAt"];
  readonly assetFile: Template["assetFile"];
  readonly readLocal: Expanded["readLocal"];
  readonly readText: Template["readText"];
  readonly withoutHandlers: boolean;
  readonly #shared: Shared;
  readonly #finder: ScenarioFinder;
  readonly #worlds = new Map<string, World>();
  readonly #metadataOf: Template["metadataOf"];
  #references: readonly Reference[] | undefined;
  readonly #referencesFrom = new Map<string, readonly Reference[]>();

  constructor(expanded: Expanded) {
    const { root, written } = expanded;
    const { parameters, noEcho } = parametersOf(root, expanded.given);
    const { assembly, joined } = expanded;
    // Resources of nested stacks are called `Stack.Id` here, and in the assembly `Id`.
    const constructPathOf = joined?.constructPathOf ?? (assembly && ((id: string) => assembly.constructPathOf(id.slice(id.lastIndexOf(".") + 1))));
    const resources = resourcesOf(root, { expandedFrom: expanded.expandedFrom, constructPathOf, stackOf: joined?.stackOf });
    const mappings = root.get("Mappings");
    const facts: Facts = { parameters, noEcho, resources, mappings: mappings?.kind === "map" ? mappings : undefined, conditions: conditionsOf(root) };
    this.name = expanded.name;
    this.root = root;
    this.written = written;
    this.format = formatOf(written, resources);
    this.resourcesWritten = sizeOf(written.get("Resources"));
    this.parameters = parameters;
    this.resources = resources;
    this.opaque = expanded.opaque;
    this.dropped = expanded.dropped;
    this.problems = expanded.problems;
    this.nested = expanded.nested;
    this.nestedFiles = expanded.nested.map(({ place }) => place.file.name);
    this.joinedFiles = joined?.files ?? [];
    this.createdAt = assembly?.createdAt;
    this.assetFile = assembly?.assetFile;
    this.readLocal = expanded.readLocal;
    this.readText = expanded.readText;
    this.withoutHandlers = expanded.withoutHandlers;
    this.#shared = { template: this, facts, byType: idsByType(resources), conditionParameters: conditionParametersOf(facts) };
    this.#metadataOf = joined?.metadataOf ?? (() => root.get("Metadata"));
    this.#finder = new ScenarioFinder(facts);
  }

  get references(): readonly Reference[] {
    return (this.#references ??= [...this.resources.keys()].flatMap((id) => this.referencesFrom(id)));
  }

  referencesFrom(resourceId: string): readonly Reference[] {
    const known = this.#referencesFrom.get(resourceId);
    if (known) return known;
    const resource = this.resources.get(resourceId);
    const found = resource ? referencesFrom(resource, this.resources) : [];
    this.#referencesFrom.set(resourceId, found);
    return found;
  }

  metadataOf(resourceId: string): Node | undefined {
    return this.#metadataOf(resourceId);
  }

  scenarios(logicalIds: Iterable<string>): Scenarios {
    return this.#finder.scenarios(logicalIds);
  }

  world(scenario: Scenario): World {
    const key = JSON.stringify([scenario.label, [...scenario.parameters], [...scenario.conditions], [...(scenario.unlike ?? [])]]);
    const world = this.#worlds.get(key) ?? worldOf(this.#shared, scenario);
    this.#worlds.set(key, world);
    return world;
  }
}

function sizeOf(node: Node | undefined): number {
  return node?.kind === "map" ? node.size : 0;
}

function idsByType(resources: ReadonlyMap<string, Resource>): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const { id, type } of resources.values()) {
    const same = ids.get(type);
    if (same === undefined) ids.set(type, [id]);
    else same.push(id);
  }
  return ids;
}

/** Parameters that a condition rests on, through the conditions it refers to. */
function conditionParametersOf(facts: Facts): (name: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (name) => {
    const settled = known.get(name);
    if (settled !== undefined) return settled;
    const parameters = new Set<string>();
    for (const condition of conditionClosure([name], facts)) {
      const node = facts.conditions.get(condition);
      if (node === undefined) continue;
      for (const operation of operations(node)) {
        if (operation.kind === "equals") for (const operand of [operation.first, operation.second]) for (const parameter of parametersIn(operand, facts)) parameters.add(parameter);
      }
    }
    const all = [...parameters];
    known.set(name, all);
    return all;
  };
}
