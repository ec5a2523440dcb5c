import { entryWith, knownText, listNode, mapNode } from "../source/index.ts";
import type { Entry, MapNode, Node } from "../source/index.ts";
import type { Evaluator } from "./evaluate.ts";
import { MAX_DEPTH, textOf } from "./intrinsics.ts";
import type { Template } from "./types.ts";

/** Files within files within files. */
const MAX_NESTING = 10;
/** Includes of a template in all. */
const MAX_INCLUDES = 1_000;

export interface Included {
  readonly root: MapNode;
  /** Why a location was not followed. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * Puts in what `Fn::Transform: {Name: AWS::Include, Parameters: {Location: file}}` names, where the file is one of the project. What stands
 * beside the function stays; what is not followed stays as it is written.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html
 */
export function expandIncludes(root: MapNode, evaluator: Evaluator, readLocal: Template["readLocal"]): Included {
  const expander = new IncludeExpander(evaluator, readLocal);
  const expanded = expander.expand(expander.topLevel(root), [], 0);
  return { root: expanded.kind === "map" ? expanded : root, refused: expander.refused };
}

class IncludeExpander {
  readonly refused = new Map<string, string>();
  readonly #evaluator: Evaluator;
  readonly #readLocal: Template["readLocal"];
  #count = 0;

  constructor(evaluator: Evaluator, readLocal: Template["readLocal"]) {
    this.#evaluator = evaluator;
    this.#readLocal = readLocal;
  }

  /** `Transform: {Name: AWS::Include, …}` at the root adds whole sections, or entries to them. */
  topLevel(root: MapNode): MapNode {
    const transform = root.get("Transform");
    const items = transform?.kind === "list" ? transform.items : transform === undefined ? [] : [transform];
    return items.reduce((merged: MapNode, item) => {
      const content = this.#content(item, []);
      return content?.root.kind === "map" ? mergedSections(merged, content.root) : merged;
    }, root);
  }

  expand(node: Node, within: readonly string[], depth: number): Node {
    if (depth > MAX_DEPTH || node.kind === "scalar") return node;
    if (node.kind === "list") {
      const items = node.items.map((item) => this.expand(item, within, depth + 1));
      return items.some((item, index) => item !== node.items[index]) ? listNode(node.place, items) : node;
    }
    const transform = node.get("Fn::Transform");
    const content = transform && this.#content(transform, within);
    if (content === undefined) return this.#map(node, within, depth);
    const inner = this.expand(content.root, [...within, content.name], depth + 1);
    if (node.size === 1 || inner.kind !== "map") return inner;
    const own = Array.from(node.entries()).filter(({ key }) => key !== "Fn::Transform");
    return this.#map(mapNode(node.place, [...Array.from(inner.entries()).filter(({ key }) => !node.has(key)), ...own]), within, depth);
  }

  #map(node: MapNode, within: readonly string[], depth: number): Node {
    let changed = false;
    const entries = Array.from(node.entries(), (entry): Entry => {
      const value = this.expand(entry.value, within, depth + 1);
      changed ||= value !== entry.value;
      return value === entry.value ? entry : entryWith(entry, { value });
    });
    return changed ? mapNode(node.place, entries) : node;
  }

  #content(transform: Node, within: readonly string[]): { readonly root: Node; readonly name: string } | undefined {
    const location = includeLocation(transform);
    if (location === undefined) return undefined;
    const reference = knownText(this.#evaluator.text(location));
    if (reference === undefined) return undefined;
    this.#count += 1;
    const found = within.length >= MAX_NESTING || this.#count > MAX_INCLUDES ? { refused: "there are too many includes" } : this.#readLocal(location.place, reference);
    if ("refused" in found) {
      this.refused.set(reference, found.refused);
      return undefined;
    }
    const name = found.root.place.file.name;
    if (!within.includes(name)) return { root: found.root, name };
    this.refused.set(reference, "it includes itself");
    return undefined;
  }
}

/** The `Location` of an `AWS::Include`. */
export function includeLocation(transform: Node): Node | undefined {
  if (transform.kind !== "map" || textOf(transform.get("Name")) !== "AWS::Include") return undefined;
  const parameters = transform.get("Parameters");
  return parameters?.kind === "map" ? parameters.get("Location") : undefined;
}

function mergedSections(root: MapNode, added: MapNode): MapNode {
  const entries = new Map(Array.from(root.entries(), (entry) => [entry.key, entry]));
  for (const entry of added.entries()) {
    const own = entries.get(entry.key);
    if (own === undefined) entries.set(entry.key, entry);
    else if (own.value.kind === "map" && entry.value.kind === "map") {
      const section = own.value;
      const more = Array.from(entry.value.entries()).filter(({ key }) => !section.has(key));
      entries.set(entry.key, { ...own, value: mapNode(section.place, [...section.entries(), ...more]) });
    }
  }
  return mapNode(root.place, entries.values());
}
