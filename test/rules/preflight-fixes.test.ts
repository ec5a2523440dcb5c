import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import { applyEdits } from "../../src/source/apply-edits.ts";
import { fixturesOf, lintText } from "./fixtures.ts";

/** Fixtures of which each finding of the rule has a fix. */
const FIXED: readonly [rule: string, fixtures: readonly string[]][] = [
  ["api-key-on-preflight", ["key-on-options.yaml", "sam-key-of-the-api.yaml"]],
  ["authorizer-on-preflight", ["authorizer-on-options.yaml", "function-url.yaml", "iam-on-options.yaml", "openapi-security.yaml", "sam-default-authorizer.yaml", "sam-function-url.yaml"]],
  ["binary-media-type-breaks-mock", ["everything-binary.yaml"]],
  ["broken-mock-integration", ["get-alone.yaml", "never-passes.yaml", "no-status.yaml", "text-as-status.yaml"]],
  ["missing-allow-header", ["any-method.yaml", "api-key-header.yaml", "authorizer-header.yaml", "behind-other-mistakes.yaml", "function-url-signed.yaml", "function-url.yaml", "http-api-origins-only.yaml", "json-body.yaml", "required-parameter.yaml", "sam-origin-only.yaml", "sam-shorthand.yaml"]],
  ["missing-allow-method", ["delete-not-listed.yaml", "http-api-list.yaml", "http-api-origins-only.yaml"]],
  ["wildcard-allow-headers-with-authorization", ["http-api.yaml", "wildcard-alone.yaml"]],
];

/** What else stands in a fixture is not about preflights, and no such fix is to touch it. */
const PREFLIGHT: ReadonlySet<string> = new Set(allRules.filter(({ meta }) => meta.category === "preflight" || meta.category === "net").map((rule) => rule.id));

describe.each(FIXED)("fixes of %s", (id, names) => {
  const fixtures = fixturesOf(id);

  it("are those of these fixtures", async () => {
    const fixed: string[] = [];
    for (const { name, path, text } of fixtures) {
      const { findings } = await lintText(path, text);
      if (findings.some((finding) => finding.rule === id && finding.fix !== undefined)) fixed.push(name);
    }
    expect(fixed).toEqual(names);
  });

  it.each(fixtures.filter(({ name }) => names.includes(name)))("$name is clean once they are applied", async ({ path, text }) => {
    const { findings } = await lintText(path, text);
    const [finding] = findings;
    if (!finding) throw new Error("nothing is found");
    const outcome = applyEdits(finding.at.file, findings.filter(({ rule }) => PREFLIGHT.has(rule)).flatMap((found) => found.fix?.edits ?? []));
    if ("refused" in outcome) throw new Error(outcome.refused);
    expect((await lintText(path, outcome.text)).findings.filter(({ rule }) => PREFLIGHT.has(rule)).map((found) => `${found.rule}: ${found.message}`)).toEqual([]);
  });

  it("are of the applicability that the rule announces, or less", () => {
    expect(allRules.find((rule) => rule.id === id)?.meta.fix).toBe("safe");
  });
});
