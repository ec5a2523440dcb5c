import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import type { Rule } from "../../src/index.ts";
import { diffText, lintText, root } from "./fixtures.ts";

const MARKER = "<!-- end of the generated part -->";

/** The generated part of a rule's page. Rewritten by `vitest -u`. */
function headerOf(rule: Rule): string {
  const { meta } = rule;
  const sets = meta.set === "recommended" ? "recommended and strict" : "strict";
  const fix = meta.fix === undefined ? "" : `\n| Fix | ${meta.fix} |`;
  const security = meta.security === undefined ? "" : `\n| Security | CWE-${meta.security.cwe} |`;
  return `# ${rule.id}

${meta.description}.

| | |
|---|---|
| Severity | ${meta.severity} |
| Set | ${sets} |${fix}${security}
| Reference | <${meta.reference}> |
| Failure modes | ${meta.failureModes.length > 0 ? meta.failureModes.join(", ") : "–"} |

${MARKER}
`;
}

function bodyOf(page: string): string {
  const end = page.indexOf(MARKER);
  return end < 0 ? "" : page.slice(end + MARKER.length).replace(/^\n/u, "");
}

interface Sample {
  readonly verdict: "❌" | "✅";
  readonly text: string;
}

/** YAML samples under a line that begins with ❌ or ✅. */
function samplesIn(body: string): Sample[] {
  return [...body.matchAll(/^(?<verdict>❌|✅)[^\n]*\n+```ya?ml\n(?<text>[\s\S]*?)^```/gmu)].map(({ groups }) => ({
    verdict: groups?.["verdict"] === "❌" ? "❌" : "✅",
    text: groups?.["text"] ?? "",
  }));
}

describe.each(allRules)("the page of $id", (rule) => {
  const path = join(root, "docs/rules", `${rule.id}.md`);
  const page = existsSync(path) ? readFileSync(path, "utf8") : "";
  const samples = samplesIn(bodyOf(page));

  it("has a current header and a body", async () => {
    expect(bodyOf(page).trim().length).toBeGreaterThan(200);
    await expect(`${headerOf(rule)}\n${bodyOf(page).replace(/^\n+/u, "")}`).toMatchFileSnapshot(path);
  });

  it.skipIf(rule.meta.category === "net")("shows a flagged and a clean template", () => {
    expect(samples.map((sample) => sample.verdict)).toEqual(expect.arrayContaining(["❌", "✅"]));
  });

  it.each(samples)("$verdict is what it says", async ({ verdict, text }) => {
    const name = `docs/rules/${rule.id}.md`;
    const { findings } = rule.change ? await diffText(name, text) : await lintText(name, text);
    const ids = findings.map((finding) => finding.rule);
    if (verdict === "❌") expect(ids).toContain(rule.id);
    else expect(findings.filter((finding) => finding.severity !== "info").map((finding) => `${finding.rule}: ${finding.message}`)).toEqual([]);
  });
});
