import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { memoryFileSystem } from "../../src/source/memory-file-system.ts";
import { fixReport } from "../linter/fix-check.ts";
import { differences, fixedText, lintOf, templateOf, verdictsOf } from "../linter/fixing.ts";
import { anyTemplate } from "./surroundings.ts";
import type { Template } from "./templates.ts";

/** CORS_LINT_RUNS=2000 and another CORS_LINT_SEED for a long night. */
const options = { numRuns: Number(process.env["CORS_LINT_RUNS"] ?? 50), seed: Number(process.env["CORS_LINT_SEED"] ?? 20_261_129) };
const TIMEOUT = Math.max(60_000, options.numRuns * 2000);

/** The ways in which people and tools write a template; the last has comments and line ends of Windows. */
const LAYOUTS: readonly ((data: Template) => { readonly name: string; readonly text: string })[] = [
  (data) => ({ name: "template.json", text: JSON.stringify(data) }),
  (data) => ({ name: "template.json", text: JSON.stringify(data, null, "\t") }),
  (data) => ({ name: "template.yaml", text: yamlOf(data) }),
  (data) => ({ name: "template.yaml", text: yamlOf(data).replaceAll(/^(?<indent> *)(?=\S+:)/gmu, "$<indent># a comment\n\n$<indent>").replaceAll("\n", "\r\n") }),
];

const written = fc.tuple(anyTemplate, fc.constantFrom(...LAYOUTS)).map(([data, layout]) => layout(data));

function yamlOf(data: Template): string {
  return stringify(data, { version: "1.1", aliasDuplicateObjects: false });
}

describe("fixes on generated templates", () => {
  it("of each rule, one by one and together, do what docs/fixes.md promises or are refused by --fix", { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(written, async ({ name, text }) => {
        const rules = new Set(lintOf(name, text)?.findings.filter(({ fix }) => fix).map(({ rule }) => rule));
        for (const rule of rules) {
          const report = await fixReport({ files: memoryFileSystem({ [name]: text }), name, rule });
          expect(report?.wrong ?? []).toEqual([]);
        }
      }),
      options,
    );
  });

  it("leave nothing that a safe fix could mend, and change nothing the second time", { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(written, async ({ name, text }) => {
        const first = await fixedText(name, text);
        expect(first.refused.map(({ finding, why }) => `${finding.rule}: ${why}`).filter((sentence) => !/would (?:then be found|still be there)/u.test(sentence))).toEqual([]);
        expect((await fixedText(name, first.text)).text).toBe(first.text);
      }),
      options,
    );
  });

  it("of all rules lose no request that was allowed, and bring no rule that was silent", { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(written, async ({ name, text }) => {
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
      options,
    );
  });
});
