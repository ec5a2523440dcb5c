import { ALLOW_ORIGIN, defineHandlerRule, headersNamed } from "../../src/linter/index.ts";
import { includes, possibilities } from "../../src/source/index.ts";

/**
 * Access-Control-Allow-Origin holds one origin. A list, joined by commas or sent as several headers, equals no origin, so browsers refuse it
 * whole.
 */
export default defineHandlerRule({
  id: "handler-multiple-origins",
  meta: {
    description: "Disallow several origins in one Access-Control-Allow-Origin header",
    severity: "error",
    set: "recommended",
    reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    failureModes: ["F34", "F36"],
    explains: ["MultipleAllowOriginValues", "PreflightMultipleAllowOriginValues", "InvalidAllowOriginValue"],
    messages: {
      list: "This sends several origins in one header: browsers take one at most, and refuse the response.",
      values: "This sends Access-Control-Allow-Origin {{count}} times: browsers take one value at most, and refuse the response.",
      variable: "`{{name}}` reads like a list, and all of it is sent: browsers take one origin at most, and refuse a list.",
    },
    help: "Send the one origin of the list that equals the Origin of the request, with Vary: Origin.",
  },
  audience: { intent: "any" },

  *problems(analysis) {
    for (const { header, response } of headersNamed(analysis, ALLOW_ORIGIN)) {
      const { valueSite: at, multi = 1, value } = header;
      if (multi > 1) yield { message: "values", data: { count: String(multi) }, at, response };
      else if (includes(value, ",") === "yes") yield { message: "list", at, response };
      const [name] = header.env;
      const isAll = name !== undefined && possibilities(value).some((one) => one.kind === "unknown" && one.reason === `the environment variable ${name}`);
      const fallback = analysis.envReads.find((read) => read.name === name)?.default;
      // A list that is looked through is checked; a default of one origin shows that one is meant.
      if (!isAll || header.origin || !/ORIGINS$/iu.test(name) || (fallback !== undefined && !fallback.includes(","))) continue;
      yield { message: "variable", data: { name }, at, response, severity: "warning" };
    }
  },
});
