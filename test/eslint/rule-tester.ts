import { RuleTester } from "eslint";
import type { Linter } from "eslint";
import tseslint from "typescript-eslint";
import { afterAll, describe, it } from "vitest";

// Node's test runner has it, and the types do not say so.
Object.assign(RuleTester, { afterAll });
RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

/** The parsers that a project may have; the same cases run with each. */
export const PARSERS: readonly { readonly name: string; readonly languageOptions: Linter.LanguageOptions }[] = [
  { name: "espree", languageOptions: { ecmaVersion: 2024, sourceType: "module" } },
  { name: "typescript-eslint", languageOptions: { parser: tseslint.parser, sourceType: "module" } },
];

export { RuleTester };
