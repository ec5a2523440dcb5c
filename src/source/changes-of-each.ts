import { EditedDocument, type TextChange, textChanges } from "./apply-edits.ts";
import type { Edit } from "./edit.ts";
import type { SourceFile } from "./file.ts";
import { Refusal } from "./planned-edits.ts";

/** So many readings of the changed document at most; fixes that get in each other's way cost one each. */
const MAX_CHECKS = 200;

/**
 * For each of many fixes of a document the changes of text that carry out this one alone; `undefined` where it cannot be written. What
 * {@link textChanges} says of each, without reading the document twice for each: they are checked together, and those that get in
 * each other's way in halves.
 */
export function changesOfEach(file: SourceFile, fixes: readonly (readonly Edit[])[]): readonly (readonly TextChange[] | undefined)[] {
  const document = orUndefined(() => new EditedDocument(file.text));
  if (document === undefined) return fixes.map((edits) => single(file, edits));
  const drafts = fixes.map((edits, index) => ({ index, edits, changes: orUndefined(() => document.changes(edits)) }));
  const found: (readonly TextChange[] | undefined)[] = fixes.map(() => undefined);
  const pending = [drafts.flatMap(({ index, edits, changes }) => (changes && changes.length > 0 ? [{ index, edits, changes }] : []))];
  for (let checks = 0; pending.length > 0 && checks < MAX_CHECKS; checks++) {
    const group = pending.shift() ?? [];
    if (group.length === 0) continue;
    const edits = group.flatMap((draft) => draft.edits);
    const isRight = orUndefined(() => document.checked(edits, together(group.map(({ changes }) => changes)))) !== undefined;
    if (isRight) for (const { index, changes } of group) found[index] = changes;
    else if (group.length > 1) pending.push(group.slice(0, group.length >> 1), group.slice(group.length >> 1));
  }
  return found;
}

/** Two fixes may ask for the same change; once is enough. */
function together(all: readonly (readonly TextChange[])[]): readonly TextChange[] {
  const distinct = new Map<string, TextChange>();
  for (const change of all.flat()) distinct.set(`${change.start}-${change.end}:${change.text}`, change);
  return [...distinct.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

function single(file: SourceFile, edits: readonly Edit[]): readonly TextChange[] | undefined {
  const done = textChanges(file, edits);
  return "refused" in done ? undefined : done.changes;
}

function orUndefined<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
