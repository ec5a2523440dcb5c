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

/** Has nobody put a name in the place of one that is missing: `<your-domain>`, `${Domain}` without `Fn::Sub`, `$DOMAIN`, `%DOMAIN%`, `YOUR_DOMAIN`? No page is served from such a host. `{{resolve:…}}` is filled in by AWS. */
export function holdsPlaceholder(url: string): boolean {
  return !url.includes(",") && (/<[^<>]+>|(?<!\{)\{[^{}]+\}(?!\})|\$[a-z_]|%[a-z_]+%/iu.test(url) || /(?:^|[/.])[A-Z]+_[A-Z_]+(?:[.:/]|$)/u.test(url));
}
