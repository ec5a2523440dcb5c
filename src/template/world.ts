import type { Node } from "../source/index.ts";
import { Evaluator } from "./evaluate.ts";
import type { Facts } from "./facts.ts";
import type { Resource, Scenario, Template, View, World, WorldResource } from "./types.ts";
import { SeenView } from "./view.ts";
import type { Sight } from "./view.ts";

/** What the worlds of one template share. */
export interface Shared {
  readonly template: Template;
  readonly facts: Facts;
  /** Logical ids by type. */
  readonly byType: ReadonlyMap<string, readonly string[]>;
  conditionParameters(name: string): readonly string[];
}

/** A world is made without looking at a single resource; each is looked at when it is first asked for. */
export function worldOf(shared: Shared, scenario: Scenario): World {
  const evaluator = new Evaluator(shared.facts, scenario);
  const resources = new WorldResources(shared.facts.resources, evaluator, (node) => view(node));
  const sight: Sight = { evaluator, resources, conditionParameters: (name) => shared.conditionParameters(name) };
  const view = (node: Node): View => new SeenView(sight, node, node.place);
  const ofType = new Map<string, readonly WorldResource[]>();
  let isNamed = false;
  return {
    template: shared.template,
    get scenario() {
      isNamed = true;
      return scenario;
    },
    resources,
    ofType(type) {
      const found = ofType.get(type) ?? (shared.byType.get(type) ?? []).map((id) => resources.get(id)).filter((resource) => resource !== undefined);
      ofType.set(type, found);
      return found;
    },
    view,
    standsFor: (other) => !isNamed && evaluator.agreesWith(new Evaluator(shared.facts, other)),
  };
}

/** Resources that exist in a scenario. A resource whose condition cannot be decided is there: its absence is not known. */
class WorldResources implements ReadonlyMap<string, WorldResource> {
  readonly #all: ReadonlyMap<string, Resource>;
  readonly #evaluator: Evaluator;
  readonly #view: (node: Node) => View;
  readonly #known = new Map<string, WorldResource | undefined>();

  constructor(all: ReadonlyMap<string, Resource>, evaluator: Evaluator, view: (node: Node) => View) {
    this.#all = all;
    this.#evaluator = evaluator;
    this.#view = view;
  }

  get(id: string): WorldResource | undefined {
    if (this.#known.has(id)) return this.#known.get(id);
    const resource = this.#all.get(id);
    const exists = resource !== undefined && (resource.condition === undefined || this.#evaluator.condition(resource.condition) !== "no");
    const found = exists ? { ...resource, properties: this.#view(resource.body).get("Properties") } : undefined;
    if (resource !== undefined) this.#known.set(id, found);
    return found;
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  get size(): number {
    let size = 0;
    for (const id of this.#all.keys()) if (this.has(id)) size += 1;
    return size;
  }

  *entries(): MapIterator<[string, WorldResource]> {
    for (const id of this.#all.keys()) {
      const resource = this.get(id);
      if (resource !== undefined) yield [id, resource];
    }
  }

  *keys(): MapIterator<string> {
    for (const [id] of this.entries()) yield id;
  }

  *values(): MapIterator<WorldResource> {
    for (const [, resource] of this.entries()) yield resource;
  }

  [Symbol.iterator](): MapIterator<[string, WorldResource]> {
    return this.entries();
  }

  forEach(callback: (value: WorldResource, key: string, map: ReadonlyMap<string, WorldResource>) => void, self?: unknown): void {
    for (const [id, resource] of this.entries()) callback.call(self, resource, id, this);
  }
}
