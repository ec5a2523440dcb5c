import { Comparisons } from "./comparisons.ts";
import { Evaluator } from "./evaluate.ts";
import type { Facts } from "./facts.ts";
import { conditionClosure, needsOf } from "./needs.ts";
import type { Needs } from "./needs.ts";
import { MAX_SCENARIOS } from "./types.ts";
import type { Scenario, Scenarios } from "./types.ts";
import { arbiterOf, variablesOf } from "./variables.ts";
import type { Chosen, Variable } from "./variables.ts";

/** Resources that are looked at beyond the ones that were asked for. */
const MAX_REFERRED = 2_000;

/** Finds the scenarios that matter to some resources; what each resource needs is worked out once. */
export class ScenarioFinder {
  readonly #facts: Facts;
  readonly #mayVary: boolean;
  readonly #comparisons: Comparisons;
  readonly #budget: Budget = { left: MAX_WORK_IN_ALL };
  readonly #needs = new Map<string, Needs>();
  readonly #found = new Map<string, Scenarios>();

  constructor(facts: Facts) {
    this.#facts = facts;
    // Without conditions and lists to choose from there is one world, whatever the resources need.
    this.#mayVary = facts.conditions.size > 0 || [...facts.parameters.values()].some(({ allowedValues }) => allowedValues !== undefined);
    this.#comparisons = new Comparisons(facts);
  }

  scenarios(logicalIds: Iterable<string>): Scenarios {
    const { conditions, parameters } = this.#collect(this.#mayVary ? logicalIds : []);
    const key = JSON.stringify([[...conditions].sort(), [...parameters].sort()]);
    const found = this.#found.get(key) ?? scenariosOf(this.#facts, this.#comparisons, this.#budget, conditions, parameters);
    this.#found.set(key, found);
    return found;
  }

  #collect(logicalIds: Iterable<string>): { conditions: ReadonlySet<string>; parameters: ReadonlySet<string> } {
    const ids = new Set(logicalIds);
    const limit = ids.size + MAX_REFERRED;
    const conditions = new Set<string>();
    const parameters = new Set<string>();
    for (const id of ids) {
      const needs = this.#needsOf(id);
      if (needs === undefined) continue;
      for (const condition of needs.conditions) conditions.add(condition);
      for (const parameter of needs.parameters) if (this.#facts.parameters.has(parameter)) parameters.add(parameter);
      for (const resource of needs.resources) if (ids.size < limit && this.#facts.resources.has(resource)) ids.add(resource);
    }
    return { conditions, parameters };
  }

  #needsOf(id: string): Needs | undefined {
    const settled = this.#needs.get(id);
    const resource = this.#facts.resources.get(id);
    if (settled !== undefined || resource === undefined) return settled;
    const needs = needsOf(resource);
    this.#needs.set(id, needs);
    return needs;
  }
}

type Assignment = ReadonlyMap<string, Chosen>;

function scenariosOf(facts: Facts, comparisons: Comparisons, budget: Budget, named: ReadonlySet<string>, reaching: ReadonlySet<string>): Scenarios {
  const conditions = conditionClosure(named, facts);
  const variables = variablesOf(facts, comparisons, conditions, reaching);
  const search: Search = { facts, comparisons, conditions, budget };
  const complete = distinctChoices(search, variables, everyCombination);
  if (complete !== undefined) return { all: labelled(complete), bounded: false };
  // Values that no condition tells apart and no property shows make no difference to anything.
  const brief = variables.map((variable) => ({ ...variable, values: variable.telling }));
  const reduced = distinctChoices(search, brief, everyCombination);
  if (reduced !== undefined) return { all: labelled(reduced), bounded: false };
  const some = distinctChoices(search, brief, oneChangeAtATime, true) ?? [];
  return { all: labelled(some), bounded: true };
}

interface Search {
  readonly facts: Facts;
  readonly comparisons: Comparisons;
  /** The conditions that matter. */
  readonly conditions: readonly string[];
  readonly budget: Budget;
}

/** Work that is left, in conditions. */
interface Budget {
  left: number;
}

type Unlabelled = Omit<Scenario, "label">;
type Enumeration = (variables: readonly Variable[]) => Iterable<Assignment>;

/** Conditions that are worked out, over all combinations that are tried, before those are too many, different or not. */
const MAX_WORK = 20_000;
/** The same for all questions about one template: past it each is answered with the defaults alone. */
const MAX_WORK_IN_ALL = 1_000_000;

/** The different choices that the variables span; `undefined` where there are more than {@link MAX_SCENARIOS}, unless a part will do. */
function distinctChoices(search: Search, variables: readonly Variable[], enumerate: Enumeration, inPart = false): readonly Unlabelled[] | undefined {
  const parameters = variables.filter(({ kind }) => kind === "parameter");
  const expressions = variables.filter(({ kind }) => kind === "expression");
  // Of texts that only conditions see, the one that is met first stands for all that decide them alike.
  const unseen = new Set(parameters.filter(({ seen }) => !seen).map(({ key }) => key));
  const distinct = new Map<string, Unlabelled>();
  const cost = search.conditions.length + 1;
  const { budget } = search;
  let trials = budget.left < cost ? Number(inPart) : Math.max(MAX_SCENARIOS, Math.floor(MAX_WORK / cost));
  for (const assignment of enumerate(parameters)) {
    for (const choice of settledChoices(search, parameters, expressions, assignment, enumerate)) {
      const key = differenceOf(search, choice, unseen);
      trials -= 1;
      budget.left -= cost;
      if (trials < 0) return inPart ? [...distinct.values()] : undefined;
      if (distinct.has(key)) continue;
      if (distinct.size === MAX_SCENARIOS) return inPart ? [...distinct.values()] : undefined;
      distinct.set(key, choice);
    }
  }
  return [...distinct.values()];
}

/** Every combination, the last variable changing fastest; the first is the one with defaults. */
function* everyCombination(variables: readonly Variable[]): Generator<Assignment> {
  const wheels = variables.map(() => 0);
  while (true) {
    const assignment = new Map<string, Chosen>();
    variables.forEach(({ key, values }, index) => {
      const value = values[wheels[index] ?? 0];
      if (value !== undefined) assignment.set(key, value);
    });
    yield assignment;
    let turning = wheels.length - 1;
    while (turning >= 0 && (wheels[turning] ?? 0) + 1 >= (variables[turning]?.values.length ?? 0)) wheels[turning--] = 0;
    if (turning < 0) return;
    wheels[turning] = (wheels[turning] ?? 0) + 1;
  }
}

function* oneChangeAtATime(variables: readonly Variable[]): Generator<Assignment> {
  const defaults = new Map<string, Chosen>();
  for (const { key, values: [value] } of variables) if (value !== undefined) defaults.set(key, value);
  yield defaults;
  for (const { key, values } of variables) for (const value of values.slice(1)) yield new Map(defaults).set(key, value);
}

/** The choices as scenarios carry them: parameters, and the conditions that do not follow from them, both ways. */
function* settledChoices(
  { facts, comparisons, conditions }: Search,
  parameters: readonly Variable[],
  expressions: readonly Variable[],
  assignment: Assignment,
  enumerate: Enumeration,
): Generator<Unlabelled> {
  const texts = new Map<string, string>();
  const unlike = new Map<string, readonly string[]>();
  for (const { key } of parameters) {
    const value = assignment.get(key);
    if (value === undefined) continue;
    if ("text" in value) texts.set(key, value.text);
    else unlike.set(key, value.other);
  }
  const base: Unlabelled = { parameters: texts, conditions: new Map(), ...(unlike.size > 0 && { unlike }) };
  const plain = new Evaluator(facts, base);
  const open = conditions.filter((name) => plain.condition(name) === "maybe");
  if (open.length === 0) return yield base;
  for (const chosen of enumerate(expressions)) {
    const arbitrated = new Evaluator(facts, base, arbiterOf(comparisons, chosen));
    // What is open even so (a condition that refers to itself, a function nobody knows) is taken as false: no world has branches.
    yield { ...base, conditions: new Map(open.map((name) => [name, arbitrated.condition(name) === "yes"])) };
  }
}

/** What a choice makes of everything that can be seen of it. */
function differenceOf({ facts, conditions }: Search, choice: Unlabelled, unseen: ReadonlySet<string>): string {
  const { parameters, unlike } = choice;
  const evaluator = new Evaluator(facts, choice);
  const isSeen = ([name]: readonly [string, unknown]): boolean => !unseen.has(name);
  return JSON.stringify([[...parameters].filter(isSeen), [...(unlike ?? [])].filter(isSeen), conditions.map((name) => evaluator.condition(name))]);
}

/** Labels name only what differs between the scenarios. */
function labelled(choices: readonly Unlabelled[]): readonly [Scenario, ...Scenario[]] {
  const facets = choices.map(facetsOf);
  const values = new Map<string, Set<string>>();
  for (const facet of facets) for (const [name, value] of facet) values.set(name, (values.get(name) ?? new Set()).add(value));
  const isTelling = (name: string): boolean => (values.get(name)?.size ?? 0) > 1;
  const scenarios = choices.map((choice, index): Scenario => ({
    label: Array.from(facets[index] ?? []).filter(([name]) => isTelling(name)).map(([, text]) => text).join(", "),
    ...choice,
  }));
  const [first, ...rest] = scenarios;
  return [first ?? { label: "", parameters: new Map(), conditions: new Map() }, ...rest];
}

/** What is chosen, by name, each as a label writes it. */
function facetsOf({ parameters, conditions, unlike }: Unlabelled): ReadonlyMap<string, string> {
  const facets = new Map<string, string>();
  for (const [name, text] of parameters) facets.set(name, `${name}=${text === "" ? '""' : text}`);
  for (const [name, texts] of unlike ?? []) facets.set(name, `${name}!=${texts.map((text) => (text === "" ? '""' : text)).join("|")}`);
  for (const [name, value] of conditions) facets.set(name, `${name}=${value}`);
  return facets;
}
