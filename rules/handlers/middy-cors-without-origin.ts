import { defineHandlerRule } from "../../src/linter/index.ts";

/**
 * Since version 6 `httpCors()` has no default origin: used without options it sets no header at all, so the responses are as blocked as
 * without it.
 */
export default defineHandlerRule({
  id: "middy-cors-without-origin",
  meta: {
    description: "Give middy's CORS middleware an origin",
    severity: "error",
    set: "recommended",
    reference: "https://middy.js.org/docs/middlewares/http-cors",
    failureModes: ["F25"],
    explains: ["MissingAllowOriginHeader"],
    messages: {
      noop: "Without `origin` or `origins` this middleware sends no Access-Control-Allow-Origin, so browsers hide the responses from the page.",
    },
    help: "Pass the origins of your pages: httpCors({ origins: [\"https://app.example.com\"] }).",
  },
  audience: { intent: "browser" },

  *problems({ framework }) {
    if (framework?.name !== "middy") return;
    for (const { name, site, options, hasHiddenOptions } of framework.middlewares) {
      const isNamed = ["origin", "origins", "getOrigin"].some((option) => options.has(option));
      if (/^@middy\/http-cors\b/u.test(name) && !isNamed && !hasHiddenOptions) yield { message: "noop", at: site };
    }
  },
});
