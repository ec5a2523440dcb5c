import { ALLOW_CREDENTIALS, ALLOW_ORIGIN, defineHandlerRule, handlerHeader, sendsCredentials } from "../../src/linter/index.ts";
import { equals } from "../../src/source/index.ts";

/**
 * With credentials the wildcard allows nobody: a browser that sent cookies wants to see the origin of its own page. `*` beside
 * `Access-Control-Allow-Credentials: true` therefore blocks the very requests that the second header is there for.
 */
export default defineHandlerRule({
  id: "handler-wildcard-origin-with-credentials",
  meta: {
    description: "Disallow the wildcard origin together with credentials in a function's response",
    severity: "error",
    set: "recommended",
    reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    failureModes: ["F55"],
    explains: ["WildcardOriginNotAllowed", "PreflightWildcardOriginNotAllowed"],
    messages: {
      headers: "`*` allows no request with credentials, and this response allows credentials: browsers block every request that sends them.",
      framework: "{{name}} is told to send `*` and to allow credentials: browsers block every request that sends them.",
    },
    help: "Send back the origin of the request where it is one of yours, with Vary: Origin, or drop Access-Control-Allow-Credentials where pages send no cookies.",
  },
  audience: { intent: "any" },

  *problems(analysis) {
    for (const response of analysis.responses) {
      const origin = handlerHeader(response, ALLOW_ORIGIN);
      const credentials = handlerHeader(response, ALLOW_CREDENTIALS);
      // A helper's headers stand in one place, however often it is called.
      if (response.form === "call" || !origin || !credentials || !sendsCredentials(response)) continue;
      if (origin.presence !== "present" || equals(origin.value, "*") !== "yes") continue;
      yield { message: "headers", at: origin.valueSite, related: [{ site: credentials.keySite, note: "this allows credentials" }], response };
    }
    const { framework } = analysis;
    const options = framework?.corsOptions;
    if (!framework?.corsSite || !options || !SENDS_WILDCARD.has(framework.name)) return;
    const wildcard = options.get("origin") ?? options.get("allow_origin");
    const credentials = options.get("credentials") ?? options.get("allow_credentials");
    if (!wildcard || !credentials || equals(wildcard, "*") !== "yes" || !["true", "True"].some((text) => equals(credentials, text) === "yes")) return;
    yield { message: "framework", data: { name: framework.name }, at: framework.corsSite };
  },
});

/** Others send no credentials beside the wildcard (Powertools), or answer with the caller's origin (middy, Starlette). */
const SENDS_WILDCARD: ReadonlySet<string> = new Set(["express", "chalice", "koa"]);
