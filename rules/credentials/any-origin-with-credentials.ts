import { defineRule, isWildcard } from "../../src/linter/index.ts";
import { equals, knownText } from "../../src/source/index.ts";
import { CONFIGURED } from "../shared/configured.ts";
import { headOf } from "../shared/places.ts";
import { settingsBeside } from "../shared/settings.ts";

/**
 * A function URL whose CORS allows `*` with credentials answers with the caller's own origin, and an HTTP API does so for `https://*`. The
 * browser's guard against the wildcard never sees one: every site can read what a signed-in visitor may see.
 */
export default defineRule({
  id: "any-origin-with-credentials",
  meta: {
    description: "Disallow credentials where any origin is allowed and AWS answers with the caller's",
    severity: "error",
    set: "recommended",
    category: "credentials",
    reference: "https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html",
    failureModes: ["F52", "F56"],
    security: { severity: 7.5, cwe: 942 },
    messages: {
      open: "`{{origin}}` with AllowCredentials lets every site call this with the visitor's cookies and read the answer.",
    },
    help: "List the origins of your pages, or drop AllowCredentials.",
  },

  apis: CONFIGURED,
  settings: ["allow-origin"],
  *setting(setting) {
    if (!setting.block) return;
    const isUrl = setting.block.dialect === "function-url";
    const open = setting.items.find((item) => (isUrl ? isWildcard(item.value) : /^https?:\/\/\*$/u.test(knownText(item.value) ?? "")));
    const credentials = settingsBeside(setting, "allow-credentials").find((other) => equals(other.value, "true") === "yes");
    if (!open || !credentials) return;
    yield {
      message: "open",
      data: { origin: knownText(open.value) ?? "*" },
      at: headOf(open.place),
      related: [{ place: headOf(credentials.place), note: "this lets the visitor's cookies travel" }],
      routes: setting.api.routes,
    };
  },
});
