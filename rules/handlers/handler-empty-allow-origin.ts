import { ALLOW_ORIGIN, defineHandlerRule, headersNamed, unsetVariable } from "../../src/linter/index.ts";
import { possibilities } from "../../src/source/index.ts";

/**
 * An empty Access-Control-Allow-Origin is a value like any other, and equals no origin. Browsers print a message about an invalid value where
 * "not allowed" was meant, and an environment variable that nobody sets goes out as nothing or as the word `undefined`.
 */
export default defineHandlerRule({
  id: "handler-empty-allow-origin",
  meta: {
    description: "Disallow an empty Access-Control-Allow-Origin",
    severity: "warning",
    set: "recommended",
    reference: "https://fetch.spec.whatwg.org/#cors-check",
    failureModes: ["F40"],
    explains: ["InvalidAllowOriginValue", "MissingAllowOriginHeader", "PreflightInvalidAllowOriginValue", "PreflightMissingAllowOriginHeader"],
    messages: {
      empty: "Access-Control-Allow-Origin can be empty here: browsers refuse the response and say that its value is invalid.",
      variable: "`{{name}}` is not among the environment variables of the function, so this names no origin and browsers refuse the response.",
    },
    help: "Leave the header out where no origin is allowed, and set what it is made from.",
  },
  audience: { intent: "any" },

  *problems(analysis) {
    for (const { header, response } of headersNamed(analysis, ALLOW_ORIGIN)) {
      const values = possibilities(header.value);
      const unset = header.env.find((name) => values.some((one) => one.kind === "unknown" && one.reason === unsetVariable(name)));
      if (unset !== undefined) yield { message: "variable", data: { name: unset }, at: header.valueSite, response };
      else if (values.some((one) => one.kind === "known" && one.text.trim() === "")) yield { message: "empty", at: header.valueSite, response };
    }
  },
});
