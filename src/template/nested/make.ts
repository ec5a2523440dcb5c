import { listNode, mapNode, mapOf, scalarNode } from "../../source/index.ts";
import type { MapNode, Node, Place } from "../../source/index.ts";

export function call(place: Place, name: string, argument: Node): MapNode {
  return mapOf(place, [[name, argument]]);
}

export function ref(place: Place, id: string): MapNode {
  return call(place, "Ref", scalarNode(place, id));
}

/** In the form with a list, so that ids may hold dots. */
export function getAtt(place: Place, id: string, attribute: string): MapNode {
  return call(place, "Fn::GetAtt", listNode(place, [scalarNode(place, id), scalarNode(place, attribute)]));
}

/**
 * An expression as it reads where it is used. A plain text becomes a function that makes it: it is not written there, and nothing that
 * edits texts may take it to be.
 */
export function usedAt(place: Place, expression: Node): Node {
  switch (expression.kind) {
    case "map":
      return mapNode(place, expression.entries());
    case "list":
      return listNode(place, expression.items);
    case "scalar":
      return call(place, "Fn::Join", listNode(place, [scalarNode(place, ""), listNode(place, [expression])]));
  }
}
