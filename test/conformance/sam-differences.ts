/** Cases that differ for a reason (docs/sam.md has the same list). None of them may have CORS content. */
const KNOWN: Readonly<Record<string, string>> = {};

export function knownSamDifference(name: string): string | undefined {
  return Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
}
