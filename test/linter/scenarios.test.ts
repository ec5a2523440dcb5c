import { describe, expect, it } from "vitest";
import { scenarioLabels } from "../../src/linter/scenarios.ts";
import type { Scenario } from "../../src/template/types.ts";

function scenario(Stage: string, Region: string): Scenario {
  return { label: `Stage=${Stage}, Region=${Region}`, parameters: new Map([["Stage", Stage], ["Region", Region]]), conditions: new Map() };
}

const all = ["dev", "test", "prod"].flatMap((stage) => ["eu", "us"].map((region) => scenario(stage, region)));

describe("the scenarios in which a finding holds", () => {
  it.each<[string, (scenario: Scenario) => boolean, readonly string[]]>([
    ["none are named where it holds in all", () => true, []],
    ["one value of one parameter, where it alone decides", ({ label }) => label.includes("prod"), ["Stage=prod"]],
    ["several values of one parameter", ({ label }) => !label.includes("prod"), ["Stage=dev", "Stage=test"]],
    ["the shorter of two ways to say it", ({ label }) => label.includes("eu"), ["Region=eu"]],
    ["each scenario, where two parameters decide together", ({ label }) => label === "Stage=prod, Region=eu", ["Stage=prod, Region=eu"]],
  ])("%s", (_, holds, expected) => {
    expect(scenarioLabels(new Set(all.filter(holds)), all)).toEqual(expected);
  });
});
