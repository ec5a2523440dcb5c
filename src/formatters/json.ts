import type { Place, Position } from "../source/index.ts";
import type { Finding, LintResult } from "../linter/index.ts";
import { FixTexts, type TextEdit } from "./fix-data.ts";
import { countsOf } from "./summary.ts";

/** The version of the shape; it changes only when something that is there changes its meaning or goes. */
export const JSON_VERSION = 1;

/** For programs: the shape that docs/cli.md describes. */
export function formatJson(result: LintResult): string {
  const { errors, warnings, infos } = countsOf(result);
  const fixes = new FixTexts();
  const document = {
    version: JSON_VERSION,
    findings: result.findings.map((finding) => findingData(finding, fixes)),
    files: result.files,
    skipped: result.skipped,
    notes: result.notes.map(({ text, place }) => ({ message: text, ...locationData(place) })),
    summary: { errors, warnings, infos, files: result.files.length, skipped: result.skipped.length, suppressed: result.suppressed?.length ?? 0 },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Keys in the order of the documentation; `undefined` ones are left out by `JSON.stringify`. */
function findingData(finding: Finding, fixes: FixTexts): object {
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    ...locationData(finding.at),
    resource: finding.resource,
    constructPath: finding.constructPath,
    route: finding.route,
    routes: finding.routes.length > 1 ? finding.routes : undefined,
    scenarios: finding.scenarios.length > 0 ? finding.scenarios : undefined,
    assumptions: finding.assumptions.length > 0 ? finding.assumptions : undefined,
    browserMessage: finding.browserMessage,
    related: finding.related.map(({ place, note }) => ({ ...locationData(place), message: note })),
    help: finding.help,
    fix: finding.fix && { title: finding.fix.title, applicability: finding.fix.applicability, edits: fixes.editsOf(finding.fix)?.map(editData) },
  };
}

function editData({ file, range: { start, end }, text }: TextEdit): object {
  return { file, start: positionData(start), end: positionData(end), text };
}

function locationData(place: Place): object {
  const { start, end } = place.range;
  return { file: place.file.name, start: positionData(start), end: positionData(end) };
}

function positionData({ line, column }: Position): object {
  return { line, column };
}
