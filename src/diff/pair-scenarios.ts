import { MAX_SCENARIOS, type Scenario } from "../template/index.ts";

/** A scenario of the new version and the one of the old that is the same deployment: no parameter or condition differs between them. */
export interface ScenarioPair {
  readonly before: Scenario;
  readonly after: Scenario;
}

/**
 * Scenarios that belong together. A parameter that only one version has says nothing; a value that only one allows has no counterpart and
 * is left out. At most {@link MAX_SCENARIOS} pairs.
 */
export function pairedScenarios(before: readonly Scenario[], after: readonly Scenario[]): { readonly pairs: readonly ScenarioPair[]; readonly bounded: boolean } {
  const pairs: ScenarioPair[] = [];
  for (const scenario of after) {
    for (const earlier of counterparts(scenario, before)) {
      if (pairs.length === MAX_SCENARIOS) return { pairs, bounded: true };
      pairs.push({ before: earlier, after: scenario });
    }
  }
  return { pairs, bounded: false };
}

function counterparts(scenario: Scenario, candidates: readonly Scenario[]): readonly Scenario[] {
  const same = candidates.filter(({ label }) => label !== "" && label === scenario.label);
  return same.length > 0 ? same : candidates.filter((candidate) => agree(candidate, scenario));
}

function agree(a: Scenario, b: Scenario): boolean {
  return agreesWith(a, b) && agreesWith(b, a);
}

function agreesWith(a: Scenario, b: Scenario): boolean {
  for (const [name, text] of a.parameters) {
    const other = b.parameters.get(name);
    if (other !== undefined && other !== text) return false;
    if (b.unlike?.get(name)?.includes(text)) return false;
  }
  for (const [name, holds] of a.conditions) {
    const other = b.conditions.get(name);
    if (other !== undefined && other !== holds) return false;
  }
  return true;
}
