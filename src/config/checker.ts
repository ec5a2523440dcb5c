import { nearestName } from "../aws/nearest-name.ts";
import type { Entry, ListNode, MapNode, Node, Place, ScalarNode } from "../source/index.ts";
import type { ConfigProblem } from "./config.ts";

/** Reads parts of a configuration and notes each mistake with its place; what is mistaken reads as not there. */
export class Checker {
  readonly problems: ConfigProblem[] = [];

  report(place: Place, message: string): undefined {
    this.problems.push({ place, message });
    return undefined;
  }

  map(node: Node, what: string): MapNode | undefined {
    return node.kind === "map" ? node : this.report(node.place, `${what} is a map, not ${kindOf(node)}`);
  }

  list(node: Node, what: string): ListNode | undefined {
    return node.kind === "list" ? node : this.report(node.place, `${what} is a list, not ${kindOf(node)}`);
  }

  boolean(node: Node, what: string): boolean | undefined {
    return node.kind === "scalar" && typeof node.value === "boolean" ? node.value : this.report(node.place, `${what} is true or false, not ${kindOf(node)}`);
  }

  text(node: Node, what: string): ScalarNode | undefined {
    return node.kind === "scalar" && typeof node.value === "string" ? node : this.report(node.place, `${what} is a text, not ${kindOf(node)}`);
  }

  /** One of several words. YAML 1.1 reads `off` as false; here it is a word. */
  word<Word extends string>(node: Node, what: string, words: readonly Word[]): Word | undefined {
    const text = node.kind === "scalar" ? (node.value === false ? "off" : node.text) : undefined;
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    return this.report(node.place, `${what} is one of ${words.join(", ")}, not ${kindOf(node)}${suggestion(text, words)}`);
  }

  /** The entries of a map whose keys are known. */
  *known(map: MapNode, what: string, keys: readonly string[]): Generator<Entry> {
    for (const entry of map.entries()) {
      if (keys.includes(entry.key)) yield entry;
      else this.report(entry.keyPlace, `${what} has no ${entry.key}${suggestion(entry.key, keys)}`);
    }
  }
}

export function suggestion(written: string | undefined, words: Iterable<string>): string {
  if (written === undefined || written.length < 2) return "";
  const all = [...words];
  const near = all.find((word) => word.startsWith(written)) ?? nearestName(written, all);
  return near === undefined ? "" : `; did you mean ${near}?`;
}

function kindOf(node: Node): string {
  switch (node.kind) {
    case "map":
      return "a map";
    case "list":
      return "a list";
    case "scalar":
      return node.value === null ? "nothing" : JSON.stringify(node.text.slice(0, 80));
  }
}
