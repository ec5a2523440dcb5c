import { layoutOf, type Place, type SourceFile, textAgain } from "../source/index.ts";
import type { LintResult } from "./types.ts";

/** A file that can be read again. */
export interface Readable {
  readonly name: string;
  read(): Uint8Array | { readonly message: string };
}

/**
 * Lets the files in which something was found forget their trees, once it is known where the findings stand, and `own` its text as well, so that
 * thousands of templates fit.
 */
export function settlePlaces({ findings, notes, suppressed = [] }: LintResult, own: Readable): void {
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
  for (const [file, found] of places) file.settle(found, file.name === own.name ? { text: textAgain(() => own.read(), file.text.length), layoutOf } : undefined);
}
