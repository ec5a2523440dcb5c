/** Texts whose URLs are remembered: of an API the same few origins are asked for again and again, and to read one takes microseconds. */
const MAX_KNOWN = 500;
const known = new Map<string, URL | undefined>();

/**
 * The URL that a text spells, `undefined` where it spells none. Not by `URL.canParse`: in Node 20 that changes its mind about a text with Latin-1
 * letters once V8 has optimized the call, so that the same template would be judged in two ways. What it returns is shared: nobody changes it.
 */
export function urlFrom(text: string): Readonly<URL> | undefined {
  if (known.has(text)) return known.get(text);
  if (known.size >= MAX_KNOWN) known.clear();
  const url = resolvedUrl(text);
  known.set(text, url);
  return url;
}

/** The same for a text that may be relative to a URL; the caller's own. */
export function resolvedUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
