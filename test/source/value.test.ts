import fc from "fast-check";
import { describe as group, expect, it } from "vitest";
import { agree, concat, describe, endsWith, equals, includes, known, knownText, mapKnown, oneOf, possibilities, reasonsOf, startsWith, unknown, type Tri, type Value } from "../../src/source/index.ts";

const hole = unknown("the parameter Domain has no default");
const other = unknown("the code is not known");
const url = concat([known("https://"), hole]);
const slashed = concat([known("https://"), hole, known("/")]);

group("texts with unknown parts", () => {
  it.each<[name: string, values: Value[], whole: Value]>([
    ["known texts become one", [known("a"), known("b")], known("ab")],
    ["nothing is the empty text", [], known("")],
    ["a hole alone is unknown", [known(""), hole], hole],
    ["neighbouring texts become one part", [known("a"), known("b"), hole, known("c")], { kind: "pattern", parts: ["ab", hole, "c"] }],
    ["patterns are flattened", [slashed, known("x")], { kind: "pattern", parts: ["https://", hole, "/x"] }],
    ["each of several is continued", [oneOf([known("a"), known("b")]), known("c")], oneOf([known("ac"), known("bc")])],
  ])("%s", (_name, values, whole) => expect(concat(values)).toEqual(whole));

  it("gives up on too many possibilities rather than multiply them", () => {
    const many = oneOf(Array.from({ length: 10 }, (_, index) => known(String(index))));
    expect(possibilities(concat([many, many])).length).toBeLessThanOrEqual(64);
    expect(reasonsOf(concat([many, known("-"), many]))).toEqual(["too many possibilities"]);
  });
});

group("one of several", () => {
  it("counts equal ones once, flattens, and needs two", () => {
    expect(oneOf([known("a"), known("a")])).toEqual(known("a"));
    expect(possibilities(oneOf([known("a"), oneOf([known("b"), known("a")])]))).toEqual([known("a"), known("b")]);
  });
});

group("statements about partly known texts", () => {
  const several = oneOf([known("ab"), known("ac")]);
  it.each<[statement: string, answer: Tri, expected: Tri]>([
    ["a known text equals itself", equals(known("a"), "a"), "yes"],
    ["and nothing else", equals(known("a"), "A"), "no"],
    ["an unknown text may be anything", equals(hole, "a"), "maybe"],
    ["a pattern may be what its texts allow", equals(url, "https://a"), "maybe"],
    ["and is not what they forbid", equals(slashed, "https://a"), "no"],
    ["its texts do not overlap", equals(concat([known("ab"), hole, known("ba")]), "aba"), "no"],
    ["a hole may be empty", equals(concat([known("ab"), hole, known("ba")]), "abba"), "maybe"],
    ["one of several, all different", equals(several, "b"), "no"],
    ["one of several", equals(several, "ab"), "maybe"],
    ["a pattern starts with its first text", startsWith(url, "http"), "yes"],
    ["may go on as asked", startsWith(url, "https://a"), "maybe"],
    ["cannot start otherwise", startsWith(url, "http:"), "no"],
    ["ends with its last text", endsWith(slashed, "/"), "yes"],
    ["cannot end otherwise", endsWith(slashed, "a"), "no"],
    ["all of several start so", startsWith(several, "a"), "yes"],
    ["everything starts with nothing", startsWith(hole, ""), "yes"],
    ["everything ends with nothing", endsWith(hole, ""), "yes"],
    ["everything includes nothing", includes(hole, ""), "yes"],
    ["a pattern includes its texts", includes(slashed, "//"), "yes"],
    ["a hole can hide anything", includes(slashed, ","), "maybe"],
    ["a known text hides nothing", includes(known("a"), ","), "no"],
    ["no answers agree on nothing", agree([]), "maybe"],
  ])("%s", (_statement, answer, expected) => expect(answer).toBe(expected));

  it("never deny what a filling makes true, nor claim what one makes false", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 3 });
    const parts = fc.array(fc.oneof(text.map(known), fc.constant(hole)), { maxLength: 5 });
    fc.assert(
      fc.property(parts, fc.array(text, { minLength: 5, maxLength: 5 }), text, (pieces, fillings, asked) => {
        const whole = pieces.map((piece, index) => (piece.kind === "known" ? piece.text : (fillings[index] ?? ""))).join("");
        const value = concat(pieces);
        const facts: readonly [Tri, boolean][] = [
          [equals(value, whole), true], [equals(value, asked), whole === asked], [startsWith(value, asked), whole.startsWith(asked)],
          [endsWith(value, asked), whole.endsWith(asked)], [includes(value, asked), whole.includes(asked)],
        ];
        for (const [said, is] of facts) expect(said).not.toBe(is ? "no" : "yes");
      }),
    );
  });
});

group("what is said of a value", () => {
  it.each<[value: Value, text: string, reasons: string[]]>([
    [known("a"), "a", []],
    [slashed, "https://${…}/", ["the parameter Domain has no default"]],
    [hole, "unknown (the parameter Domain has no default)", ["the parameter Domain has no default"]],
    [oneOf([url, known("a"), other]), "https://${…} or a or unknown (the code is not known)", ["the parameter Domain has no default", "the code is not known"]],
    [concat([hole, known("-"), hole]), "${…}-${…}", ["the parameter Domain has no default"]],
  ])("%j", (value, text, reasons) => {
    expect(describe(value)).toBe(text);
    expect(reasonsOf(value)).toEqual(reasons);
  });

  it("transforms only what is known", () => {
    expect(mapKnown(oneOf([known("A"), url]), (text) => text.toLowerCase())).toEqual(oneOf([known("a"), url]));
    expect(knownText(known("a"))).toBe("a");
    expect(knownText(url)).toBeUndefined();
  });
});
