import type { CorsProperty } from "../../src/aws/index.ts";
import { defineRule, isWildcard } from "../../src/linter/index.ts";
import { equals } from "../../src/source/index.ts";
import { headOf } from "../shared/places.ts";
import { settingsBeside } from "../shared/settings.ts";

const HEADERS: ReadonlyMap<CorsProperty, string> = new Map([
  ["allow-methods", "Access-Control-Allow-Methods"],
  ["allow-headers", "Access-Control-Allow-Headers"],
  ["expose-headers", "Access-Control-Expose-Headers"],
]);

/** For a request with credentials `*` in a list is no wildcard: it stands for a method or header of that name, which nobody uses. */
export default defineRule({
  id: "wildcard-list-with-credentials",
  meta: {
    description: "Disallow `*` in lists of methods and headers together with credentials",
    severity: "error",
    set: "recommended",
    category: "credentials",
    reference: "https://fetch.spec.whatwg.org/#http-new-header-syntax",
    failureModes: ["F58"],
    explains: ["MethodDisallowedByPreflightResponse", "HeaderDisallowedByPreflightResponse"],
    messages: {
      literal: "With credentials `*` in {{header}} is no wildcard, so it allows nothing to requests that send them.",
    },
    help: "List the names one by one.",
  },

  settings: [...HEADERS.keys()],
  *setting(setting) {
    const header = HEADERS.get(setting.property);
    // Whether HTTP APIs and function URLs send the star or what was asked for is not documented.
    if (header === undefined || setting.block) return;
    const star = setting.items.find((item) => isWildcard(item.value));
    const credentials = settingsBeside(setting, "allow-credentials").find((other) => equals(other.value, "true") === "yes");
    if (!star || !credentials) return;
    yield {
      message: "literal",
      data: { header },
      at: headOf(star.place),
      related: [{ place: headOf(credentials.place), note: "this announces requests with credentials" }],
      ...(setting.route && { route: setting.route }),
    };
  },
});
