import { expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import { lint } from "../../src/linter/lint.ts";
import { BROKEN, CLEAN } from "../cli/run.ts";
import { diffTexts, templateFrom } from "./versions.ts";

const SILENCED = BROKEN.replace("        AllowOrigins", "        # cors-lint-disable-next-line cors-regression -- the page moves with it\n        AllowOrigins");

it("takes a finding away that a comment of the new version suppresses", async () => {
  const { findings, suppressed } = await diffTexts(CLEAN, SILENCED);
  expect(findings).toEqual([]);
  expect(suppressed).toMatchObject([{ finding: { rule: "cors-regression" }, reason: "the page moves with it" }]);
});

it("does not call that comment unused where one version alone is linted", () => {
  const { findings } = lint([templateFrom("template.yaml", SILENCED)], allRules);
  expect(findings.map(({ rule }) => rule)).not.toContain("unused-suppression");
});
