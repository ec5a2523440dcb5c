import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import type { Mark } from "../rules/marks.ts";
import { type Case, findingsIn, markFor, marksOf, readModes } from "./cases.ts";

const modes = readModes();
const rulesOf = (mode: string): ReadonlySet<string> => new Set(allRules.filter(({ meta }) => meta.failureModes.includes(mode)).map(({ id }) => id));
const covered = [...new Set(allRules.flatMap(({ meta }) => meta.failureModes))].sort();

function byPlace(a: Mark, b: Mark): number {
  return (a.file ?? "").localeCompare(b.file ?? "") || a.line - b.line || a.column - b.column || (a.rule < b.rule ? -1 : 1);
}

/** What counts in a case: errors, and all that the rules of its mode say; for functions, where each rule is one of the mode, warnings too. */
async function foundIn(one: Case, own: ReadonlySet<string>, mode: string): Promise<Mark[]> {
  const findings = await findingsIn(one);
  return findings.filter(({ rule, severity }) => own.has(rule) || severity === "error" || (mode === "H" && severity === "warning")).map(markFor).sort(byPlace);
}

describe.each(modes)("$id $name", ({ id, cases }) => {
  const own = rulesOf(id);

  it.each(cases)("$kind: $name", async (one) => {
    const marks = marksOf(one).sort(byPlace);
    expect(await foundIn(one, own, id)).toEqual(marks);
    if (one.kind === "found") expect(marks.length, "nothing is marked").toBeGreaterThan(0);
    else expect(marks.filter(({ rule }) => own.has(rule) || id === "H"), "it is said to be silent").toEqual([]);
  });
});

describe("the failure modes that docs/failure-modes.md calls found", () => {
  it.each(covered)("%s is shown to be found by one of its rules, and to be left alone where it only seems to be there", (id) => {
    const own = rulesOf(id);
    const cases = modes.find((mode) => mode.id === id)?.cases ?? [];
    expect(cases.some((one) => one.kind === "found" && marksOf(one).some(({ rule }) => own.has(rule))), "a case that is found").toBe(true);
    expect(cases.some(({ kind }) => kind === "silent"), "a near miss").toBe(true);
  });

  it("each rule that names a mode finds something in a case", () => {
    const shown = new Set(modes.flatMap(({ cases }) => cases.flatMap(marksOf)).map(({ rule }) => rule));
    expect(allRules.filter(({ id, meta }) => meta.failureModes.length > 0 && !shown.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it("H1 to H73 are there", () => {
    const patterns = new Set(modes.filter(({ id }) => id === "H").flatMap(({ cases }) => cases.map(({ name }) => Number(/^H(\d+) /u.exec(name)?.[1]))));
    expect(Array.from({ length: 73 }, (_, index) => index + 1).filter((pattern) => !patterns.has(pattern))).toEqual([]);
  });
});
