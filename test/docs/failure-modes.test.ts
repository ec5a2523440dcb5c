import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import { MEANINGS } from "../../src/cli/explain/meanings.ts";
import { FAILURE_MODES, WITHOUT_RULE } from "./failure-modes.ts";

const root = join(import.meta.dirname, "../..");
const known = FAILURE_MODES.flatMap(({ modes }) => Object.keys(modes));
const rulesOf = (mode: string): readonly string[] => allRules.filter(({ meta }) => meta.failureModes.includes(mode)).map(({ id }) => id);

function coverage(mode: string): string {
  const rules = rulesOf(mode);
  return rules.length > 0 ? rules.map((id) => `[\`${id}\`](rules/${id}.md)`).join(", ") : `Documentation only. ${WITHOUT_RULE[mode]}`;
}

describe("docs/failure-modes.md", () => {
  it("knows F01 to F86, in order, each by a name of its own", () => {
    expect(known).toEqual(Array.from({ length: 86 }, (_, index) => `F${String(index + 1).padStart(2, "0")}`));
    expect(new Set(FAILURE_MODES.flatMap(({ modes }) => Object.values(modes))).size).toBe(86);
  });

  it("has a rule or a reason for each, and a reason only where there is no rule", () => {
    expect(known.filter((mode) => rulesOf(mode).length === 0)).toEqual(Object.keys(WITHOUT_RULE));
  });

  it("knows each failure mode that a rule or a message names", () => {
    const named = [...allRules.flatMap(({ meta }) => meta.failureModes), ...MEANINGS.flatMap(({ failureModes, ofStatus }) => [...failureModes, ...Object.values(ofStatus ?? {}).flat()])];
    expect(named.filter((mode) => !known.includes(mode))).toEqual([]);
  });

  it("is up to date", async () => {
    const covered = known.filter((mode) => rulesOf(mode).length > 0).length;
    const page = `# Failure modes

The ways in which CORS fails on API Gateway, Lambda, CloudFront and S3, gathered from threads, articles and documentation, and the rules that
find each. Of ${known.length}, ${covered} are found by a rule; of the others it is said why not. This page is made of the rules' metadata.

${FAILURE_MODES.map(({ title, modes }) => `## ${title}\n\n| | what goes wrong | found by |\n|---|---|---|\n${Object.entries(modes).map(([mode, name]) => `| ${mode} | ${name} | ${coverage(mode)} |`).join("\n")}`).join("\n\n")}
`;
    await expect(page).toMatchFileSnapshot(join(root, "docs/failure-modes.md"));
  });
});
