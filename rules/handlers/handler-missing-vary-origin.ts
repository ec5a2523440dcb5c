import type { HandlerResponse } from "../../src/handler/index.ts";
import { ALLOW_ORIGIN, defineHandlerRule, handlerHeader, headersNamed } from "../../src/linter/index.ts";
import { equals, includes, mapKnown } from "../../src/source/index.ts";

/**
 * A response that depends on the Origin of the request is stored like any other. Without `Vary: Origin` a cache, the browser's own included,
 * hands what was made for one site to another, where it is blocked.
 */
export default defineHandlerRule({
  id: "handler-missing-vary-origin",
  meta: {
    description: "Require Vary: Origin where a function sends back the origin of the request",
    severity: "warning",
    set: "recommended",
    reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches",
    failureModes: ["F39"],
    messages: {
      missing: "This depends on the Origin of the request, and no Vary header says so: a cache hands the response for one site to another, where it is blocked.",
    },
    help: "Send Vary: Origin with it, also where the origin is not allowed.",
  },
  audience: { intent: "any" },

  *problems(analysis) {
    for (const { header, response } of headersNamed(analysis, ALLOW_ORIGIN)) {
      const cached = keptByCaches(response);
      if (!header.origin || response.unlistedHeaders !== "absent" || cached.length === 0) continue;
      const vary = handlerHeader(response, "vary");
      const value = vary && mapKnown(vary.value, (text) => text.toLowerCase());
      if (value && (includes(value, "origin") !== "no" || equals(value, "*") !== "no")) continue;
      yield { message: "missing", at: header.keySite, response: { ...response, methods: { only: cached } } };
    }
  },
});

/** Of its methods those whose responses caches keep; what is sent to preflights is kept for each origin by itself. */
function keptByCaches({ methods }: HandlerResponse): readonly string[] {
  const kept = ["GET", "HEAD"];
  if (!methods) return kept;
  return kept.filter((method) => ("only" in methods ? methods.only.includes(method) : !methods.except.includes(method)));
}
