import type { MapNode } from "../source/index.ts";
import { DEFAULTS, Evaluator } from "./evaluate.ts";
import type { Facts } from "./facts.ts";
import { expandIncludes } from "./includes.ts";
import { conditionsOf } from "./conditions.ts";
import { expandLoops } from "./loops.ts";
import { macrosOf, unexpandedIn } from "./macros.ts";
import { parametersOf } from "./parameters.ts";
import { MAY_BE_ESCAPED } from "./sniff.ts";
import type { Opaque, Template } from "./types.ts";

export interface Expansion {
  readonly root: MapNode;
  readonly opaque: readonly Opaque[];
}

/**
 * Includes, then loops. `text` is what the document is made of: where it names no such function, the tree is not walked at all.
 */
export function expandFunctions(root: MapNode, text: string, given: ReadonlyMap<string, string>, readLocal: Template["readLocal"]): Expansion {
  const mayBeEscaped = MAY_BE_ESCAPED.some((escape) => text.includes(escape));
  const mayName = (word: string): boolean => mayBeEscaped || text.includes(word);
  const transforms = mayName("Transform") && (mayName("AWS::Include") || mayName("Fn::Transform") || text.includes("!Transform"));
  const included = transforms ? expandIncludes(root, evaluatorOf(root, given), readLocal) : { root, refused: new Map<string, string>() };
  const loops = mayName("Fn::ForEach") || included.root !== root;
  const expanded = loops ? expandLoops(included.root, evaluatorOf(included.root, given)) : included.root;
  const left = transforms || loops ? unexpandedIn(expanded, included.refused) : [];
  return { root: expanded, opaque: [...macrosOf(expanded), ...left] };
}

/** Knows parameters and mappings only: what AWS knows when it expands a template. */
function evaluatorOf(root: MapNode, given: ReadonlyMap<string, string>): Evaluator {
  const mappings = root.get("Mappings");
  const facts: Facts = { ...parametersOf(root, given), mappings: mappings?.kind === "map" ? mappings : undefined, conditions: conditionsOf(root), resources: new Map() };
  return new Evaluator(facts, DEFAULTS);
}
