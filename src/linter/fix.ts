import { applyEdits } from "../source/apply-edits.ts";
import type { Applicability, Edit } from "../source/index.ts";
import type { Finding, LintResult } from "./types.ts";

/** A template whose files can be changed and looked at again, without anything being written to disk. */
export interface Fixable {
  /** What is found in it as it is now; `undefined` where it is no template any more. */
  lint(): Promise<LintResult | undefined>;
  /** Why a file cannot be changed; `undefined` where it can. */
  refusal(file: string): string | undefined;
  /** Gives a file another text, and returns what puts the old one back. */
  change(file: string, text: string): () => void;
}

export interface FixOutcome {
  readonly fixed: readonly Finding[];
  /** Findings whose fix was not carried out, each with the reason. */
  readonly refused: readonly { readonly finding: Finding; readonly why: string }[];
  /** What is found when all is done. */
  readonly result: LintResult | undefined;
}

/** So many times a template is read anew for its fixes. Far more than a person's mistakes need, and an end for hostile templates. */
const MAX_TRIALS = 200;

/**
 * Fixes what can be fixed, in rounds, as one fix moves what others stand on. A change is kept only when the findings that it fixes are gone
 * and there is no finding that was not there before; where several together fail, fewer are tried, down to a single one, which is then
 * given up.
 */
export async function fixFindings(target: Fixable, allowed: ReadonlySet<Applicability>): Promise<FixOutcome> {
  const fixed: Finding[] = [];
  const refused = new Map<string, { readonly finding: Finding; readonly why: string }>();
  let result = await target.lint();
  let trials = 0;
  let hasProgressed = false;
  while (result) {
    const candidates = result.findings.filter((finding) => finding.fix && allowed.has(finding.fix.applicability) && !refused.has(identityOf(finding)));
    const [first] = candidates;
    if (!first) {
      // What stood in the way of a refused fix may be mended by now; without this the next run would go on where this one ends.
      if (!hasProgressed || refused.size === 0) break;
      refused.clear();
      hasProgressed = false;
      continue;
    }
    let group = sameFile(candidates, first);
    for (;;) {
      const outcome: LintResult | string = trials++ < MAX_TRIALS ? await attempt(target, group, result) : "too many fixes for one run; run it again";
      if (typeof outcome !== "string") {
        fixed.push(...group);
        result = outcome;
        hasProgressed = true;
        break;
      }
      if (group.length === 1) {
        refused.set(identityOf(first), { finding: first, why: outcome });
        break;
      }
      group = group.slice(0, Math.ceil(group.length / 2));
    }
  }
  return { fixed, refused: [...refused.values()], result };
}

/** What is fixed together stands in one file, so that each file is changed as a whole. */
function sameFile(candidates: readonly Finding[], first: Finding): readonly Finding[] {
  const file = fileOf(first);
  return candidates.filter((finding) => fileOf(finding) === file);
}

/** The file that a fix changes; `undefined` for one that changes several. */
function fileOf({ fix }: Finding): string | undefined {
  const names = new Set(fix?.edits.map(({ place }) => place.file.name));
  return names.size === 1 ? [...names][0] : undefined;
}

/** The new result where the fixes of these findings do what they say, else why they do not; then nothing is changed. */
async function attempt(target: Fixable, group: readonly Finding[], before: LintResult): Promise<LintResult | string> {
  const edits = group.flatMap(({ fix }) => fix?.edits ?? []);
  const [edit] = edits;
  const name = group[0] && fileOf(group[0]);
  if (!edit || name === undefined) return "it changes several files";
  const refusal = target.refusal(name);
  if (refusal !== undefined) return refusal;
  const changed = applyEdits(edit.place.file, edits);
  if ("refused" in changed) return lowerCase(changed.refused);
  if (changed.text === edit.place.file.text) return "it changes nothing";
  const undo = target.change(name, changed.text);
  const after = await target.lint();
  const wrong = after ? whatIsWrong(before.findings, after.findings, group, edits) : "the file would be no template any more";
  if (after && wrong === undefined) return after;
  undo();
  return wrong ?? "the file would be no template any more";
}

/** Are the findings gone that were fixed, and is there none that was not there before? */
export function isWithoutNews(before: LintResult, after: LintResult, fixed: readonly Finding[]): boolean {
  return whatIsWrong(before.findings, after.findings, fixed, fixed.flatMap(({ fix }) => fix?.edits ?? [])) === undefined;
}

/** A fixed finding that is still there, or one that was not there before. */
function whatIsWrong(before: readonly Finding[], after: readonly Finding[], group: readonly Finding[], edits: readonly Edit[]): string | undefined {
  const mayBe = new Map<string, number>();
  for (const finding of before) add(mayBe, keyOf(finding, edits), 1);
  const moves = edits.filter(({ kind }) => kind === "put");
  const fixedKeys = new Set(group.map((finding) => keyOf(finding, edits)));
  for (const finding of group) add(mayBe, keyOf(finding, edits), -1);
  for (const finding of after) {
    // What a comment suppressed may be gone with the fix; that the comment is then of no use is no harm done.
    if (finding.rule === "unused-suppression" && !fixedKeys.has(keyOf(finding, moves))) continue;
    const key = keyOf(finding, moves);
    const left = (mayBe.get(key) ?? 0) - 1;
    mayBe.set(key, left);
    if (left < 0) return fixedKeys.has(key) ? "the finding would still be there" : `${finding.rule} would then be found: ${finding.message}`;
  }
  return spreading(before, after);
}

/** A rule that named the routes that it speaks of, and names others now. (Where it named none, a template that can be deployed may show some.) */
function spreading(before: readonly Finding[], after: readonly Finding[]): string | undefined {
  const known = new Map<string, Set<string>>();
  for (const { rule, routes } of before) {
    const names = known.get(rule) ?? new Set();
    for (const { api, method, path } of routes) names.add(`${api} ${method} ${path}`);
    if (names.size > 0) known.set(rule, names);
  }
  for (const { rule, routes } of after) {
    const names = known.get(rule);
    const other = names && routes.find(({ api, method, path }) => !names.has(`${api} ${method} ${path}`));
    if (other) return `${rule} would then be found on ${other.method} ${other.path}`;
  }
  return undefined;
}

/** Where a finding stands and of which rule it is: what stays the same while messages and indexes change. */
function keyOf({ rule, at }: Finding, edits: readonly Edit[]): string {
  const path = [...at.path];
  for (const edit of edits) {
    const { length } = edit.place.path;
    if ((edit.kind !== "rename-key" && edit.kind !== "put") || edit.place.file.name !== at.file.name || !edit.place.path.every((segment, index) => path[index] === segment)) continue;
    if (edit.kind === "rename-key") path[length - 1] = edit.key;
    // What is said of a text is said of an entry of the map that takes its place.
    else path.length = length;
  }
  return `${rule}\n${at.file.name}\n${JSON.stringify(path.map((segment) => (typeof segment === "number" ? 0 : segment)))}`;
}

function identityOf({ rule, at, message, fix }: Finding): string {
  return `${rule}\n${at.id}\n${message}\n${fix?.title}`;
}

function add(counts: Map<string, number>, key: string, number: number): void {
  counts.set(key, (counts.get(key) ?? 0) + number);
}

function lowerCase(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}
