import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { couldRead, extractHeaderListValues } from "../../src/fetch/index.ts";
import { normalizeHeaderValue } from "../../src/fetch/bytes.ts";
import { concat, known, possibilities, unknown, type Value } from "../../src/source/index.ts";

/** A text with holes, and one way to fill them; from few characters, so that they often meet. */
function filledPattern(...characters: string[]): fc.Arbitrary<{ value: Value; whole: string }> {
  const text = fc.string({ unit: fc.constantFrom(...characters), maxLength: 3 });
  const part = fc.oneof(text.map((piece) => ({ piece, isHole: false })), text.map((piece) => ({ piece, isHole: true })));
  return fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => ({
    value: concat(parts.map(({ piece, isHole }) => (isHole ? unknown("a hole") : known(piece)))),
    whole: parts.map(({ piece }) => piece).join(""),
  }));
}

describe("texts with holes", () => {
  it("could read what one of their fillings reads once it is normalized", () => {
    fc.assert(
      fc.property(filledPattern(" ", "*", "a"), ({ value, whole }) => {
        const [only] = possibilities(value);
        if (only?.kind === "pattern") expect(couldRead(only, normalizeHeaderValue(whole))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("as lists: parse if a filling does, and list for sure only what every filling lists", () => {
    fc.assert(
      fc.property(filledPattern("a", "b", ",", " ", "@"), ({ value, whole }) => {
        const [only] = possibilities(value);
        const said = extractHeaderListValues(only);
        const is = extractHeaderListValues(known(whole));
        if (is.parses === "yes") expect(said.parses).not.toBe("no");
        else expect(said.parses).not.toBe("yes");
        if (is.parses === "yes") expect(is.items).toEqual(expect.arrayContaining([...said.items]));
        if (said.complete) expect(said.items).toEqual(is.items);
      }),
      { numRuns: 2000 },
    );
  });
});
