/** First and last byte of a range; `null` where it is left out. */
export type ByteRange = readonly [first: bigint | null, last: bigint | null];

/**
 * Fetch, "parse a single range header value" with allowWhitespace false; `undefined` is its failure. Several ranges, blanks and other
 * units than `bytes` fail.
 */
export function parseSingleRangeHeaderValue(value: string): ByteRange | undefined {
  const match = /^bytes=(?<first>[0-9]*)-(?<last>[0-9]*)$/u.exec(value);
  if (!match?.groups) return undefined;
  const first = bigintFrom(match.groups["first"]);
  const last = bigintFrom(match.groups["last"]);
  if (first === null && last === null) return undefined;
  if (first !== null && last !== null && first > last) return undefined;
  return [first, last];
}

function bigintFrom(digits: string | undefined): bigint | null {
  return digits ? BigInt(digits) : null;
}
