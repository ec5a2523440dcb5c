import type { LintResult, Severity } from "../linter/index.ts";

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

export function countsOf(result: LintResult): Counts {
  const count = (severity: Severity): number => result.findings.filter((finding) => finding.severity === severity).length;
  return { errors: count("error"), warnings: count("warning"), infos: count("info") };
}

/** `2 errors and 1 warning in 1 of 3 templates.`, `No findings in 3 templates (2 suppressed).` */
export function summaryLine(result: LintResult): string {
  const suppressed = result.suppressed?.length ?? 0;
  return suppressed === 0 ? `${foundText(result)}.` : `${foundText(result)} (${suppressed} suppressed).`;
}

function foundText(result: LintResult): string {
  const templates = plural(result.files.length, "template");
  if (result.findings.length === 0) return result.files.length === 0 ? "No template to check" : `No findings in ${templates}`;
  const { errors, warnings, infos } = countsOf(result);
  const kinds = [
    [errors, "error"],
    [warnings, "warning"],
    [infos, "info"],
  ] as const;
  const said = kinds.filter(([count]) => count > 0).map(([count, kind]) => (kind === "info" ? `${count} info` : plural(count, kind)));
  const list = said.length > 1 ? `${said.slice(0, -1).join(", ")} and ${said.at(-1)}` : said.join("");
  const concerned = new Set(result.findings.map(({ at }) => at.file.name)).size;
  return concerned < result.files.length ? `${list} in ${concerned} of ${templates}` : `${list} in ${templates}`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
