import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differences, fixedText, lintOf, templateOf, verdictsOf } from "../linter/fixing.ts";
import { templates } from "./templates.ts";

const name = "template.json";

/** Generated templates as text, in the layouts that people and tools write. */
const texts = fc.tuple(templates, fc.constantFrom(undefined, 2, "\t")).map(([data, indent]) => JSON.stringify(data, null, indent));

describe("fixes on generated templates", () => {
  it("leave nothing that a safe fix could mend, and change nothing the second time", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const first = await fixedText(name, text);
        expect(first.refused.map(({ finding, why }) => `${finding.rule}: ${why}`).filter((sentence) => !/would (?:then be found|still be there)/u.test(sentence))).toEqual([]);
        expect((await fixedText(name, first.text)).text).toBe(first.text);
      }),
      { numRuns: 100, seed: Number(process.env["CORS_LINT_SEED"] ?? 20_261_129) },
    );
  });

  it("lose no request that was allowed, and bring no rule that was silent", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { text: now, fixed } = await fixedText(name, text);
        const [before, after] = [templateOf(name, text), templateOf(name, now)];
        if (!before || !after) throw new Error("it is a template no more");
        if (fixed.length === 0) expect(differences(before, after)).toEqual([]);
        const verdicts = verdictsOf(after);
        for (const [request, verdict] of verdictsOf(before)) if (verdict === "allowed") expect(verdicts.get(request) ?? "allowed").toBe("allowed");
        const count = (of: string): number => lintOf(name, of)?.findings.length ?? 0;
        // One fix may mend what several rules speak of.
        expect(count(now)).toBeLessThanOrEqual(count(text) - fixed.length);
      }),
      { numRuns: 100, seed: Number(process.env["CORS_LINT_SEED"] ?? 20_261_129) },
    );
  });
});
