import { knownText } from "../source/index.ts";
import type { Node } from "../source/index.ts";
import { DEFAULTS, Evaluator, expressionKey, referenceName } from "./evaluate.ts";
import type { Facts } from "./facts.ts";
import { isListType } from "./parameters.ts";

/** An `Fn::Equals` that does not follow from constants. */
export interface Comparison {
  /** The parameter (or pseudo parameter) that is compared, where it is one and nothing else. */
  readonly parameter: string | undefined;
  /** What is compared, in canonical form. */
  readonly key: string;
  /** What it is compared with; of two unknowns the comparison itself is what may be `true`. */
  readonly literal: string;
}

/** Reads comparisons, each once: they are asked for in every combination that is tried. */
export class Comparisons {
  readonly #facts: Facts;
  readonly #constants: Evaluator;
  readonly #known = new WeakMap<Node, WeakMap<Node, { readonly comparison: Comparison | undefined }>>();

  constructor(facts: Facts) {
    this.#facts = facts;
    this.#constants = new Evaluator({ ...facts, parameters: new Map(), resources: new Map() }, DEFAULTS);
  }

  /** `undefined` where the comparison follows from constants. */
  of(first: Node, second: Node): Comparison | undefined {
    const bySecond = this.#known.get(first) ?? new WeakMap<Node, { readonly comparison: Comparison | undefined }>();
    this.#known.set(first, bySecond);
    const known = bySecond.get(second) ?? { comparison: this.#read(first, second) };
    bySecond.set(second, known);
    return known.comparison;
  }

  #read(first: Node, second: Node): Comparison | undefined {
    const [left, right] = [knownText(this.#constants.text(first)), knownText(this.#constants.text(second))];
    if (left !== undefined && right !== undefined) return undefined;
    if (left === undefined && right === undefined) {
      const keys = [expressionKey(first), expressionKey(second)].sort();
      return keys[0] === keys[1] ? undefined : { parameter: undefined, key: keys.join(" = "), literal: "true" };
    }
    const open = left === undefined ? first : second;
    const name = referenceName(open);
    return { parameter: name !== undefined && this.#isText(name) ? name : undefined, key: expressionKey(open), literal: left ?? right ?? "" };
  }

  #isText(name: string): boolean {
    const parameter = this.#facts.parameters.get(name);
    return parameter === undefined ? name.startsWith("AWS::") : !isListType(parameter.type);
  }
}
