import { defineHandlerRule } from "../../src/linter/index.ts";

/**
 * Browsers know six response headers of CORS, by their exact names. One letter off is another header, which they ignore without a word.
 */
export default defineHandlerRule({
  id: "handler-header-typo",
  meta: {
    description: "Disallow names that are nearly those of CORS headers",
    severity: "error",
    set: "recommended",
    reference: "https://fetch.spec.whatwg.org/#http-responses",
    failureModes: ["F41"],
    fix: "safe",
    messages: {
      typo: "`{{name}}` is no header that browsers know: they ignore it and look for `{{meant}}`.",
    },
    help: "Write the name as the standard has it.",
  },
  audience: { intent: "any" },

  *problems(analysis) {
    const seen = new Set<string>();
    for (const response of analysis.responses) {
      for (const fact of response.facts) {
        const id = `${fact.site.file}:${fact.site.start}`;
        if (fact.kind !== "header-typo" || seen.has(id)) continue;
        seen.add(id);
        yield { message: "typo", data: { name: fact.name, meant: fact.meant }, at: fact.site, response, replacement: { title: `Write ${fact.meant}`, find: fact.name, text: fact.meant } };
      }
    }
  },
});
