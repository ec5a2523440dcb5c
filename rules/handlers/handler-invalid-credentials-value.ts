import { ALLOW_CREDENTIALS, defineHandlerRule, headersNamed } from "../../src/linter/index.ts";
import { describe, possibilities } from "../../src/source/index.ts";

/**
 * The only value of Access-Control-Allow-Credentials that means anything is `true`, in lower case. `True`, as Python writes it, or `1` allows
 * nothing.
 */
export default defineHandlerRule({
  id: "handler-invalid-credentials-value",
  meta: {
    description: "Require Access-Control-Allow-Credentials to be `true` where a function sends it",
    severity: "warning",
    set: "recommended",
    reference: "https://fetch.spec.whatwg.org/#cors-check",
    failureModes: ["F59"],
    explains: ["InvalidAllowCredentials", "PreflightInvalidAllowCredentials"],
    fix: "safe",
    messages: {
      value: "`{{value}}` is not `true` to a browser: requests with credentials are blocked.",
    },
    help: "Send the text true, or leave the header out where pages send no cookies.",
  },
  audience: { intent: "any" },

  *problems(analysis) {
    for (const { header, response } of headersNamed(analysis, ALLOW_CREDENTIALS)) {
      const isWrong = possibilities(header.value).every((one) => one.kind === "known" && !["true", "false", "", "undefined", "null"].includes(one.text));
      if (!isWrong) continue;
      const value = describe(header.value);
      if (value.toLowerCase() !== "true" || header.written !== "string") yield { message: "value", data: { value }, at: header.valueSite, response };
      else yield { message: "value", data: { value }, at: header.valueSite, response, replacement: { title: "Write true", find: value, text: "true" } };
    }
  },
});
