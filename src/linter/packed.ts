import { type Edit, type Fix, layoutOf, type Part, type PathSegment, Place, type Range, SourceFile, type Span, type TextAgain } from "../source/index.ts";
import type { Finding, LintResult, Suppressed } from "./types.ts";

/** A result as plain data, for another thread: places are indexes into a list, and it is known where each of them stands. */
export interface PackedResult extends Omit<LintResult, "findings" | "notes" | "suppressed"> {
  /** The length of a text that whoever unpacks it can read again, in place of the text. */
  readonly sources: readonly { readonly name: string; readonly text: string | number; readonly isDocument: boolean }[];
  readonly places: readonly PackedPlace[];
  readonly findings: readonly PackedFinding[];
  readonly notes: readonly { readonly text: string; readonly place: number }[];
  readonly suppressed: readonly (Omit<Suppressed, "finding"> & { readonly finding: PackedFinding })[];
}

interface PackedPlace {
  /** Index into {@link PackedResult.sources}. */
  readonly source: number;
  readonly path: readonly PathSegment[];
  readonly part: Part;
  readonly slice: Span | undefined;
  readonly range: Range;
}

interface PackedFinding extends Omit<Finding, "at" | "related" | "fix"> {
  readonly at: number;
  readonly related: readonly { readonly place: number; readonly note: string }[];
  readonly fix: (Omit<Fix, "edits"> & { readonly edits: readonly PackedEdit[] }) | undefined;
}

/** An edit, its place an index. The rest of each kind is plain data. */
type PackedEdit = { readonly place: number };

/** `own`: the name of the document whose text need not be packed, if any. */
export function packed({ findings, notes, suppressed = [], ...rest }: LintResult, own?: string): PackedResult {
  const sources = new Map<SourceFile, number>();
  const indexes = new Map<Place, number>();
  const places: PackedPlace[] = [];
  const pack = (place: Place): number => {
    const known = indexes.get(place);
    if (known !== undefined) return known;
    const { file, path, part, slice, range } = place;
    if (!sources.has(file)) sources.set(file, sources.size);
    indexes.set(place, places.length);
    return places.push({ source: sources.get(file) ?? 0, path, part, slice, range }) - 1;
  };
  const finding = ({ at, related, fix, ...same }: Finding): PackedFinding => ({
    ...same,
    at: pack(at),
    related: related.map(({ place, note }) => ({ place: pack(place), note })),
    fix: fix && { ...fix, edits: fix.edits.map((edit) => ({ ...edit, place: pack(edit.place) })) },
  });
  const data = {
    ...rest,
    findings: findings.map(finding),
    notes: notes.map(({ text, place }) => ({ text, place: pack(place) })),
    suppressed: suppressed.map((silenced) => ({ ...silenced, finding: finding(silenced.finding) })),
  };
  return { ...data, places, sources: Array.from(sources.keys(), ({ name, text, isDocument }) => ({ name, text: isDocument && name === own ? text.length : text, isDocument })) };
}

/** The result that was packed. `again` gets a text of so many UTF-16 units that was not packed, when someone asks for it. */
export function unpacked({ sources, places, findings, notes, suppressed, ...rest }: PackedResult, again: (length: number) => TextAgain): LintResult {
  const ranges = sources.map(() => new Map<string, Range>());
  const files = sources.map(({ name, text, isDocument }, index) => SourceFile.settled(name, typeof text === "number" ? again(text) : text, isDocument, layoutOf, ranges[index] ?? new Map<string, Range>()));
  const all = places.map(({ source, path, part, slice, range }) => {
    const file = files[source];
    if (file === undefined) throw new TypeError(`a place in a file that is not there: ${source}`);
    const place = placeIn(file, path, part, slice);
    ranges[source]?.set(place.id, range);
    return place;
  });
  const at = (index: number): Place => {
    const place = all[index];
    if (place === undefined) throw new TypeError(`a place that is not there: ${index}`);
    return place;
  };
  const finding = ({ at: where, related, fix, ...same }: PackedFinding): Finding => ({
    ...same,
    at: at(where),
    related: related.map(({ place, note }) => ({ place: at(place), note })),
    // What was packed was an edit.
    fix: fix && { ...fix, edits: fix.edits.map((edit) => ({ ...edit, place: at(edit.place) }) as Edit) },
  });
  return {
    ...rest,
    findings: findings.map(finding),
    notes: notes.map(({ text, place }) => ({ text, place: at(place) })),
    suppressed: suppressed.map((silenced) => ({ ...silenced, finding: finding(silenced.finding) })),
  };
}

function placeIn(file: SourceFile, path: readonly PathSegment[], part: Part, slice: Span | undefined): Place {
  const place = path.reduce((parent: Place, segment) => parent.child(segment), Place.root(file));
  if (slice) return place.at(slice.start, slice.end);
  return part === "value" ? place : place[part];
}
