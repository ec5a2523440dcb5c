import { gzipSync } from "node:zlib";

/** SARIF as data: the check is about what is there, whatever its type should have been. */
type Json = ReturnType<typeof JSON.parse>;

/**
 * What GitHub code scanning would refuse, cut off or not show of a SARIF text, each as a sentence.
 * https://docs.github.com/code-security/reference/sarif, "Validating your SARIF file" and "SARIF results exceed one or more limits"
 */
export function githubComplaints(text: string): readonly string[] {
  const complaints: string[] = [];
  const demand = (holds: boolean, complaint: string): void => void (holds || complaints.push(complaint));
  const log: Json = JSON.parse(text);
  demand(log.version === "2.1.0" && typeof log.$schema === "string", "version 2.1.0 and $schema are required");
  demand(gzipSync(text).length <= 10 * 1024 * 1024, "more than 10 MB compressed");
  demand(log.runs.length <= 20, "more than 20 runs");
  for (const run of log.runs) {
    const { driver } = run.tool;
    demand(typeof driver.name === "string", "a tool without a name");
    demand(driver.rules.length <= 25_000, "more than 25,000 rules");
    demand(run.results.length <= 25_000, "more than 25,000 results");
    demand(new Set(driver.rules.map(({ id }: Json) => id)).size === driver.rules.length, "two rules with one id");
    for (const rule of driver.rules) for (const complaint of ruleComplaints(rule)) demand(false, `${rule.id}: ${complaint}`);
    for (const result of run.results) for (const complaint of resultComplaints(result, driver.rules)) demand(false, `${result.ruleId}: ${complaint}`);
  }
  return [...new Set(complaints)];
}

function* ruleComplaints({ id, shortDescription, fullDescription, help, properties }: Json): Generator<string> {
  if (typeof id !== "string" || id.length > 255) yield "an id is required";
  for (const [name, description] of Object.entries({ shortDescription, fullDescription }) as [string, Json][]) if (!(description?.text.length > 0 && description.text.length <= 1024)) yield `${name} has 1 to 1024 characters`;
  if (!(help?.text.length > 0)) yield "help is required";
  if (properties.tags.length > 10) yield "only 10 tags are kept";
  if (!["very-high", "high", "medium", "low"].includes(properties.precision)) yield "precision is one of four";
  if (!["error", "warning", "recommendation"].includes(properties["problem.severity"])) yield "problem.severity is one of three";
  const isSecurity = properties.tags.includes("security");
  if (isSecurity !== (properties["security-severity"] !== undefined)) yield "security-severity is for rules tagged security, and for all of them";
  if (isSecurity && !(Number(properties["security-severity"]) > 0 && Number(properties["security-severity"]) <= 10)) yield "security-severity is above 0, at most 10";
  if (isSecurity && !properties.tags.some((tag: string) => /^external\/cwe\/cwe-\d+$/u.test(tag))) yield "a rule about security names its CWE";
}

function* resultComplaints({ ruleId, ruleIndex, message, locations, relatedLocations = [], suppressions }: Json, rules: Json): Generator<string> {
  if (rules[ruleIndex]?.id !== ruleId) yield "ruleIndex leads to another rule";
  if (!(message?.text.length > 0)) yield "a message is required";
  if (locations?.length !== 1) yield "only the first location is shown";
  if (relatedLocations.length > 100) yield "only 100 locations are kept";
  if (suppressions !== undefined) yield "GitHub opens alerts for suppressed results";
  for (const { physicalLocation } of [...locations, ...relatedLocations]) {
    const { uri } = physicalLocation.artifactLocation;
    const { startLine, startColumn, endLine, endColumn } = physicalLocation.region;
    if (typeof uri !== "string" || uri === "" || /^(?:\/|[a-z]+:|\.\.?\/)|\\| /iu.test(uri)) yield `${uri} is not relative to the repository`;
    if (![startLine, startColumn, endLine, endColumn].every((number) => Number.isInteger(number) && number >= 1)) yield "a region needs four numbers from 1";
    if (endLine !== startLine) yield "an alert shows in a pull request only where all its lines are in the diff";
    if (endColumn <= startColumn) yield "a region is not empty";
  }
  const linked = Array.from((message?.text ?? "").matchAll(/\[[^\]]*\]\((\d+)\)/gu), ([, id]: RegExpMatchArray) => Number(id));
  if (relatedLocations.some(({ id }: Json) => !linked.includes(id))) yield "a related location is linked from the message";
}
