import { entryWith, knownText, listNode, mapNode, scalarNode } from "../source/index.ts";
import type { Entry, ListNode, MapNode, Node } from "../source/index.ts";
import type { Evaluator } from "./evaluate.ts";
import { FOR_EACH, MAX_DEPTH, textOf } from "./intrinsics.ts";

/** Nodes that all loops of a template may make together; AWS stops at 500 resources. */
const MAX_NODES = 500_000;

/**
 * Expands `Fn::ForEach::Name: [identifier, list, {key: value}]` wherever it stands. A loop whose list is not known stays as it is written.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expandLoops(root: MapNode, evaluator: Evaluator): MapNode {
  const expanded = new LoopExpander(evaluator).expand(root, 0);
  return expanded.kind === "map" ? expanded : root;
}

class LoopExpander {
  readonly #evaluator: Evaluator;
  #made = 0;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  expand(node: Node, depth: number): Node {
    if (depth > MAX_DEPTH || node.kind === "scalar") return node;
    if (node.kind === "list") return this.#list(node, depth);
    const entries: Entry[] = [];
    let changed = false;
    for (const entry of node.entries()) {
      const turns = entry.key.startsWith(FOR_EACH) ? this.#turns(entry.value, depth) : undefined;
      if (turns !== undefined) {
        entries.push(...turns);
        changed = true;
        continue;
      }
      const value = entry.key.startsWith(FOR_EACH) ? entry.value : this.expand(entry.value, depth + 1);
      changed ||= value !== entry.value;
      entries.push(value === entry.value ? entry : entryWith(entry, { value }));
    }
    return changed ? mapNode(node.place, entries) : node;
  }

  #list(node: ListNode, depth: number): Node {
    const items = node.items.map((item) => this.expand(item, depth + 1));
    return items.some((item, index) => item !== node.items[index]) ? listNode(node.place, items) : node;
  }

  /** The entries that a loop makes; `undefined` where its list is not known. */
  #turns(argument: Node, depth: number): readonly Entry[] | undefined {
    const [identifierNode, collection, body] = argument.kind === "list" ? argument.items : [];
    const identifier = textOf(identifierNode);
    if (identifier === undefined || collection === undefined || body?.kind !== "map") return undefined;
    const texts = this.#texts(collection);
    if (texts === undefined) return undefined;
    const entries: Entry[] = [];
    for (const text of texts) {
      const turn = this.#substituted(body, { identifier, text }, depth + 1);
      if (this.#made > MAX_NODES || turn.kind !== "map") return undefined;
      const expanded = this.expand(turn, depth + 1);
      if (expanded.kind === "map") entries.push(...expanded.entries());
    }
    return entries;
  }

  #texts(collection: Node): readonly string[] | undefined {
    const list = this.#evaluator.see(collection);
    if (list.kind !== "list") return undefined;
    const texts = list.items.map(({ node, text }) => knownText(text ?? this.#evaluator.text(node)));
    return texts.every((text) => text !== undefined) ? texts : undefined;
  }

  #substituted(node: Node, turn: Turn, depth: number): Node {
    this.#made += 1;
    if (depth > MAX_DEPTH || this.#made > MAX_NODES) return node;
    if (node.kind === "scalar") {
      if (typeof node.value !== "string") return node;
      const text = filledIn(node.text, turn);
      return text === node.text ? node : scalarNode(node.place, text);
    }
    if (node.kind === "list") return listNode(node.place, node.items.map((item) => this.#substituted(item, turn, depth + 1)));
    if (node.size === 1 && textOf(node.get("Ref")) === turn.identifier) return scalarNode(node.place, turn.text);
    return withoutIdleSub(mapNode(
      node.place,
      Array.from(node.entries(), ({ key, keyPlace, value }) => ({ key: filledIn(key, turn), keyPlace, value: this.#substituted(value, turn, depth + 1) })),
    ));
  }
}

/** An `Fn::Sub` that has nothing left to put in is its text; SAM wants to see paths and methods as texts. */
function withoutIdleSub(node: MapNode): Node {
  const text = node.size === 1 ? textOf(node.get("Fn::Sub")) : undefined;
  return text === undefined || text.includes("${") ? node : scalarNode(node.place, text);
}

interface Turn {
  readonly identifier: string;
  readonly text: string;
}

/** `${Name}` is the text of this turn, `&{Name}` its letters and digits. */
function filledIn(text: string, turn: Turn): string {
  if (!text.includes(`{${turn.identifier}}`)) return text;
  return text.replaceAll(`\${${turn.identifier}}`, () => turn.text).replaceAll(`&{${turn.identifier}}`, () => turn.text.replace(/[^\p{L}\p{N}]/gu, ""));
}
