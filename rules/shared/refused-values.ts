import type { CorsBlock, RefusedValue } from "../../src/aws/index.ts";
import type { Fix } from "../../src/source/index.ts";
import { isWrittenAt } from "./literals.ts";

/** Writes what was meant, where one value stands there and it is clear what that is. */
export function correction({ text, place, correct }: RefusedValue): { readonly fix?: Fix } {
  if (correct === undefined || !isWrittenAt(place, { kind: "known", text })) return {};
  return { fix: { title: `Write ${correct}`, applicability: "safe", edits: [{ kind: "replace", place, text: correct }] } };
}

/** Gives a property the name that the service knows, where none beside it has that name. */
export function renaming({ place, nearest }: CorsBlock["unknownProperties"][number], view: CorsBlock["view"]): { readonly fix?: Fix } {
  return nearest === undefined || view.has(nearest) ? {} : { fix: { title: `Rename it to ${nearest}`, applicability: "safe", edits: [{ kind: "rename-key", place, key: nearest }] } };
}
