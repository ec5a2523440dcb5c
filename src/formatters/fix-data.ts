import { textChanges } from "../source/apply-edits.ts";
import type { Edit, Fix, Range, SourceFile } from "../source/index.ts";

/** Working out the text of a fix reads the document twice; past so many characters in all, fixes are named without it. */
const MAX_CHARACTERS = 50_000_000;

export interface TextEdit {
  readonly file: string;
  readonly range: Range;
  readonly text: string;
}

/** The changes of text that fixes mean, for programs that want to carry them out themselves. */
export class FixTexts {
  #left = MAX_CHARACTERS;

  /** `undefined` where the fix cannot be written into the text, or there is too much to read. */
  editsOf({ edits }: Fix): readonly TextEdit[] | undefined {
    const byFile = new Map<string, { readonly file: SourceFile; readonly edits: Edit[] }>();
    for (const edit of edits) {
      const { file } = edit.place;
      const there = byFile.get(file.name) ?? { file, edits: [] };
      there.edits.push(edit);
      byFile.set(file.name, there);
    }
    const found: TextEdit[] = [];
    for (const { file, edits: ofFile } of byFile.values()) {
      this.#left -= file.text.length;
      const changed = this.#left < 0 ? { refused: "" } : textChanges(file, ofFile);
      if ("refused" in changed) return undefined;
      for (const { text, ...span } of changed.changes) found.push({ file: file.name, range: file.range(span), text });
    }
    return found;
  }
}
