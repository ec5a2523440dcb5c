const CORS_HEADERS = [
  "Access-Control-Allow-Origin",
  "Access-Control-Allow-Headers",
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Credentials",
  "Access-Control-Expose-Headers",
  "Access-Control-Max-Age",
] as const;

/** Names that leave out a word. */
const SHORT: ReadonlyMap<string, string> = new Map([["access-control-origin", "Access-Control-Allow-Origin"], ["access-control-headers", "Access-Control-Allow-Headers"], ["access-control-methods", "Access-Control-Allow-Methods"], ["access-control-credentials", "Access-Control-Allow-Credentials"], ["access-control-allowed-origins", "Access-Control-Allow-Origin"]]);

/** The CORS header that a key is nearly: `Access-Control-Allow-Origins`, `Acess-Control-Allow-Origin`, `Access-Control-Allow-Origin:`. */
export function typoOf(key: string): string | undefined {
  const written = key.toLowerCase();
  if (written.length < 15 || written.length > 40) return undefined;
  const short = SHORT.get(written);
  if (short !== undefined) return short;
  return CORS_HEADERS.find((name) => name.toLowerCase() !== written && isNear(written.replace(/_/gu, "-"), name.toLowerCase()));
}

/** At most two insertions, deletions or replacements away; differing at all was asked before. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2) return false;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return (row[b.length] ?? 3) <= 2;
}
