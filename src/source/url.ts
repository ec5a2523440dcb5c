/**
 * The URL that a text spells, `undefined` where it spells none. Not by `URL.canParse`: in Node 20 that changes its mind about a text with Latin-1
 * letters once V8 has optimized the call, so that the same template would be judged in two ways.
 */
export function urlFrom(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
