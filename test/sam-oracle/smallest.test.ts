import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallest } from "./smallest.ts";
import { samTemplate } from "./templates.ts";
import { isData } from "./vocabulary.ts";

describe("a template that is made smaller", () => {
  it("keeps what matters, and nothing else", async () => {
    const template = { Globals: { Api: { Cors: "'*'" } }, Resources: { Users: { Type: "A", Tags: ["a", "b"] }, Orders: { Type: "B" } } };
    const hasTag = async (smaller: unknown): Promise<boolean> => JSON.stringify(smaller).includes('"b"');
    expect(await smallest(template, hasTag)).toEqual({ Resources: { Users: { Tags: ["b"] } } });
  });

  it("is left as it is where every part matters, and when time is up", async () => {
    const template = { Resources: { Users: { Type: "A" } } };
    expect(await smallest(template, async () => false)).toEqual(template);
    expect(await smallest(template, async () => true, 0)).toEqual(template);
  });
});

describe("templates that are made up", () => {
  it("are the same for a seed, and have resources of SAM", () => {
    const made = (seed: number): readonly unknown[] => fc.sample(samTemplate, { numRuns: 20, seed });
    expect(made(1)).toEqual(made(1));
    expect(made(1)).not.toEqual(made(2));
    expect(made(1).every((template) => isData(template) && JSON.stringify(template["Resources"]).includes("AWS::Serverless::"))).toBe(true);
  });
});
