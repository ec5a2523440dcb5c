import type { CallChange, DiffResult } from "../linter/index.ts";
import { formatJson } from "./json.ts";

/** For programs: what `--format json` has for findings, and `calls`, the changes for browsers (docs/diff.md). */
export function formatDiffJson(result: DiffResult): string {
  // The text is our own, and an object.
  const document = JSON.parse(formatJson(result)) as { readonly summary: object };
  const count = (kind: CallChange["kind"]): number => result.calls.filter((call) => call.kind === kind).length;
  const summary = { ...document.summary, regressions: count("regression"), fixed: count("fixed"), unclear: count("unclear"), new: count("new"), unchanged: result.unchangedCalls };
  return `${JSON.stringify({ ...document, oldFiles: result.oldFiles, calls: result.calls.map(callData), summary }, null, 2)}\n`;
}

function callData({ api, method, path, origins, manner, kind, before, after, scenarios, goesLive }: CallChange): object {
  return { kind, api, method, path, origins, manner: manner === "" ? undefined : manner, before, after, scenarios: scenarios.length > 0 ? scenarios : undefined, goesLive: goesLive === "yes" };
}
