import type { Place } from "./place.ts";

/**
 * One change to a document, in terms of its tree. How it is written (indentation, quotes, flow or block, YAML or JSON) is worked out
 * from the text around it when the edit is applied.
 */
export type Edit =
  /** Write another scalar where `place` (or its slice) stands. */
  | { readonly kind: "replace"; readonly place: Place; readonly text: string }
  /** Put plain data in the place of a scalar that is the value of an entry. */
  | { readonly kind: "put"; readonly place: Place; readonly value: unknown }
  /** Rename the key of the entry at `place`. */
  | { readonly kind: "rename-key"; readonly place: Place; readonly key: string }
  /** Add an entry to the map at `place`. `value` is plain data; where it is a map and the entry is there as one, what it lacks is added to it. */
  | { readonly kind: "add-entry"; readonly place: Place; readonly key: string; readonly value: unknown }
  /** Add an item to the list at `place`; a single text there becomes the first item of one (`DependsOn: Users`). */
  | { readonly kind: "add-item"; readonly place: Place; readonly value: unknown }
  /** Remove the entry or item at `place`. */
  | { readonly kind: "remove"; readonly place: Place }
  /** Remove text that is no part of the tree, a comment: `place` is one of {@link import("./text-place.ts").textPlace}. */
  | { readonly kind: "cut"; readonly place: Place };

/** `safe` changes no request's verdict but the one in question; `unsafe` needs a person's consent (`--unsafe-fixes`). */
export type Applicability = "safe" | "unsafe";

export interface Fix {
  /** What it does, as an imperative without a full stop: `Put the value in single quotes`. */
  readonly title: string;
  readonly applicability: Applicability;
  readonly edits: readonly Edit[];
}
