import type { Rule } from "eslint";
import { describe, expect, it } from "vitest";
import plugin from "../../src/eslint-plugin/index.ts";
import { PARSERS, RuleTester } from "./rule-tester.ts";
import { HANDLER_CASES } from "./handler-cases.ts";

for (const { name, languageOptions } of PARSERS) {
  describe(`with ${name}`, () => {
    const tester = new RuleTester({ languageOptions });
    for (const { rule, invalid, valid } of HANDLER_CASES) {
      tester.run(rule, ruleNamed(rule), { invalid: invalid.filter(({ typed }) => !typed || name !== "espree").map(caseOf), valid: valid.filter(({ typed }) => !typed || name !== "espree").map(caseOf) });
    }
  });
}

/** `typed` is ours, not RuleTester's. */
function caseOf<Case extends { readonly typed?: boolean; readonly name: string; readonly code: string }>({ typed: _typed, ...rest }: Case): Omit<Case, "typed"> {
  return rest;
}

function ruleNamed(id: string): Rule.RuleModule {
  const rule = plugin.rules?.[id];
  if (rule === undefined) throw new TypeError(`no rule ${id}`);
  // The plugin's rules are typed for any language; RuleTester wants one for JavaScript.
  return rule as Rule.RuleModule;
}

describe("the table", () => {
  it("has cases for each handler rule, flagged and clean ones", () => {
    const rules = Object.keys(plugin.rules ?? {}).filter((id) => /^(?:handler|middy)-/u.test(id));
    expect(HANDLER_CASES.map(({ rule }) => rule).toSorted()).toEqual(rules.toSorted());
    for (const { invalid, valid } of HANDLER_CASES) expect([invalid.length > 0, valid.length > 0]).toEqual([true, true]);
  });
});
