import type { RuleMeta } from "../linter/types.ts";
import { rulePageUrl } from "../linter/rule-page-url.ts";
import type { RuleContext } from "./host.ts";

/** A rule as ESLint takes it, for any language. */
export interface PluginRule {
  readonly meta: {
    readonly type: "problem";
    readonly docs: { readonly description: string; readonly url: string; readonly recommended: boolean };
    readonly schema: [];
    readonly fixable?: "code";
    readonly hasSuggestions?: true;
    readonly messages: Readonly<Record<string, string>>;
    readonly languages: readonly string[];
  };
  create(context: RuleContext): Readonly<Record<string, () => void>>;
}

/** What ESLint and editors show of a rule. */
export function docsOf(id: string, { description, set }: Pick<RuleMeta, "description" | "set">): PluginRule["meta"]["docs"] {
  return { description, url: rulePageUrl(id), recommended: set === "recommended" };
}

/** ESLint wants to know beforehand which rules fix, and which only suggest. */
export function offers(fixes: boolean, suggests: boolean): Pick<PluginRule["meta"], "fixable" | "hasSuggestions"> {
  return { ...(fixes && { fixable: "code" }), ...(suggests && { hasSuggestions: true }) };
}
