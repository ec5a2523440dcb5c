import { defineHandlerRule } from "../../src/linter/index.ts";

/**
 * middy runs `onError` in the reverse order of `.use()`. Where the error handler is used before the CORS middleware, the CORS middleware runs
 * first, finds no response yet, and the one that the error handler makes afterwards carries no headers.
 */
export default defineHandlerRule({
  id: "middy-cors-order",
  meta: {
    description: "Use middy's CORS middleware before its error handler",
    severity: "warning",
    set: "recommended",
    reference: "https://middy.js.org/docs/middlewares/http-cors",
    failureModes: ["F26"],
    messages: {
      order: "This error handler is used before {{cors}}, so its responses get no CORS headers: the page sees a network error instead of them.",
    },
    help: "Use the CORS middleware first, then the error handler: middy runs them in reverse order when something fails.",
  },
  audience: { intent: "browser" },

  *problems({ framework }) {
    if (framework?.name !== "middy") return;
    const cors = framework.middlewares.findIndex(({ name }) => /cors/iu.test(name));
    const handler = framework.middlewares.findIndex(({ name }) => /error-?handler/iu.test(name));
    const [first, second] = [framework.middlewares[handler], framework.middlewares[cors]];
    if (!first || !second || handler > cors) return;
    yield { message: "order", data: { cors: shortName(second.name) }, at: first.site, related: [{ site: second.site, note: "the CORS middleware is used here" }] };
  },
});

/** `@middy/http-cors#default` → `@middy/http-cors`. */
function shortName(name: string): string {
  return name.split("#")[0] ?? name;
}
