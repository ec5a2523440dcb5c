import { apisOf } from "../../src/aws/apis.ts";
import { predictFetch } from "../../src/fetch/index.ts";
import { analyzeHandler, handlerLanguage } from "../../src/handler/index.ts";
import type { Finding, LintResult } from "../../src/linter/types.ts";
import { applyEdits } from "../../src/source/apply-edits.ts";
import { type Edit, type Place, plainFrom, readDocument, type SourceFile } from "../../src/source/index.ts";
import type { Template } from "../../src/template/types.ts";
import { comparableData, editedData } from "./edited-data.ts";

/** A template and what is found in it. */
export interface Looked {
  readonly template: Template;
  readonly result: LintResult;
}

export interface Trial {
  /** Gives a file another text, looks at the template again, and puts the old text back. */
  look(file: string, text: string): Promise<Looked | undefined>;
}

/**
 * One fix alone, held against what docs/fixes.md promises: the result can be read, differs only in the fixed places, no longer has the
 * finding, has no other one, and a safe fix changes the verdict of no request but those in question. What is not so, as sentences.
 */
export async function wrongWith(finding: Finding, before: Looked, trial: Trial): Promise<readonly string[]> {
  const edits = finding.fix?.edits ?? [];
  const [file, ...others] = new Map(edits.map(({ place }) => [place.file.name, place.file])).values();
  if (!file || others.length > 0) return ["it changes several files, or none"];
  const changed = applyEdits(file, edits);
  if ("refused" in changed) return [`it was refused: ${changed.refused}`];
  if (changed.text === file.text) return ["it changes nothing"];
  const after = await trial.look(file.name, changed.text);
  if (!after) return ["the template cannot be read any more"];
  const isProgram = handlerLanguage(file.name) !== undefined;
  return [
    ...(isProgram ? unreadableProgram(file, changed.text) : otherData(file, changed.text, edits)),
    ...otherLines(file, changed.text, edits),
    ...otherFindings(finding, before.result.findings, after.result.findings, edits),
    ...(finding.fix?.applicability === "safe" ? otherVerdicts(finding, before.template, after.template) : []),
  ];
}

function unreadableProgram({ name, text }: SourceFile, now: string): readonly string[] {
  const problemOf = (source: string): string | undefined => analyzeHandler({ file: name, text: source, language: handlerLanguage(name) ?? "javascript" }).problem?.message;
  const problem = problemOf(now);
  return problem !== undefined && problemOf(text) === undefined ? [`the program cannot be parsed any more: ${problem}`] : [];
}

/** The document says what the edits say, and else the same. */
function otherData({ name, text }: SourceFile, now: string, edits: readonly Edit[]): readonly string[] {
  const [old, read] = [text, now].map((source) => readDocument(name, new TextEncoder().encode(source)));
  if (!old?.root || !read?.root || read.issues.length > old.issues.length) return ["the document cannot be read any more"];
  const [expected, found] = [editedData(plainFrom(old.root), edits), comparableData(plainFrom(read.root))].map((data) => JSON.stringify(data));
  if (expected === found) return [];
  const at = [...(expected ?? "")].findIndex((character, index) => character !== found?.[index]);
  return [`the document says ${found?.slice(at - 60, at + 60)} where the fix says ${expected?.slice(at - 60, at + 60)}`];
}

/** Lines without a fixed place are all there, as they were and in their order. */
function otherLines(file: SourceFile, now: string, edits: readonly Edit[]): readonly string[] {
  const fixed = new Set<number>();
  for (const edit of edits) {
    const { kind, place } = edit;
    if (kind === "add-entry") for (const inner of mapsWithin(place.child(edit.key), edit.value)) fixed.add(inner.range.end.line).add(lineBefore(file, inner.range.end.line));
    const { start, end } = (kind === "rename-key" ? place.key : kind === "remove" ? place.entry : place).range;
    // What is added stands behind the last line, what is replaced wherever it stood.
    const from = kind === "add-entry" || kind === "add-item" ? end.line : start.line;
    for (let line = from; line <= end.line; line++) fixed.add(line);
    // The line in front gets a comma, or loses its own.
    if (kind === "remove") fixed.add(lineBefore(file, start.line));
    // Of a list without items, or a map without entries, the brackets stand side by side.
    if (kind === "remove" && /^\s*[\]}],?$/u.test(file.line(end.line + 1))) fixed.add(end.line + 1);
    if (kind.startsWith("add-")) fixed.add(lineBefore(file, end.line));
  }
  const left = now.split(/\r?\n/u);
  let at = 0;
  for (const [index, line] of file.text.split(/\r?\n/u).entries()) {
    if (fixed.has(index + 1)) continue;
    const found = left.indexOf(line, at);
    if (found < 0) return [`line ${index + 1} is gone or changed: ${line.trim()}`];
    at = found + 1;
  }
  return [];
}

/** The maps that may be there already, so that what they lack is added to them. */
function mapsWithin(place: Place, value: unknown): readonly Place[] {
  return typeof value === "object" && value !== null ? [place, ...Object.entries(value).flatMap(([key, item]) => mapsWithin(place.child(key), item))] : [];
}

function lineBefore(file: SourceFile, line: number): number {
  let before = line - 1;
  while (before > 1 && file.line(before).trim() === "") before--;
  return before;
}

/** The finding is gone, and there is none that was not there: neither at another place nor about another route. */
function otherFindings(fixed: Finding, before: readonly Finding[], after: readonly Finding[], edits: readonly Edit[]): readonly string[] {
  const wrong: string[] = [];
  const counts = new Map<string, number>();
  for (const finding of before) counts.set(placeKey(finding, edits), (counts.get(placeKey(finding, edits)) ?? 0) + 1);
  counts.set(placeKey(fixed, edits), (counts.get(placeKey(fixed, edits)) ?? 0) - 1);
  for (const finding of after) {
    if (finding.rule === "unused-suppression") continue;
    const key = placeKey(finding, [], edits.filter(({ kind }) => kind === "put"));
    counts.set(key, (counts.get(key) ?? 0) - 1);
    if ((counts.get(key) ?? 0) < 0) wrong.push(key === placeKey(fixed, edits) ? `the finding is still there: ${finding.message}` : `${finding.rule} is found then: ${finding.message}`);
  }
  // A finding that named routes names no others; one that named none may come to know some, once the template can be deployed.
  const known = new Set(before.filter(({ routes }) => routes.length > 0).map(({ rule }) => rule));
  const subjects = new Set(before.flatMap(subjectsOf));
  for (const finding of after) {
    const others = subjectsOf(finding).filter((subject) => !subjects.has(subject));
    if (known.has(finding.rule) && others.length > 0) wrong.push(`${others.join(", ")} is found then`);
  }
  return [...new Set(wrong)];
}

function subjectsOf({ rule, routes }: Finding): readonly string[] {
  return routes.map(({ api, method, path }) => `${rule} ${api} ${method} ${path}`);
}

/** Rule and place, without the indexes of lists, and under the names that keys have afterwards. */
function placeKey({ rule, at }: Finding, edits: readonly Edit[], moves: readonly Edit[] = []): string {
  const path = [...at.path];
  for (const edit of [...edits, ...moves]) {
    // What is said of a text is said of an entry of the map that takes its place.
    if (edit.kind === "put" && edit.place.path.every((segment, index) => path[index] === segment)) path.length = edit.place.path.length;
    if (edit.kind === "rename-key" && edit.place.path.every((segment, index) => at.path[index] === segment)) path[edit.place.path.length - 1] = edit.key;
  }
  return JSON.stringify([rule, at.file.name, path.map((segment) => (typeof segment === "number" ? 0 : segment))]);
}

/** Requests of the old template that the new one judges otherwise, but for those of routes that the finding speaks of. */
function otherVerdicts(finding: Finding, old: Template, now: Template): readonly string[] {
  const inQuestion = new Set(finding.routes.map(({ api, method, path }) => `${api} ${method} ${path}`));
  const wrong: string[] = [];
  const outlines = apisOf(now);
  for (const outline of apisOf(old)) {
    const twin = outlines.find(({ id, kind }) => id === outline.id && kind === outline.kind);
    for (const scenario of old.scenarios(outline.members).all) {
      const api = outline.build(old.world(scenario));
      const next = twin?.build(now.world(scenario));
      for (const route of api?.routes ?? []) {
        const name = `${api?.name} ${route.method} ${route.path}`;
        for (const { request } of route.browserRequests) {
          const was = api && predictFetch(api.server, request).outcome;
          const is = next ? predictFetch(next.server, request).outcome : "not there";
          // What nobody could tell, as the deployment failed, is told now.
          if (was === is || was === "cannot-tell") continue;
          const isMeant = inQuestion.has(name) || inQuestion.size === 0;
          if (was === "allowed" || !isMeant) wrong.push(`${request.method} ${request.path} of ${name} from ${request.origin} [${scenario.label}] was ${was} and is ${is}`);
        }
      }
    }
  }
  return wrong;
}
