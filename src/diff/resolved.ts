import { describe, plainFrom } from "../source/index.ts";
import type { View } from "../template/index.ts";

/** Deeper documents are compared no further; no template that AWS takes is so deep. */
const MAX_DEPTH = 100;

export interface FingerprintOptions {
  readonly ignores?: (key: string, value: View) => boolean;
  /** What parameters bring in counts as the same text, whatever it may be. */
  readonly blursParameters?: boolean;
}

/**
 * A text that is equal for two views which mean the same in their scenarios: conditions are decided and parameters put in, so that a change
 * in a branch that is not taken makes no difference.
 */
export function fingerprintOf(view: View, options: FingerprintOptions = {}): string {
  return JSON.stringify(resolved(view, options, 0)) ?? "";
}

function resolved(view: View, options: FingerprintOptions, depth: number): unknown {
  if (depth > MAX_DEPTH) return "…";
  switch (view.kind) {
    case "absent":
      return undefined;
    case "map":
      return view
        .entries()
        .filter(({ key, value }) => options.ignores?.(key, value) !== true)
        .map(({ key, value }) => [key, resolved(value, options, depth + 1)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
    case "list":
      return view.items().map((item) => resolved(item, options, depth + 1));
    case "scalar":
      return view.known() ?? (options.blursParameters && view.assumes.length > 0 ? "…" : partlyKnown(view));
    case "opaque":
      return options.blursParameters && view.assumes.length > 0 ? "…" : ["opaque", plain(view)];
  }
}

/** Where texts are put together, the same pieces from the same resources make the same text, however it is written. */
function partlyKnown(view: View): unknown {
  const sources = [...view.mentions().map(({ id, attribute }) => `${id}.${attribute ?? ""}`), ...view.assumes];
  return [describe(view.text()), sources.length > 0 ? sources : plain(view)];
}

function plain(view: View): unknown {
  return view.node === undefined ? view.reason : plainFrom(view.node);
}
