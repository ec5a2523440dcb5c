import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import { applySuppressions } from "../../src/linter/suppressions.ts";
import { lint } from "../../src/linter/lint.ts";
import { applyEdits } from "../../src/source/apply-edits.ts";
import { commentsIn } from "../../src/source/index.ts";
import { BROKEN } from "../cli/run.ts";
import { templateFrom } from "./models.ts";

/** {@link BROKEN} with its lines changed: `at(8, before)` puts a comment line before line 8, `end` a comment behind it. */
const LINES = BROKEN.split("\n");

function withLine(line: number, ...before: readonly string[]): string {
  return [...LINES.slice(0, line - 1), ...before, ...LINES.slice(line - 1)].join("\n");
}

const atEnd = (line: number, comment: string): string => LINES.map((text, index) => (index === line - 1 ? `${text} ${comment}` : text)).join("\n");

function result(text: string) {
  return lint([templateFrom(text)], allRules);
}

const rulesIn = (text: string): readonly string[] => result(text).findings.map(({ rule }) => rule);

describe("a finding is suppressed by", () => {
  it.each<[string, string]>([
    ["a comment on the line before", withLine(8, "        # cors-lint-disable-next-line trailing-slash-origin")],
    ["a comment on the line before, with a reason", withLine(8, "        # cors-lint-disable-next-line trailing-slash-origin -- the proxy cuts it off")],
    ["one of several rules", withLine(8, "        # cors-lint-disable-next-line trailing-slash-origin, malformed-origin")],
    ["a comment further above, with comments and blank lines between", withLine(8, "        # cors-lint-disable-next-line trailing-slash-origin", "", "        # more")],
    ["a comment on the same line", atEnd(8, "# cors-lint-disable-line trailing-slash-origin")],
    ["a comment that names no rule", atEnd(8, "# cors-lint-disable-line")],
    ["a block", withLine(9, "        # cors-lint-enable").replace("    Properties:\n", "    # cors-lint-disable trailing-slash-origin\n    Properties:\n")],
    ["a block that is never closed", withLine(2, "# cors-lint-disable trailing-slash-origin")],
    ["a comment for the file", `${BROKEN}# cors-lint-disable-file trailing-slash-origin -- generated\n`],
    ["metadata of its resource", withLine(4, "    Metadata: { cors-lint: { disable: { trailing-slash-origin: why } } }")],
    ["metadata of the template", `Metadata: { cors-lint: { disable: { trailing-slash-origin: why } } }\n${BROKEN}`],
  ])("%s", (_, text) => {
    const { findings, suppressed = [] } = result(text);
    expect(findings.filter(({ rule }) => rule === "trailing-slash-origin")).toEqual([]);
    expect(suppressed.map(({ finding }) => finding.rule)).toEqual(["trailing-slash-origin"]);
  });

  it("metadata in JSON", () => {
    const data = { Metadata: { "cors-lint": { disable: { "trailing-slash-origin": "why" } } }, Resources: { Users: { Type: "AWS::ApiGatewayV2::Api", Properties: { ProtocolType: "HTTP", CorsConfiguration: { AllowOrigins: ["https://app.example.com/"] } } } } };
    expect(result(JSON.stringify(data)).suppressed).toMatchObject([{ by: "metadata", reason: "why" }]);
  });

  it("says why", () => {
    expect(result(atEnd(8, "# cors-lint-disable-line trailing-slash-origin -- the proxy -- ours -- cuts it off")).suppressed).toMatchObject([{ by: "comment", reason: "the proxy -- ours -- cuts it off" }]);
  });
});

describe("a finding is not suppressed by", () => {
  it.each<[string, string]>([
    ["a comment for another rule", atEnd(8, "# cors-lint-disable-line malformed-origin")],
    ["a comment on another line", atEnd(9, "# cors-lint-disable-line trailing-slash-origin")],
    ["a comment two lines above what it means", withLine(7, "        # cors-lint-disable-next-line trailing-slash-origin")],
    ["a block that ends before", withLine(8, "        # cors-lint-disable trailing-slash-origin", "        # cors-lint-enable")],
    ["what looks like a comment in quotes", BROKEN.replace("Name: users", 'Name: "# cors-lint-disable-file trailing-slash-origin"')],
    ["what looks like a comment in a block scalar", BROKEN.replace("Name: users", "Description: |\n        # cors-lint-disable-file trailing-slash-origin")],
    ["a # within a plain text", BROKEN.replace("Name: users", "Name: users#cors-lint-disable-file")],
    ["metadata of another resource", BROKEN.replace("  ListUsers:\n", "  ListUsers:\n    Metadata: { cors-lint: { disable: { trailing-slash-origin: why } } }\n")],
    ["a misspelled directive", atEnd(8, "# cors-lint-disable-lines trailing-slash-origin")],
  ])("%s", (_, text) => {
    expect(rulesIn(text)).toContain("trailing-slash-origin");
  });

  it("anything, where the file cannot be read", () => {
    expect(rulesIn(`${atEnd(1, "# cors-lint-disable")}  Bad: [\n`)).toContain("parse-error");
  });
});

describe("the comments of a document", () => {
  it.each<[string, readonly string[]]>([
    ["a: b # one\n# two\n", [" one", " two"]],
    ["a: 'b # c' # one", [" one"]],
    ["a: b#c\n", []],
    ["a: | # one\n  # text\n  text\n# two\n", [" one", " two"]],
    ["a: >-\n  x\n\n  # text\n\n # one\nb: c\n", [" one"]],
    ["[a, 'b', # one\n c] # two\n", [" one", " two"]],
    ['a: "x\n  # text\n  y"\r\n# one\r\n', [" one"]],
    ["a: &x b # one\nc: *x # two\n", [" one", " two"]],
    ["# only\n", [" only"]],
    ["a: # one\n  # two\n  b: c\n", [" one", " two"]],
    ["a: 1\n---\nb: '# text'\n", []],
  ])("%j", (text, expected) => {
    expect(commentsIn(text).map((comment) => comment.text)).toEqual(expected);
  });

  it("are found in linear time", () => {
    const text = `a:\n${"  - 'x # y' # cors-lint-disable-line malformed-origin\n".repeat(20_000)}`;
    expect(commentsIn(text)).toHaveLength(20_000);
  });
});

describe("hostile comments", () => {
  it.each(["# cors-lint-disable-next-line x", "# cors-lint-disable x", "# cors-lint-disable x\n# cors-lint-enable y", "# cors-lint-disable\n# cors-lint-enable", `# cors-lint-disable-line ${"x, ".repeat(10)}`])("by the thousand: %s", (comment) => {
    const text = `${BROKEN}${`${comment}\n`.repeat(20_000)}`;
    const start = performance.now();
    const template = templateFrom(text);
    applySuppressions([], template);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe("a suppression that suppresses nothing", () => {
  const said = (text: string) => result(text).findings.filter(({ rule }) => rule === "unused-suppression");
  const fixed = (text: string): string => {
    const [finding] = said(text);
    const done = applyEdits(finding!.at.file, finding!.fix!.edits); // Each row of the table has one.
    if ("refused" in done) throw new Error(done.refused);
    return done.text;
  };
  const clean = BROKEN.replace("app.example.com/", "app.example.com");
  const cleanWith = (line: number, comment: string): string => clean.split("\n").map((text, index) => (index === line - 1 ? `${text} ${comment}` : text)).join("\n");

  it.each<[string, string, string, string]>([
    ["a comment on a line of its own goes with the line", clean.replace("Resources:\n", "Resources:\n  # cors-lint-disable-next-line malformed-origin\n"), "malformed-origin finds nothing", clean],
    ["a comment behind something goes with the blanks before it", cleanWith(8, "  # cors-lint-disable-line malformed-origin"), "malformed-origin finds nothing", clean],
    ["a comment without a rule", cleanWith(8, "# cors-lint-disable-line"), "no rule finds anything", clean],
    ["an unknown rule", cleanWith(8, "# cors-lint-disable-line trailing-slash-orign"), "there is no rule trailing-slash-orign, but trailing-slash-origin", clean],
    ["a misspelled directive", cleanWith(8, "# cors-lint-disable-lines"), "there is no cors-lint-disable-lines", clean],
    ["an enable without a disable", cleanWith(8, "# cors-lint-enable"), "nothing is disabled", clean],
    ["a block goes with its end", clean.replace("Resources:\n", "# cors-lint-disable malformed-origin\nResources:\n").concat("# cors-lint-enable\n"), "malformed-origin finds nothing", clean],
    ["one of several names", atEnd(8, "# cors-lint-disable-line malformed-origin, trailing-slash-origin -- why"), "malformed-origin finds nothing", atEnd(8, "# cors-lint-disable-line trailing-slash-origin -- why")],
    ["the last of several names", atEnd(8, "# cors-lint-disable-line trailing-slash-origin, malformed-origin -- why"), "malformed-origin finds nothing", atEnd(8, "# cors-lint-disable-line trailing-slash-origin -- why")],
    ["metadata go with what they leave empty", clean.replace("    Properties:\n", "    Metadata: { cors-lint: { disable: { malformed-origin: why } } }\n    Properties:\n"), "malformed-origin finds nothing", clean],
    ["metadata of others stay", clean.replace("    Properties:\n", "    Metadata: { cors-lint: { clients: browser, disable: { malformed-origin: why } } }\n    Properties:\n"), "malformed-origin finds nothing", clean.replace("    Properties:\n", "    Metadata: { cors-lint: { clients: browser } }\n    Properties:\n")],
    ["Windows line ends", clean.replace("Resources:\n", "Resources:\n  # cors-lint-disable-next-line malformed-origin\n").replaceAll("\n", "\r\n"), "malformed-origin finds nothing", clean.replaceAll("\n", "\r\n")],
  ])("%s", (_, text, message, without) => {
    expect(said(text)).toMatchObject([{ severity: "warning" }]);
    expect(said(text)[0]?.message).toContain(message);
    expect(fixed(text)).toBe(without);
  });

  it("is not reported for a strict rule that does not run", () => {
    expect(said(cleanWith(8, "# cors-lint-disable-line preflight-denied-by-resource-policy"))).toEqual([]);
  });

  it("is not reported for a rule that is off", () => {
    const { findings } = lint([templateFrom(cleanWith(8, "# cors-lint-disable-line malformed-origin"))], allRules, { severities: new Map([["malformed-origin", "off"]]) });
    expect(findings).toEqual([]);
  });
});
