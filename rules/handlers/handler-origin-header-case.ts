import { defineHandlerRule } from "../../src/linter/index.ts";

/**
 * Names of request headers arrive in lower case on HTTP/2, and HTTP APIs and function URLs lower them always: `headers.Origin` is undefined
 * there, and what is made of it is wrong.
 */
export default defineHandlerRule({
  id: "handler-origin-header-case",
  meta: {
    description: "Read the Origin of a request by its name in lower case",
    severity: "warning",
    set: "recommended",
    reference: "https://www.rfc-editor.org/rfc/rfc9113#section-8.2",
    failureModes: ["F40"],
    fix: "unsafe",
    messages: {
      upper: "Browsers send `origin` in lower case over HTTP/2, and then this finds nothing.",
    },
    help: "Read headers.origin, and headers.Origin only where that is not there.",
  },
  audience: { intent: "any" },

  *problems(analysis) {
    if (analysis.kind === "other" || analysis.originReads.some(({ path }) => !path.endsWith("Origin"))) return;
    for (const { site } of analysis.originReads) yield { message: "upper", at: site, replacement: { title: "Read it in lower case", find: "Origin", text: "origin", unsafe: true } };
  },
});
