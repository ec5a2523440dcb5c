import { defineRule, originDefect } from "../../src/linter/index.ts";
import { describe } from "../../src/source/index.ts";
import { routesBlockedBySetting } from "../shared/affected.ts";
import { headOf } from "../shared/places.ts";
import { refusalsOf } from "../shared/refusals.ts";

/** The only wildcard of Access-Control-Allow-Origin is a lone `*`. A star inside an origin is a star, and no page's host has one. */
export default defineRule({
  id: "unsupported-origin-wildcard",
  meta: {
    description: "Disallow wildcards inside an origin where the service does not know them",
    severity: "error",
    set: "recommended",
    category: "origins",
    reference: "https://fetch.spec.whatwg.org/#cors-check",
    failureModes: ["F48"],
    messages: {
      wildcard: "`{{origin}}` is compared letter by letter here, star included: it matches no page.",
    },
    help: "List the origins one by one, or answer with the one that asks after checking it.",
  },

  settings: ["allow-origin"],
  *setting(setting, context) {
    for (const { value, place } of setting.items) {
      if (originDefect(value, setting.originWildcards)?.kind !== "wildcard") continue;
      yield { message: "wildcard", data: { origin: describe(value) }, at: headOf(place), routes: routesBlockedBySetting(setting, context), explains: refusalsOf(setting) };
    }
  },
});
