import { ALLOW_ORIGIN, defineHandlerRule, headersNamed } from "../../src/linter/index.ts";

/**
 * Tests on a part of the text let other sites in: `endsWith("example.com")` lets `https://evilexample.com` pass, and `includes` of a string
 * lets any piece of it pass. An origin is compared whole.
 */
export default defineHandlerRule({
  id: "handler-weak-origin-check",
  meta: {
    description: "Disallow checks of the origin that other sites can pass",
    severity: "error",
    set: "recommended",
    reference: "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS#access-control-allow-origin",
    failureModes: ["F79", "F80"],
    security: { severity: 7.5, cwe: 942 },
    messages: {
      weak: "This check looks only at a part of the origin: other sites can pass it, and the response is open to them.",
    },
    help: "Compare the whole origin with a list of your own; where subdomains count, test for `https://` at its start and for `.example.com`, with the dot, at its end.",
  },
  audience: { intent: "any" },

  *problems(analysis) {
    for (const { header, response } of headersNamed(analysis, ALLOW_ORIGIN)) {
      if (header.origin?.how !== "weakly-checked") continue;
      const check = header.origin.checks.find(({ kind, negated }) => !negated && kind !== "presence" && kind !== "method");
      yield { message: "weak", at: check?.site ?? header.valueSite, related: check ? [{ site: header.valueSite, note: "what passes is sent back here" }] : [], response };
    }
  },
});
