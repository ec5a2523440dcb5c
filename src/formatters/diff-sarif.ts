import type { DiffResult } from "../linter/index.ts";
import { formatSarif } from "./sarif.ts";
import type { FormatOptions } from "./types.ts";

/** A category of its own: the results of `cors-lint` and of `cors-lint diff` do not replace one another on GitHub. */
const CATEGORY = "cors-lint/diff/";

/** SARIF of the findings. Places in the old version are left out: GitHub would link them to the new one. */
export function formatDiffSarif(result: DiffResult, options: FormatOptions): string {
  // All that a regression relates to let the request through before, perhaps in a file beside the old template.
  const old = new Set(result.oldFiles);
  const findings = result.findings.map((finding) => ({ ...finding, related: finding.rule === "cors-regression" ? [] : finding.related.filter(({ place }) => !old.has(place.file.name)) }));
  return formatSarif({ ...result, findings }, { ...options, category: CATEGORY });
}
