import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { allRules } from "../../rules/index.ts";
import { diffTemplates } from "../../src/diff/index.ts";
import { type Finding, lint, loadTemplate } from "../../src/index.ts";
import { declarationsIn } from "../rules/fixtures.ts";
import { type Mark, marksIn } from "../rules/marks.ts";

const folder = join(import.meta.dirname, import.meta.dirname.includes("dist") ? "../../.." : "../..", "fixtures/failure-modes");

/** One situation of a failure mode: a template, or its two versions, and the functions beside it. */
export interface Case {
  readonly name: string;
  /** Marks of the mode's rules are expected in it, or none may be. */
  readonly kind: "found" | "silent";
  readonly files: ReadonlyMap<string, string>;
}

export interface Mode {
  readonly id: string;
  readonly name: string;
  readonly cases: readonly Case[];
}

/**
 * The files of fixtures/failure-modes: a heading for the mode, then one for each case, which says whether something is found and why. What
 * stands under `Given` is the beginning of each template. A block is the template, or a file by the name after its language.
 */
export function readModes(): Mode[] {
  return readdirSync(folder).sort().map((file) => readMode(file, readFileSync(join(folder, file), "utf8")));
}

function readMode(file: string, text: string): Mode {
  const [head = "", ...sections] = text.split(/^## /mu);
  const title = /^# (?<id>(?:F\d+|H)) (?<name>.+)/u.exec(head)?.groups;
  if (!title) throw new Error(`${file} has no heading`);
  const given = sections.filter((section) => section.startsWith("Given")).flatMap((section) => [...blocksIn(section)]);
  const cases = sections.filter((section) => !section.startsWith("Given")).map((section) => {
    const heading = /^(?<kind>Found|Silent): (?<name>.+)/u.exec(section)?.groups;
    if (!heading) throw new Error(`${file}: what is «${section.slice(0, 40)}»?`);
    const files = new Map(given);
    for (const [name, block] of blocksIn(section)) files.set(name, (files.get(name) ?? "") + block);
    return { name: heading["name"] ?? "", kind: heading["kind"] === "Found" ? "found" as const : "silent" as const, files };
  });
  return { id: title["id"] ?? "", name: title["name"] ?? "", cases };
}

function* blocksIn(section: string): Generator<readonly [string, string]> {
  for (const { groups } of section.matchAll(/^```(?<language>\w+) ?(?<name>\S*)\n(?<text>[\s\S]*?)^```/gmu)) yield [groups?.["name"] || `template.${groups?.["language"] ?? ""}`, groups?.["text"] ?? ""];
}

const TEMPLATE = /^(?:template|before|after)\.(?:yaml|json)$/u;

/** What all rules of both sets find in it. */
export async function findingsIn({ files }: Case): Promise<readonly Finding[]> {
  const read = (from: string, reference: string): { name: string; bytes: Uint8Array } | { refused: string } => {
    const name = posix.join(dirname(from), reference);
    const text = files.get(name);
    return text === undefined ? { refused: "it is not there" } : { name, bytes: new TextEncoder().encode(text) };
  };
  const templates = await Promise.all([...files].filter(([name]) => TEMPLATE.test(name)).map(async ([name, text]) => {
    const template = await loadTemplate({ name: name.replace(/^before/u, "after"), bytes: new TextEncoder().encode(text) }, { parameters: new Map(), readProjectFile: read });
    if ("notATemplate" in template) throw new Error(`${name} is no template: ${template.notATemplate}`);
    return template;
  }));
  const [first, second] = templates;
  if (!first) throw new Error("there is no template");
  if (second) return (await diffTemplates([{ before: first, after: second }], allRules)).findings;
  return lint([first], allRules, { strict: true, declarations: declarationsIn([...files.values()].join("\n")) }).findings;
}

/** What the marks in its files say. */
export function marksOf({ files }: Case): Mark[] {
  return [...files].flatMap(([file, text]) => marksIn(text).map((mark) => ({ ...mark, file })));
}

/** A finding as it is marked: by a single tilde where it spans lines. */
export function markFor({ rule, at }: Finding): Mark {
  const { start, end } = at.range;
  return { rule, line: start.line, column: start.column, endColumn: end.line === start.line ? end.column : start.column + 1, file: at.file.name };
}
