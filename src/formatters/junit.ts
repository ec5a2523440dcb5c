import type { Finding, LintResult } from "../linter/index.ts";
import { locationText } from "./frame.ts";
import { printable } from "./printable.ts";
import { repositoryPath } from "./repository-path.ts";
import type { FormatOptions } from "./types.ts";

/**
 * JUnit's XML as CI servers read it (it has no standard; https://github.com/testmoapp/junitxml is the usual account): a suite for each
 * file, a test for each finding. A finding that does not count (see {@link FormatOptions.counts}) is a test that passes and says so.
 */
export function formatJunit(result: LintResult, options: FormatOptions): string {
  const counts = options.counts ?? ((severity) => severity === "error");
  const byFile = new Map<string, Finding[]>(result.files.map((file) => [file, []]));
  for (const finding of result.findings) {
    const found = byFile.get(finding.at.file.name);
    if (found) found.push(finding);
    else byFile.set(finding.at.file.name, [finding]);
  }
  const suites = Array.from(byFile, ([file, findings]) => suiteOf(repositoryPath(file, options.uriPrefix ?? "") ?? "stdin", findings, counts));
  const tests = suites.reduce((sum, suite) => sum + suite.tests, 0);
  const failures = suites.reduce((sum, suite) => sum + suite.failures, 0);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name: "cors-lint", tests, failures, errors: 0 })}>\n${suites.map(({ xml }) => xml).join("")}</testsuites>\n`;
}

interface Suite {
  readonly xml: string;
  readonly tests: number;
  readonly failures: number;
}

function suiteOf(file: string, findings: readonly Finding[], counts: NonNullable<FormatOptions["counts"]>): Suite {
  const names = new Map<string, number>();
  const failures = findings.filter(({ severity }) => counts(severity)).length;
  // A file without findings has one test, that passes: an empty suite looks like one that did not run.
  const cases = findings.length === 0 ? [`    <testcase${attributes({ name: "no findings", classname: file, file })}/>\n`] : findings.map((finding) => testCase(finding, file, nameOf(finding, names), counts(finding.severity)));
  return { tests: cases.length, failures, xml: `  <testsuite${attributes({ name: file, tests: cases.length, failures, errors: 0, skipped: 0 })}>\n${cases.join("")}  </testsuite>\n` };
}

/** CI servers follow a test by its name, so it has no line in it. */
function nameOf({ rule, route, resource }: Finding, names: Map<string, number>): string {
  const about = route === undefined ? resource : `${route.method} ${route.path}`;
  const name = about === undefined ? rule : `${rule} (${about})`;
  const before = names.get(name) ?? 0;
  names.set(name, before + 1);
  return before === 0 ? name : `${name} ${before + 1}`;
}

function testCase(finding: Finding, file: string, name: string, fails: boolean): string {
  const head = `    <testcase${attributes({ name, classname: file, file, line: finding.at.range.start.line })}>\n`;
  const text = escapedText(storyOf(finding).map(printable).join("\n"));
  const body = fails ? `      <failure${attributes({ message: finding.message, type: finding.severity })}>${text}</failure>\n` : `      <system-out>${finding.severity}: ${text}</system-out>\n`;
  return `${head}${body}    </testcase>\n`;
}

function storyOf(finding: Finding): readonly string[] {
  return [
    `${locationText(finding.at)}: ${finding.message}`,
    ...(finding.browserMessage === undefined ? [] : [`Browser: ${finding.browserMessage}`]),
    ...(finding.scenarios.length > 0 ? [`Only with ${finding.scenarios.join(", ")}.`] : []),
    ...finding.related.map(({ place, note }) => `${locationText(place)}: ${note}`),
    finding.help,
  ];
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values).map(([name, value]) => ` ${name}="${escapedText(printable(String(value))).replaceAll('"', "&quot;")}"`).join("");
}

/** Control characters, which XML has no way to write, are pictures already. Half a surrogate pair has none either. */
function escapedText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(/[\ud800-\udfff\ufffe\uffff]/gu, "\ufffd");
}
