import { defineHandlerRule, responsesWithoutAllowOrigin, sendsAllowOriginBeside } from "../../src/linter/index.ts";

/**
 * A response to an error is checked like any other: without the header the page sees a network error instead of the status and the
 * message. It is found late, since everything works until something fails.
 */
export default defineHandlerRule({
  id: "handler-missing-allow-origin-on-error",
  meta: {
    description: "Require Access-Control-Allow-Origin on a function's responses to errors as well",
    severity: "warning",
    set: "recommended",
    reference: "https://fetch.spec.whatwg.org/#cors-check",
    failureModes: ["F26"],
    messages: {
      response: "Other responses of this function carry Access-Control-Allow-Origin, this one for errors does not: the page sees a network error instead of it.",
    },
    help: "Put the headers of the other responses into this one too.",
  },
  audience: { intent: "browser" },

  *problems(analysis, sight) {
    // Where no error has it, `missing-allow-origin-on-error` says so once.
    const errors = analysis.responses.filter(({ role }) => role === "error");
    if (sight.kind === "template" && errors.every(({ allowOrigin }) => allowOrigin === "no")) return;
    for (const response of responsesWithoutAllowOrigin(analysis, "error")) {
      // Without the header on anything the function knows no CORS at all, which is another finding.
      if (sendsAllowOriginBeside(analysis, response)) yield { message: "response", at: response.site, response };
    }
  },
});
