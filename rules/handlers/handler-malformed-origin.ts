import { ALLOW_ORIGIN, defineHandlerRule, headersNamed, originDefect, type OriginDefect } from "../../src/linter/index.ts";
import { describe, knownText } from "../../src/source/index.ts";

const WHAT: Readonly<Record<Exclude<OriginDefect["kind"], "several">, string>> = {
  "trailing-slash": "ends with a slash",
  path: "has a path",
  "no-scheme": "has no scheme",
  "default-port": "names the default port",
  "upper-case": "has upper-case letters",
  blank: "has blanks around it",
  "not-ascii": "has letters outside ASCII",
  placeholder: "holds a placeholder that nobody has filled in",
  wildcard: "has a wildcard in it",
};

/**
 * A browser compares the header with the origin of its page letter by letter, and that is always `scheme://host` in lower case, with a port
 * only where it is not the default one.
 */
export default defineHandlerRule({
  id: "handler-malformed-origin",
  meta: {
    description: "Require the origin that a function sends to be written as browsers write it",
    severity: "error",
    set: "recommended",
    reference: "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin",
    failureModes: ["F16", "F44", "F45", "F46", "F47", "F48"],
    explains: ["AllowOriginMismatch", "InvalidAllowOriginValue", "PreflightAllowOriginMismatch", "PreflightInvalidAllowOriginValue"],
    fix: "safe",
    messages: {
      quoted: "The quotes of `{{origin}}` are sent along here (only mappings of API Gateway want them), so it equals no origin.",
      malformed: "`{{origin}}` {{what}}: no browser sends such an origin, so it equals none.",
    },
    help: "Write scheme and host in lower case, a port only where it is not the default, and nothing after it: https://app.example.com.",
  },
  audience: { intent: "any" },

  *problems(analysis) {
    for (const { header, response } of headersNamed(analysis, ALLOW_ORIGIN)) {
      const quoted = /^(["'])(.+)\1$/u.exec(knownText(header.value) ?? "");
      if (quoted) {
        const [origin, , inner = ""] = quoted;
        yield { message: "quoted", data: { origin }, at: header.valueSite, response, replacement: { title: `Write ${inner}`, find: origin, text: inner } };
        continue;
      }
      const defect = originDefect(header.value, "none");
      if (!defect || defect.kind === "several") continue;
      const origin = describe(header.value);
      const replacement = "correct" in defect && defect.correct !== undefined && header.value.kind === "known" ? { title: `Write ${defect.correct}`, find: origin, text: defect.correct } : undefined;
      const data = { origin, what: WHAT[defect.kind] };
      yield { message: "malformed", data, at: header.valueSite, response, ...(replacement && { replacement }) };
    }
  },
});
