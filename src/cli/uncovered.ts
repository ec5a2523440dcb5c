/** A template of a run, with the files that were put into it for its nested stacks. */
export interface Judged {
  readonly name: string;
  readonly nestedFiles: readonly string[];
}

/**
 * The templates that are not a part of another one of the run. Those that only contain each other are not all left out: the first of them
 * stays.
 */
export function uncovered<Item extends Judged>(items: readonly Item[]): readonly Item[] {
  const inner = new Set(items.flatMap(({ name, nestedFiles }) => nestedFiles.filter((file) => file !== name)));
  if (inner.size === 0) return items;
  const kept = new Set(items.filter(({ name }) => !inner.has(name)));
  const covered = new Set(Array.from(kept).flatMap(({ nestedFiles }) => nestedFiles));
  for (const item of items) {
    if (kept.has(item) || covered.has(item.name)) continue;
    kept.add(item);
    for (const file of item.nestedFiles) covered.add(file);
  }
  return items.filter((item) => kept.has(item));
}
