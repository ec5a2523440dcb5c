import { defineRule, isWildcard } from "../../src/linter/index.ts";
import { equals } from "../../src/source/index.ts";
import { headOf } from "../shared/places.ts";
import { settingsBeside } from "../shared/settings.ts";

/**
 * An answer that repeats whatever `Origin` it is sent allows every site, as `*` does, and gets past the browser's guard: the wildcard is
 * refused together with credentials, a repeated origin is not.
 */
export default defineRule({
  id: "reflected-origin",
  meta: {
    description: "Disallow answers that allow whatever origin the request names",
    severity: "error",
    set: "recommended",
    category: "credentials",
    reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    failureModes: ["F79"],
    security: { severity: 7.5, cwe: 942 },
    messages: {
      "preflight-credentials": "{{what}} whatever Origin it is sent, with credentials: requests of every site pass the preflight, cookies included.",
      preflight: "{{what}} whatever Origin it is sent: requests of every site pass the preflight.",
      credentials: "{{what}} whatever Origin it is sent, with credentials: every site can read what a signed-in visitor gets.",
      open: "{{what}} whatever Origin it is sent: every site can read these responses.",
    },
    help: "Compare the Origin with the pages that you know, and allow only those; for everybody write `*`.",
  },

  settings: ["allow-origin"],
  *setting(setting) {
    if (setting.echoes !== "any-origin") return;
    const credentials = settingsBeside(setting, "allow-credentials").find(({ value }) => equals(value, "true") === "yes");
    // Where the mapping beside it says `*`, without credentials the template says nothing else (the Serverless Framework writes such a pair).
    if (!credentials && settingsBeside(setting, "allow-origin").some(({ items }) => items.some(({ value }) => isWildcard(value)))) return;
    yield {
      message: setting.role === "preflight" ? (credentials ? "preflight-credentials" : "preflight") : credentials ? "credentials" : "open",
      data: { what: setting.mapping ? "This mapping allows" : "This template allows" },
      at: headOf(setting.place),
      related: credentials ? [{ place: headOf(credentials.place), note: "this lets the visitor's cookies travel" }] : [],
      severity: credentials ? "error" : "warning",
    };
  },
});
