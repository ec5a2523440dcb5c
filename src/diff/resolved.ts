import { describe, plainFrom } from "../source/index.ts";
import type { View } from "../template/index.ts";

/** Deeper documents are compared no further; no template that AWS takes is so deep. */
const MAX_DEPTH = 100;

/**
 * A text that is equal for two views which mean the same in their scenarios: conditions are decided and parameters put in, so that a change
 * in a branch that is not taken makes no difference.
 */
export function fingerprintOf(view: View, ignores: (key: string, value: View) => boolean = () => false): string {
  return JSON.stringify(resolved(view, ignores, 0)) ?? "";
}

function resolved(view: View, ignores: (key: string, value: View) => boolean, depth: number): unknown {
  if (depth > MAX_DEPTH) return "…";
  switch (view.kind) {
    case "absent":
      return undefined;
    case "map":
      return view
        .entries()
        .filter(({ key, value }) => !ignores(key, value))
        .map(({ key, value }) => [key, resolved(value, ignores, depth + 1)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
    case "list":
      return view.items().map((item) => resolved(item, ignores, depth + 1));
    case "scalar":
      return view.known() ?? [describe(view.text()), plain(view)];
    case "opaque":
      return ["opaque", plain(view)];
  }
}

function plain(view: View): unknown {
  return view.node === undefined ? view.reason : plainFrom(view.node);
}
