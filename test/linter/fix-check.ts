import { resolve } from "node:path";
import { allRules } from "../../rules/index.ts";
import type { Input } from "../../src/cli/inputs.ts";
import { loaded } from "../../src/cli/load.ts";
import { Overlay } from "../../src/cli/overlay.ts";
import { fixFindings, type FixOutcome, isWithoutNews } from "../../src/linter/fix.ts";
import { lint } from "../../src/linter/lint.ts";
import type { LintOptions } from "../../src/linter/run.ts";
import type { Finding, LintResult } from "../../src/linter/types.ts";
import type { Edit } from "../../src/source/index.ts";
import type { FileSystem } from "../../src/source/file-system.ts";
import type { Template } from "../../src/template/types.ts";
import { type Looked, wrongWith } from "./each-fix.ts";
import { differences, verdictsOf } from "./fixing.ts";

/** What came of the fixes of one rule in one template. */
export interface FixReport {
  readonly fixed: number;
  /** Fixes that were rightly left to a person: behind one obstacle there was another that nobody saw before. */
  readonly left: readonly string[];
  /** What is not as promised, as sentences. */
  readonly wrong: readonly string[];
}

export interface FixRequest {
  readonly files: FileSystem;
  /** The template, as a path in `files`. */
  readonly name: string;
  readonly rule: string;
  readonly declarations?: LintOptions["declarations"];
}

interface Run extends FixOutcome {
  readonly before: Template;
  readonly after: Template;
}

/**
 * Fixes what a rule finds in a template, with the files of its project in reach and nothing written, and holds the result against what
 * docs/fixes.md promises. `undefined` where the rule finds nothing that has a fix.
 */
export async function fixReport(request: FixRequest): Promise<FixReport | undefined> {
  const alone = await eachAlone(request);
  const overlay = new Overlay(request.files);
  const run = await fixedIn(overlay, request);
  if (!run || (run.fixed.length === 0 && run.refused.length === 0)) return undefined;
  const isLeft = (why: string): boolean => /would then be found|would still be there/u.test(why);
  const sentences = run.refused.map(({ finding, why }) => ({ why, text: `${finding.rule} at ${finding.at.path.join("/")} was refused: ${why}` }));
  const wrong = [...alone, ...sentences.filter(({ why }) => !isLeft(why)).map(({ text }) => text)];
  const touched = run.fixed.flatMap(({ fix }) => (fix?.edits ?? []).filter(({ place }) => place.file.name === run.before.written.place.file.name).map(touchedPath));
  for (const path of differences(run.before, run.after)) if (!touched.some((prefix) => `${path}/`.startsWith(`${prefix}/`))) wrong.push(`${path} changed`);
  for (const { before, after } of overlay.changed) wrong.push(...lostComments(before, after, run.fixed));
  const changed = JSON.stringify(overlay.changed.map(({ path, after }) => [path, after]));
  await fixedIn(overlay, request);
  if (JSON.stringify(overlay.changed.map(({ path, after }) => [path, after])) !== changed) wrong.push("fixing it twice changes something");
  if (run.fixed.every(({ fix }) => fix?.applicability === "safe")) wrong.push(...otherVerdicts(run.before, run.after, run.fixed));
  return { fixed: run.fixed.length, left: sentences.filter(({ why }) => isLeft(why)).map(({ text }) => text), wrong };
}

/** Each fix of the rule by itself, as long as `--fix` carries it out alone. */
async function eachAlone(request: FixRequest): Promise<readonly string[]> {
  const overlay = new Overlay(request.files);
  const before = await lookedAt(overlay, request);
  const wrong: string[] = [];
  for (const finding of before?.result.findings ?? []) {
    if (!before || finding.rule !== request.rule || !finding.fix) continue;
    const { line } = finding.at.range.start;
    let isTaken: boolean | undefined;
    const look = async (file: string, text: string): Promise<Looked | undefined> => {
      const undo = overlay.change(file, text);
      const after = await lookedAt(overlay, request);
      isTaken = after && isWithoutNews(before.result, after.result, [finding]);
      undo();
      return after;
    };
    const sentences = await wrongWith(finding, before, { look });
    if (isTaken !== false) wrong.push(...sentences.map((sentence) => `${finding.at.file.name}:${line} alone: ${sentence}`));
  }
  return wrong;
}

async function lookedAt(overlay: Overlay, { name, rule, declarations }: FixRequest): Promise<Looked | undefined> {
  const input: Input = { name, path: name, named: true, read: () => overlay.read(name) };
  const found = await loaded(input, new Map(), overlay);
  if (found.kind !== "template") return undefined;
  // A strict rule may have something to say of what another one's fix writes.
  const strict = allRules.find(({ id }) => id === rule)?.meta.set === "strict";
  return { template: found.template, result: lint([found.template], allRules, { strict, ...(declarations && { declarations }) }) };
}

/** All fixes of one rule, carried out in the overlay. */
async function fixedIn(overlay: Overlay, request: FixRequest): Promise<Run | undefined> {
  const templates: Template[] = [];
  const target = {
    lint: async (): Promise<LintResult | undefined> => {
      const looked = await lookedAt(overlay, request);
      if (!looked) return undefined;
      templates.push(looked.template);
      return { ...looked.result, findings: looked.result.findings.map((finding) => (finding.rule === request.rule ? finding : { ...finding, fix: undefined })) };
    },
    refusal: (file: string) => overlay.refusal(file),
    change: (file: string, text: string) => overlay.change(file, text),
  };
  const outcome = await fixFindings(target, new Set(["safe", "unsafe"] as const));
  await target.lint();
  const [before, after] = [templates[0], templates.at(-1)];
  return before && after && { ...outcome, before, after };
}

/** Where a fix may change the tree: the place itself, or what holds it where a part is added, renamed or removed. */
function touchedPath({ kind, place }: Edit): string {
  const path = kind === "rename-key" || kind === "remove" ? place.path.slice(0, -1) : place.path;
  return path.map((segment) => `/${segment}`).join("");
}

/** Comments outside of what was removed are all still there. */
function lostComments(text: string, now: string, fixed: readonly Finding[]): readonly string[] {
  if (fixed.some(({ fix }) => fix?.edits.some(({ kind }) => kind === "remove" || kind === "cut"))) return [];
  const comments = (whole: string): readonly string[] => [...whole.matchAll(/(?:^|\s)#[^\n]*/gu)].map(([comment]) => comment.trim());
  const left = new Set(comments(now));
  return comments(text).filter((comment) => !left.has(comment)).map((comment) => `the comment ${comment} is gone`);
}

/** Requests of routes that no fixed finding speaks for, and that are judged differently now; and any that was allowed and is no more. */
function otherVerdicts(old: Template, now: Template, fixed: readonly Finding[]): readonly string[] {
  const routes = new Set(fixed.flatMap((finding) => finding.routes.map(({ api, path }) => `${api} ${path}`)));
  const after = verdictsOf(now);
  return [...verdictsOf(old)].flatMap(([key, verdict]) => {
    const next = after.get(key);
    const [api, , path] = JSON.parse(key);
    if (next === undefined || next === verdict || verdict === "cannot-tell") return [];
    if (verdict === "allowed") return [`${key} was allowed and is ${next}`];
    return routes.size === 0 || routes.has(`${api} ${path}`) ? [] : [`${key} was ${verdict} and is ${next}`];
  });
}

/** A file system in which one file has another text, or is there at all. */
export function withFile(files: FileSystem, name: string, text: string): FileSystem {
  const path = resolve(files.cwd, name);
  const isIt = (other: string): boolean => resolve(files.cwd, other) === path;
  const bytes = new TextEncoder().encode(text);
  return {
    ...files,
    read: (other) => (isIt(other) ? bytes : files.read(other)),
    kind: (other) => (isIt(other) ? "file" : files.kind(other)),
    realPath: (other) => (isIt(other) ? path : files.realPath(other)),
  };
}
