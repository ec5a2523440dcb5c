import type { Vector } from "./vector-schema.ts";

/** A way in which an engine differs from its profile, on purpose. docs/browsers.md shows this list. */
export interface KnownDifference {
  readonly id: string;
  readonly view: "chromium" | "firefox" | "webkit";
  readonly reason: string;
  /** Is this difference one of them? By the shape of the request, never by its id. */
  readonly covers: (vector: Vector, field: string) => boolean;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [];

/** The id of the documented difference that covers this one. */
export function knownDifference(vector: Vector, difference: { readonly view: string; readonly field: string }): string | undefined {
  return KNOWN_DIFFERENCES.find((known) => known.view === difference.view && known.covers(vector, difference.field))?.id;
}
