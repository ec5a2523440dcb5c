import type { Scenario } from "../template/index.ts";

/**
 * The scenarios in which something holds, said as shortly as is true: nothing where it holds in all, the values of one parameter or
 * condition where these alone decide, else the label of each.
 */
export function scenarioLabels(holding: ReadonlySet<Scenario>, all: readonly Scenario[]): readonly string[] {
  if (holding.size >= all.length) return [];
  return decidingValues(holding, all) ?? all.filter((scenario) => holding.has(scenario)).map(({ label }) => label);
}

function decidingValues(holding: ReadonlySet<Scenario>, all: readonly Scenario[]): readonly string[] | undefined {
  const byVariable = new Map<string, Map<string, { inside: number; outside: number }>>();
  for (const scenario of all) {
    for (const [variable, value] of assignmentsOf(scenario)) {
      const values = byVariable.get(variable) ?? new Map<string, { inside: number; outside: number }>();
      byVariable.set(variable, values);
      const count = values.get(value) ?? { inside: 0, outside: 0 };
      values.set(value, count);
      if (holding.has(scenario)) count.inside++;
      else count.outside++;
    }
  }
  let best: readonly string[] | undefined;
  for (const [variable, values] of byVariable) {
    const deciding = [...values].filter(([, { outside }]) => outside === 0);
    const covered = deciding.reduce((sum, [, { inside }]) => sum + inside, 0);
    if (covered !== holding.size) continue;
    if (best === undefined || deciding.length < best.length) best = deciding.map(([value]) => `${variable}=${value}`);
  }
  return best;
}

/** What a scenario chose: `["Stage", "prod"]`, `["IsProd", "true"]`. */
export function assignmentsOf(scenario: Scenario): readonly (readonly [string, string])[] {
  return [...scenario.parameters, ...Array.from(scenario.conditions, ([name, value]) => [name, String(value)] as const)];
}
