import { analyzeHandler, entriesRemoved, type HandlerLanguage, type Site } from "../../handler/index.ts";
import type { Edit } from "../../source/index.ts";
import type { HandlerUse, SourceEntry } from "../model.ts";
import type { InlineSource } from "./inline.ts";

/** Text of a program that a fix may change. */
type Program = Pick<InlineSource, "text" | "wholePlaceOf"> & { readonly language: HandlerLanguage };

/** How entries are taken out of a program, which is found by where one of them stands. */
export function entriesGone(programAt: (site: Site) => Program | undefined): HandlerUse["without"] {
  return (entries) => {
    const [first] = entries;
    const program = first && programAt(first.keySite);
    return program && editsIn(program, first.keySite.file, entries);
  };
}

function editsIn({ text, language, wholePlaceOf }: Program, file: string, entries: readonly SourceEntry[]): readonly Edit[] | undefined {
  if (entries.some(({ keySite, valueSite }) => keySite.file !== file || valueSite.file !== file)) return undefined;
  const changes = entriesRemoved(text, entries.map(({ keySite, valueSite }) => ({ key: keySite, value: valueSite })));
  if (!changes) return undefined;
  const left = changes.toReversed().reduce((result, { start, end }) => result.slice(0, start) + result.slice(end), text);
  if (analyzeHandler({ file, text: left, language }).problem) return undefined;
  const edits: Edit[] = [];
  for (const { start, end } of changes) {
    const place = wholePlaceOf({ start, end });
    if (!place) return undefined;
    edits.push({ kind: "replace", place, text: "" });
  }
  return edits;
}
