import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import { lintText, root } from "../rules/fixtures.ts";

/** Templates below a line that begins with ❌, which names the rules that find something, or ✅, which nothing is found in. */
const PAGES = ["docs/getting-started.md", "docs/articles.md", "docs/scanners.md", "docs/writing-rules.md"];

interface Sample {
  readonly line: string;
  readonly rules: readonly string[];
  readonly text: string;
}

function samplesIn(page: string): readonly Sample[] {
  return [...readFileSync(join(root, page), "utf8").matchAll(/^(?<line>(?:❌|✅)[^\n]*)\n+```ya?ml\n(?<text>[\s\S]*?)^```/gmu)].map(({ groups }) => {
    const line = groups?.["line"] ?? "";
    return { line, rules: [...line.matchAll(/`(?<rule>[a-z-]+)`/gu)].map((match) => match.groups?.["rule"] ?? ""), text: groups?.["text"] ?? "" };
  });
}

describe.each(PAGES)("%s", (page) => {
  const samples = samplesIn(page);

  it("has templates of both kinds", () => {
    expect(samples.filter(({ line }) => line.startsWith("❌")).length).toBeGreaterThan(0);
    expect(samples.filter(({ line }) => line.startsWith("✅")).length).toBeGreaterThan(0);
    expect(samples.flatMap(({ rules }) => rules).filter((id) => !allRules.some((rule) => rule.id === id))).toEqual([]);
  });

  it.each(samples)("$line", async ({ line, rules, text }) => {
    const { findings } = await lintText(page, text);
    const serious = findings.filter(({ severity }) => severity !== "info").map(({ rule, message }) => ({ rule, message }));
    if (line.startsWith("✅")) expect(serious).toEqual([]);
    else expect([...new Set(serious.map(({ rule }) => rule))].sort()).toEqual([...rules].sort());
  });
});
