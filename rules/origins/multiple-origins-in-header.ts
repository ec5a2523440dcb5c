import { defineRule, originDefect } from "../../src/linter/index.ts";
import { describe } from "../../src/source/index.ts";
import { routesBlockedBySetting } from "../shared/affected.ts";
import { headOf } from "../shared/places.ts";

/**
 * Access-Control-Allow-Origin holds one origin. A list in it, with commas or blanks, equals none of its parts: whoever serves several pages has
 * to pick the one that asks.
 */
export default defineRule({
  id: "multiple-origins-in-header",
  meta: {
    description: "Disallow more than one origin in Access-Control-Allow-Origin",
    severity: "error",
    set: "recommended",
    category: "origins",
    reference: "https://fetch.spec.whatwg.org/#cors-check",
    failureModes: ["F36"],
    explains: ["PreflightMultipleAllowOriginValues", "MultipleAllowOriginValues", "PreflightAllowOriginMismatch", "AllowOriginMismatch", "PreflightInvalidAllowOriginValue", "InvalidAllowOriginValue"],
    messages: {
      several: "`{{origins}}` is sent as one value, and Access-Control-Allow-Origin can hold one origin only: it matches no page.",
    },
    help: "Answer with the one origin that asks: a response template with `$context.responseOverride`, a function, or an HTTP API, which takes a list.",
  },

  settings: ["allow-origin"],
  *setting(setting, context) {
    if (setting.form !== "header") return;
    for (const { value, place } of setting.items) {
      if (originDefect(value, setting.originWildcards)?.kind !== "several") continue;
      yield { message: "several", data: { origins: describe(value) }, at: headOf(place), routes: routesBlockedBySetting(setting, context) };
    }
  },
});
