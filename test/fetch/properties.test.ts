import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { predictFetch, type ProfileName, type Response } from "../../src/fetch/index.ts";
import { known } from "../../src/source/index.ts";
import { answers, choiceFrom, refined, request, serverOf } from "./partly-known.ts";

/** About a quarter of a second a profile. */
const RUNS = 1500;

const PROFILES: readonly ProfileName[] = ["standard", "chromium", "firefox", "webkit", "default"];

describe("what is not known", () => {
  it.each(PROFILES)("%s: learning more never turns blocked into allowed, nor allowed into blocked", (profile) => {
    fc.assert(
      fc.property(request, answers, fc.gen(), (asked, partly, gen) => {
        const before = predictFetch(serverOf(partly), asked, { profile });
        if (before.outcome === "cannot-tell") return;
        const choice = choiceFrom(gen);
        const after = predictFetch(serverOf({ preflight: [refined(partly.preflight, choice)], actual: [refined(partly.actual, choice)] }), asked, { profile });
        expect(after.outcome).toBe(before.outcome);
      }),
      { numRuns: RUNS },
    );
  });

  it("always says for want of what it cannot tell", () => {
    fc.assert(
      fc.property(request, answers, (asked, partly) => {
        const verdict = predictFetch(serverOf(partly), asked);
        if (verdict.outcome === "cannot-tell") {
          expect(verdict.reasons.length).toBeGreaterThan(0);
          expect(verdict.reasons.every((reason) => reason !== "")).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("generates all three verdicts, so that the properties above are not empty", () => {
    const outcomes = fc.sample(fc.tuple(request, answers), { numRuns: 400, seed: 1 }).map(([asked, partly]) => predictFetch(serverOf(partly), asked).outcome);
    for (const outcome of ["allowed", "blocked", "cannot-tell"] as const) expect(outcomes.filter((one) => one === outcome).length).toBeGreaterThan(15);
  });
});

describe("what is known", () => {
  it.each(["standard", "chromium", "firefox", "webkit"] as const)("%s: where everything is known, there is always a verdict", (profile) => {
    fc.assert(
      fc.property(request, answers, fc.gen(), (asked, partly, gen) => {
        const choice = choiceFrom(gen);
        const server = serverOf({ preflight: [refined(partly.preflight, choice)], actual: [refined(partly.actual, choice)] });
        const verdict = predictFetch(server, asked, { profile, serverAt: () => server });
        expect(verdict.outcome).not.toBe("cannot-tell");
      }),
      { numRuns: 500 },
    );
  });

  it("blocked by default means blocked in all three engines, allowed means allowed in all three", () => {
    fc.assert(
      fc.property(request, answers, (asked, partly) => {
        const all = predictFetch(serverOf(partly), asked);
        if (all.outcome === "cannot-tell") return;
        for (const profile of ["chromium", "firefox", "webkit"] as const) expect(predictFetch(serverOf(partly), asked, { profile }).outcome).toBe(all.outcome);
      }),
      { numRuns: 700 },
    );
  });

  it("throws for no header a server may send", () => {
    const header = fc.record({ name: fc.string(), value: fc.string().map(known), presence: fc.constant("present" as const) });
    const named = fc.record({ name: fc.constantFrom("Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Max-Age", "Location", "__proto__"), value: fc.string({ unit: "binary" }).map(known), presence: fc.constant("present" as const) });
    fc.assert(
      fc.property(request, fc.string(), fc.array(fc.oneof(header, named)), (asked, status, headers) => {
        const response: Response = { status: known(status), headers, unlisted: "absent", answeredBy: "the function", cause: undefined };
        expect(() => predictFetch({ respond: () => [response] }, asked)).not.toThrow();
      }),
    );
  });
});
