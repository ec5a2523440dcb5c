import { ALLOW_ORIGIN, defineHandlerRule, headersNamed, sendsCredentials } from "../../src/linter/index.ts";
import { equals } from "../../src/source/index.ts";

/**
 * Sending back whatever Origin arrives lets every site in. With credentials any page on the web can read what your users see; without them it
 * is a wildcard that looks like a check.
 */
export default defineHandlerRule({
  id: "handler-reflected-origin",
  meta: {
    description: "Disallow sending back the origin of a request without a check",
    severity: "warning",
    set: "recommended",
    reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    failureModes: ["F57", "F79"],
    security: { severity: 6.5, cwe: 942 },
    messages: {
      framework: "With {{setting}} and credentials {{name}} sends back the origin of every request: every site can read what your users can.",
      open: "The origin of the request is sent back without a check, so every site can read this response.",
      credentials: "The origin of the request is sent back without a check, and credentials are allowed: every site can read what your users can.",
    },
    help: "Compare the origin with a list of your own, and send it back only if it is one of them, with Vary: Origin.",
  },
  audience: { intent: "any" },

  *problems(analysis) {
    for (const { header, response } of headersNamed(analysis, ALLOW_ORIGIN)) {
      // Where it is sent on some ways only, something decides that; what, is not known.
      if (header.origin?.how !== "reflected" || header.presence !== "present") continue;
      const related = header.origin.site.start === header.valueSite.start ? [] : [{ site: header.origin.site, note: "it is read here" }];
      if (sendsCredentials(response)) yield { message: "credentials", at: header.valueSite, related, response, severity: "error" };
      else yield { message: "open", at: header.valueSite, related, response };
    }
    const { framework } = analysis;
    const reflects = REFLECTS.find(({ framework: name }) => name === framework?.name);
    const options = framework?.corsOptions;
    if (!framework?.corsSite || !options || !reflects) return;
    const [origin, credentials] = [options.get(reflects.option), options.get(reflects.credentials)];
    if (!origin || !credentials || equals(origin, reflects.value) !== "yes" || !["true", "True"].some((text) => equals(credentials, text) === "yes")) return;
    yield { message: "framework", data: { name: framework.name, setting: `${reflects.option} ${reflects.value}` }, at: framework.corsSite, severity: "error" };
  },
});

/** Settings that stand for the origin of whoever asks. (Starlette sends `*` only to requests without cookies.) */
const REFLECTS = [
  { framework: "express", option: "origin", value: "true", credentials: "credentials" },
  { framework: "fastapi", option: "allow_origins", value: "*", credentials: "allow_credentials" },
] as const;
