import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import type { Finding } from "../../src/linter/types.ts";
import type { Edit } from "../../src/source/index.ts";
import { fixturesOf } from "../rules/fixtures.ts";
import { differences, type Fixed, fixedText, lintOf, templateOf, verdictsOf } from "./fixing.ts";

const corpus = process.env["CORS_LINT_CORPUS"];

/** What is wrong after the fixes of one rule, as sentences; none where all is as promised. */
async function wrongAfterFixing(rule: string, name: string, text: string, mayUncover = false): Promise<readonly string[]> {
  const wrong: string[] = [];
  const isOfRule = (finding: Finding): boolean => finding.rule === rule;
  // A strict rule may have something to say of what another one's fix writes.
  const strict = allRules.find(({ id }) => id === rule)?.meta.set === "strict";
  const before = lintOf(name, text, strict);
  const candidates = before?.findings.filter((finding) => isOfRule(finding) && finding.fix) ?? [];
  if (!before || candidates.length === 0) return [];
  const fixed = await fixedText(name, text, ["safe", "unsafe"], isOfRule, strict);
  // Behind one obstacle there may be another, which nobody saw before: such a fix is rightly left to a person.
  const refused = fixed.refused.filter(({ why }) => !(mayUncover && why.includes("would then be found")));
  for (const { finding, why } of refused) wrong.push(`${finding.rule} at ${finding.at.path.join("/")} was refused: ${why}`);

  const [old, now] = [templateOf(name, text), templateOf(name, fixed.text)];
  if (!old || !now) return [...wrong, "it is no template any more"];
  const touched = fixed.fixed.flatMap(({ fix }) => (fix?.edits ?? []).map(touchedPath));
  for (const path of differences(old, now)) if (!touched.some((prefix) => path.startsWith(prefix))) wrong.push(`${path} changed`);
  wrong.push(...lostComments(text, fixed));
  const again = await fixedText(name, fixed.text, ["safe", "unsafe"], isOfRule, strict);
  if (again.text !== fixed.text) wrong.push("fixing it twice changes something");
  if (fixed.fixed.every(({ fix }) => fix?.applicability === "safe")) wrong.push(...otherVerdicts(old, now, fixed));
  return wrong;
}

/** Where a fix may change the tree: the place itself, or what holds it where a part is added, renamed or removed. */
function touchedPath({ kind, place }: Edit): string {
  const path = kind === "rename-key" || kind === "remove" ? place.path.slice(0, -1) : place.path;
  return path.map((segment) => `/${segment}`).join("");
}

/** Comments outside of what was removed are all still there. */
function lostComments(text: string, { text: now, fixed }: Fixed): readonly string[] {
  if (fixed.some(({ fix }) => fix?.edits.some(({ kind }) => kind === "remove" || kind === "cut"))) return [];
  const comments = (whole: string): readonly string[] => [...whole.matchAll(/(?:^|\s)#[^\n]*/gu)].map(([comment]) => comment.trim());
  const left = new Set(comments(now));
  return comments(text).filter((comment) => !left.has(comment)).map((comment) => `the comment ${comment} is gone`);
}

/** Requests of routes that no fixed finding speaks for, and that are judged differently now; and any that was allowed and is no more. */
function otherVerdicts(old: NonNullable<ReturnType<typeof templateOf>>, now: typeof old, { fixed }: Fixed): readonly string[] {
  const routes = new Set(fixed.flatMap((finding) => finding.routes.map(({ api, path }) => `${api} ${path}`)));
  const after = verdictsOf(now);
  return [...verdictsOf(old)].flatMap(([key, verdict]) => {
    const next = after.get(key);
    const [api, , path] = JSON.parse(key);
    if (next === undefined || next === verdict) return [];
    if (verdict === "allowed") return [`${key} was allowed and is ${next}`];
    return routes.size === 0 || routes.has(`${api} ${path}`) ? [] : [`${key} was ${verdict} and is ${next}`];
  });
}

const fixable = allRules.filter(({ meta }) => meta.fix !== undefined);

describe.each(fixable)("the fix of $id", ({ id }) => {
  it("is tried", () => expect(fixturesOf(id).length).toBeGreaterThan(0));

  it.each(fixturesOf(id))("$name: the finding is gone, nothing else changes", async ({ path, text }) => {
    expect(await wrongAfterFixing(id, path, text)).toEqual([]);
  });

  it.each(fixturesOf(id))("$name: the same with the line ends of Windows", async ({ path, text }) => {
    const { text: unix } = await fixedText(path, text, ["safe", "unsafe"], ({ rule }) => rule === id);
    const { text: windows } = await fixedText(path, text.replaceAll("\n", "\r\n"), ["safe", "unsafe"], ({ rule }) => rule === id);
    expect(windows).toBe(unix.replaceAll("\n", "\r\n"));
  });
});

describe("fixes on real templates", () => {
  const names = corpus === undefined ? [] : readdirSync(join(corpus), { recursive: true, encoding: "utf8" }).filter((name) => /\.(?:ya?ml|json|template)$/u.test(name)).sort();

  it.skipIf(corpus === undefined)("do what they say on every template that has a finding with one", { timeout: 600_000 }, async () => {
    const wrong: string[] = [];
    const tried: Record<string, number> = {};
    for (const name of names) {
      const text = readFileSync(join(corpus ?? "", name), "utf8");
      if (text.length > 400_000 || text.startsWith("\uFEFF")) continue;
      const found = lintOf(name, text)?.findings.filter(({ fix }) => fix) ?? [];
      for (const rule of new Set(found.map(({ rule: id }) => id))) {
        tried[rule] = (tried[rule] ?? 0) + 1;
        for (const sentence of await wrongAfterFixing(rule, name, text, true)) wrong.push(`${name}: ${rule}: ${sentence}`);
      }
    }
    console.info(tried);
    expect(wrong).toEqual([]);
  });
});

it("each rule that promises a fix has a fixture with one", () => {
  const without = fixable.filter(({ id }) => !fixturesOf(id).some(({ path, text }) => lintOf(path, text)?.findings.some(({ rule, fix }) => rule === id && fix)));
  expect(without.map(({ id }) => id)).toEqual([]);
});
