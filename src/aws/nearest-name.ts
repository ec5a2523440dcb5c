/**
 * The name that a misspelled one most likely means: one that it begins with (`MaxAgeSeconds`), or one of which at most a third of its letters
 * differ. Upper and lower case do not count.
 */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  if (written.length > MAX_LENGTH) return undefined;
  let nearest: string | undefined;
  let least = Infinity;
  for (const name of names) {
    const distance = distanceBetween(written.toLowerCase(), name.toLowerCase());
    if (distance < least) [least, nearest] = [distance, name];
  }
  return least <= Math.ceil(written.length / 3) ? nearest : undefined;
}

function distanceBetween(written: string, name: string): number {
  return written.startsWith(name) ? 0.5 : editDistance(written, name);
}

/** No property has a longer name; distances cost the product of the lengths. */
const MAX_LENGTH = 64;

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
