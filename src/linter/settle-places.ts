import type { Place, SourceFile } from "../source/index.ts";
import type { LintResult } from "./types.ts";

/**
 * Lets the files in which something was found forget their trees, once it is known where the findings stand. What is kept of a template is then
 * little more than its text, so that thousands of them fit.
 */
export function settlePlaces({ findings, notes, suppressed = [] }: LintResult): void {
  const places = new Map<SourceFile, Place[]>();
  const keep = (place: Place): void => {
    const there = places.get(place.file);
    if (there) there.push(place);
    else places.set(place.file, [place]);
  };
  for (const finding of [...findings, ...suppressed.map((silenced) => silenced.finding)]) {
    keep(finding.at);
    for (const { place } of finding.related) keep(place);
  }
  for (const { place } of notes) keep(place);
  for (const [file, found] of places) file.settle(found);
}
