import type { Api } from "../aws/index.ts";
import type { CallChange } from "../linter/index.ts";
import { scenarioLabels } from "../linter/scenarios.ts";
import type { Scenario } from "../template/index.ts";
import { type ChangedOutcome, type Outcome, stateOf } from "./outcome.ts";

interface Row extends Omit<CallChange, "origins" | "scenarios"> {
  readonly origins: Set<string>;
  readonly holding: Set<Scenario>;
}

/** The rows of one API over all scenarios: equal ones are one, with their origins and scenarios. */
export class CallTable {
  readonly #rows = new Map<string, Row>();
  readonly #unchanged = new Set<string>();
  #bad = new Set<string>();

  add(outcomes: readonly Outcome[], api: Api, scenario: Scenario, goesLive: CallChange["goesLive"]): void {
    const plain = new Map<string, string>();
    for (const outcome of outcomes) {
      const { call } = outcome;
      const name = `${call.method} ${call.path}`;
      if (outcome.kind === "unchanged") {
        this.#unchanged.add(name);
        continue;
      }
      this.#bad.add(name);
      const { kind } = outcome;
      const [before, after] = [stateOf(outcome.before), stateOf(outcome.after)];
      const story = `${kind}\n${before.text}\n${after.text}`;
      const page = `${name}\n${call.origin}`;
      // What holds for the plain request is not told again for a richer one.
      if (plain.get(page) === story) continue;
      if (!plain.has(page)) plain.set(page, story);
      const manner = mannerOf(outcome);
      const key = `${name}\n${manner}\n${story}\n${goesLive}`;
      const row = this.#rows.get(key) ?? { api: api.name, method: call.method, path: call.path, origins: new Set(), manner, kind, before, after, holding: new Set(), goesLive };
      row.origins.add(call.origin);
      row.holding.add(scenario);
      this.#rows.set(key, row);
    }
  }

  /** Methods of paths of which nothing changed in any scenario. */
  get unchanged(): number {
    let count = 0;
    for (const name of this.#unchanged) if (!this.#bad.has(name)) count++;
    return count;
  }

  rows(existing: readonly Scenario[]): readonly CallChange[] {
    return Array.from(this.#rows.values(), ({ origins, holding, ...row }) => ({ ...row, origins: [...origins], scenarios: scenarioLabels(holding, existing) }));
  }
}

function mannerOf({ call, before, after }: ChangedOutcome): string {
  if (call.header === undefined) return call.manner;
  const refusal = [after.verdict, before.verdict].find((verdict) => verdict.outcome === "blocked");
  return `with the header ${refusal?.error === "HeaderDisallowedByPreflightResponse" ? (refusal.detail ?? call.header) : call.header}`;
}
