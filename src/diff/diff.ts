import { apisOf, type Declarations } from "../aws/index.ts";
import type { DiffResult, Rule, Suppressed } from "../linter/index.ts";
import { mergedResults } from "../linter/merge-results.ts";
import { chosenRules, type RuleChoice, type RuleOptions } from "../linter/severities.ts";
import { applySuppressions } from "../linter/suppressions.ts";
import type { Template } from "../template/index.ts";
import { isAffected } from "./affected.ts";
import { type ApiDiff, type Budget, diffApi } from "./diff-api.ts";
import { pairedApis } from "./pair-apis.ts";
import { templateChanges } from "./resource-changes.ts";

/** Two versions of a template; one of them is missing where the file is new or gone. */
export interface TemplatePair {
  readonly before: Template | undefined;
  readonly after: Template | undefined;
}

export interface DiffOptions extends RuleOptions {
  /** What the configuration says of APIs. */
  readonly declarations?: Declarations | undefined;
}

/** Predictions for one pair of templates: some seconds at most. */
const MAX_PREDICTIONS = 50_000;

/**
 * What changes for browsers between two versions: requests that were allowed and are blocked, requests that were blocked and pass, and
 * changes that no deployment takes live. Rules speak of it through their `change` hook. Findings stand in the new version, sorted.
 */
export async function diffTemplates(pairs: readonly TemplatePair[], rules: readonly Rule[], options: DiffOptions = {}): Promise<DiffResult> {
  const choice = chosenRules(rules, options);
  const parts: ApiDiff[] = [];
  const suppressed: Suppressed[] = [];
  for (const { before, after } of pairs) {
    if (before && !after) parts.push(goneDiff(before));
    if (!before || !after) continue;
    for (const part of await diffsOf(before, after, choice, options.declarations)) {
      const judged = applySuppressions(part.findings, after);
      suppressed.push(...judged.suppressed);
      parts.push({ ...part, findings: judged.findings });
    }
  }
  const named = (side: keyof TemplatePair): readonly string[] => pairs.flatMap((pair) => pair[side]?.name ?? []);
  const { findings, notes } = mergedResults(parts.map((part) => ({ findings: part.findings, notes: part.notes, files: [], skipped: [] })));
  return {
    findings,
    notes,
    suppressed,
    files: named("after"),
    oldFiles: named("before"),
    skipped: [],
    calls: parts.flatMap(({ calls }) => calls),
    unchangedCalls: parts.reduce((sum, { unchangedCalls }) => sum + unchangedCalls, 0),
  };
}

async function diffsOf(before: Template, after: Template, choice: RuleChoice, declarations: Declarations | undefined): Promise<readonly ApiDiff[]> {
  const unread = [before, after].flatMap(({ problems }) => problems.slice(0, 1)).map(({ message, place }): ApiDiff => ({ ...NOTHING, notes: [{ text: `not all of it could be read, so not all of it is compared: ${message}`, place }] }));
  const { pairs, removed } = pairedApis(apisOf(before), apisOf(after));
  const gone = removed.map(({ id, template }): ApiDiff => ({ ...NOTHING, notes: [{ text: `${id} is not in the new version any more: no page can call it`, place: template.resources.get(id)?.place ?? template.root.place }] }));
  if (pairs.length === 0) return [...unread, ...gone];
  const changes = await templateChanges(before, after);
  const budget: Budget = { left: MAX_PREDICTIONS };
  return [...unread, ...pairs.filter((pair) => isAffected(pair, changes)).map((pair) => diffApi(pair, { changes, choice, budget, declarations })), ...gone];
}

const NOTHING: ApiDiff = { findings: [], notes: [], calls: [], unchangedCalls: 0 };

function goneDiff(before: Template): ApiDiff {
  if (apisOf(before).length === 0) return NOTHING;
  return { ...NOTHING, notes: [{ text: `${before.name} is gone, and its APIs with it`, place: before.root.place }] };
}
