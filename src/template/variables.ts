import { equals, known } from "../source/index.ts";
import type { Tri } from "../source/index.ts";
import type { Comparisons } from "./comparisons.ts";
import type { Arbiter } from "./evaluate.ts";
import type { Facts } from "./facts.ts";
import { operations, parametersIn } from "./needs.ts";
import { isListType } from "./parameters.ts";

/**
 * Something that a scenario chooses: a parameter (or pseudo parameter), or an expression that conditions compare and that does not follow
 * from the parameters. `other` is any text that it is not compared with.
 */
export interface Variable {
  readonly kind: "parameter" | "expression";
  /** The parameter's name, or the expression in canonical form. */
  readonly key: string;
  /** The first is the default. */
  readonly values: readonly Chosen[];
  /** It reaches properties, or a person chooses it from a list; else only conditions see it. */
  readonly seen: boolean;
  /** Fewer values that make the same difference to conditions and properties. */
  readonly telling: readonly Chosen[];
}

export type Chosen = { readonly text: string } | { readonly other: readonly string[] };

/** The variables behind the given conditions and parameters, in the order in which they are first met. */
export function variablesOf(facts: Facts, comparisons: Comparisons, conditions: readonly string[], reaching: Iterable<string>): readonly Variable[] {
  const compared = new Map<string, Set<string>>();
  const expressions = new Map<string, Set<string>>();
  const mentioned = new Set<string>();
  const shown = new Set<string>();
  const literals = (map: Map<string, Set<string>>, key: string): Set<string> => {
    const set = map.get(key) ?? new Set<string>();
    map.set(key, set);
    return set;
  };
  for (const name of conditions) {
    const node = facts.conditions.get(name);
    if (node === undefined) continue;
    for (const operation of operations(node)) {
      if (operation.kind !== "equals") continue;
      const { first, second } = operation;
      const comparison = comparisons.of(first, second);
      if (comparison === undefined) continue;
      if (comparison.parameter !== undefined) {
        mentioned.add(comparison.parameter);
        literals(compared, comparison.parameter).add(comparison.literal);
        continue;
      }
      literals(expressions, comparison.key).add(comparison.literal);
      for (const parameter of [first, second].flatMap((operand) => parametersIn(operand, facts))) {
        mentioned.add(parameter);
        shown.add(parameter);
      }
    }
  }
  for (const name of reaching) {
    shown.add(name);
    if (facts.parameters.get(name)?.allowedValues !== undefined) mentioned.add(name);
  }
  const parameters = Array.from(mentioned, (key): Variable => {
    const literal = compared.get(key) ?? new Set<string>();
    const values = parameterValues(facts, key, [...literal]);
    const seen = shown.has(key) || facts.parameters.get(key)?.allowedValues !== undefined;
    return { kind: "parameter", key, values, seen, telling: shown.has(key) ? values : tellingValues(values, literal) };
  });
  const others = Array.from(expressions, ([key, texts]): Variable => {
    const values = [...Array.from(texts, (text) => ({ text })), { other: [...texts] }];
    return { kind: "expression", key, values, seen: false, telling: values };
  });
  return [...parameters.filter(({ values }) => values.length > 1), ...others];
}

/** Of the values that are compared with nothing, the first stands for all. */
function tellingValues(values: readonly Chosen[], compared: ReadonlySet<string>): readonly Chosen[] {
  const first = values.find((value) => "text" in value && !compared.has(value.text));
  return values.filter((value) => "other" in value || compared.has(value.text) || value === first);
}

/** The texts a parameter may have, as far as anything depends on them. */
function parameterValues(facts: Facts, name: string, compared: readonly string[]): readonly Chosen[] {
  const parameter = facts.parameters.get(name);
  if (parameter?.given === true && parameter.value !== undefined) return [];
  if (parameter !== undefined && isListType(parameter.type)) return [];
  const texts = (all: readonly string[]): Chosen[] => [...new Set(all)].map((text) => ({ text }));
  const fallback = parameter?.value;
  if (parameter?.allowedValues !== undefined) {
    const allowed = parameter.allowedValues;
    return texts(fallback !== undefined && allowed.includes(fallback) ? [fallback, ...allowed] : allowed);
  }
  if (compared.length === 0) return [];
  // A default that is compared with nothing stands for every other text.
  if (fallback !== undefined && !compared.includes(fallback)) return texts([fallback, ...compared]);
  return [...texts(fallback === undefined ? compared : [fallback, ...compared]), { other: compared }];
}

/** Decides comparisons of expressions as they were chosen. */
export function arbiterOf(comparisons: Comparisons, chosen: ReadonlyMap<string, Chosen>): Arbiter {
  return (first, second): Tri => {
    const comparison = comparisons.of(first, second);
    const choice = comparison && chosen.get(comparison.key);
    if (comparison === undefined || choice === undefined) return "maybe";
    if ("other" in choice) return choice.other.includes(comparison.literal) ? "no" : "maybe";
    return equals(known(choice.text), comparison.literal);
  };
}
