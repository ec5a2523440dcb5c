import { defineHandlerRule } from "../../src/linter/index.ts";
import { equals } from "../../src/source/index.ts";

/**
 * With `origin: "*"` and `credentials: true` middy cannot send `*`, so it sends back whatever Origin arrives: every site on the web can read
 * what your users can.
 */
export default defineHandlerRule({
  id: "middy-cors-reflects-origin",
  meta: {
    description: "Disallow middy's wildcard origin together with credentials",
    severity: "error",
    set: "recommended",
    reference: "https://middy.js.org/docs/middlewares/http-cors",
    failureModes: ["F57", "F79"],
    security: { severity: 8.1, cwe: 942 },
    messages: {
      reflects: "With `*` and credentials middy sends back the origin of every request: every site can read what your users can.",
    },
    help: "Name the origins of your pages in `origins`.",
  },
  audience: { intent: "any" },

  *problems({ framework }) {
    if (framework?.name !== "middy") return;
    for (const { name, site, options } of framework.middlewares) {
      const [origin, credentials] = [options.get("origin"), options.get("credentials")];
      if (!/^@middy\/http-cors\b/u.test(name) || !origin || !credentials) continue;
      if (equals(origin, "*") === "yes" && equals(credentials, "true") === "yes") yield { message: "reflects", at: site };
    }
  },
});
