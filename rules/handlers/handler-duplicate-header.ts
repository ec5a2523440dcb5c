import { defineHandlerRule } from "../../src/linter/index.ts";

/**
 * Header names are the same in any case. Two keys for one header are sent as two, or joined by a comma, and a browser that finds two values
 * in Access-Control-Allow-Origin refuses the response even if they are equal.
 */
export default defineHandlerRule({
  id: "handler-duplicate-header",
  meta: {
    description: "Disallow the same CORS header twice in one response",
    severity: "error",
    set: "recommended",
    reference: "https://fetch.spec.whatwg.org/#concept-header-list-get",
    failureModes: ["F34"],
    explains: ["MultipleAllowOriginValues", "PreflightMultipleAllowOriginValues"],
    messages: {
      twice: "`{{name}}` is set twice in this response, in different spellings: browsers get both values, and refuse two.",
    },
    help: "Keep one of them.",
  },
  audience: { intent: "any" },

  *problems(analysis) {
    const seen = new Set<string>();
    for (const response of analysis.responses) {
      for (const fact of response.facts) {
        const id = `${fact.site.file}:${fact.site.start}`;
        if (fact.kind !== "duplicate-header" || !/^access-control-/iu.test(fact.name) || seen.has(id)) continue;
        seen.add(id);
        yield { message: "twice", data: { name: fact.name }, at: fact.site, response };
      }
    }
  },
});
