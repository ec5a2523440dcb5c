import { defineHandlerRule } from "../../src/linter/index.ts";

/**
 * `headers ?? defaults` takes either the one or the other: a caller that brings headers of its own loses the CORS headers of the defaults,
 * and only there the response is blocked.
 */
export default defineHandlerRule({
  id: "handler-lost-cors-headers",
  meta: {
    description: "Disallow headers that take the place of those with CORS",
    severity: "warning",
    set: "recommended",
    reference: "https://fetch.spec.whatwg.org/#cors-check",
    failureModes: ["F25"],
    messages: {
      lost: "Headers that a caller passes take the place of the ones with Access-Control-Allow-Origin: those responses carry none, and browsers hide them.",
    },
    help: "Merge them: { ...defaults, ...headers }.",
  },
  audience: { intent: "any" },

  *problems(analysis) {
    const seen = new Set<string>();
    for (const response of analysis.responses) {
      for (const fact of response.facts) {
        const id = `${fact.site.file}:${fact.site.start}`;
        if (fact.kind !== "lost-headers" || seen.has(id)) continue;
        seen.add(id);
        yield { message: "lost", at: fact.site, response };
      }
    }
  },
});
