import { defineRule } from "../../src/linter/index.ts";
import { equals } from "../../src/source/index.ts";
import { routesBlockedBySetting } from "../shared/affected.ts";
import { originRemoved } from "../shared/origins.ts";
import { headOf } from "../shared/places.ts";
import { refusalsOf } from "../shared/refusals.ts";
import { settingsBeside } from "../shared/settings.ts";

/**
 * `null` is no absence of an origin: browsers send it for sandboxed frames, `data:` and `file:` pages, and any site can put a sandboxed
 * frame of its own on a page. To allow it is to allow everybody, and, other than `*`, it goes together with cookies.
 */
export default defineRule({
  id: "null-origin",
  meta: {
    description: "Disallow the origin `null`",
    severity: "warning",
    set: "recommended",
    category: "origins",
    reference: "https://fetch.spec.whatwg.org/#origin-header",
    failureModes: ["F51"],
    fix: "safe",
    security: { severity: 6.5, cwe: 942 },
    messages: {
      open: "`null` is the origin of every sandboxed frame, so any site can read these responses.",
      credentials: "`null` is the origin of every sandboxed frame, so any site can read what a signed-in visitor gets.",
    },
    help: "List the origins of your pages; give an app or a local file a server of its own.",
  },

  settings: ["allow-origin"],
  *setting(setting, context) {
    const index = setting.items.findIndex(({ value }) => equals(value, "null") === "yes");
    const item = setting.items[index];
    if (!item) return;
    const credentials = settingsBeside(setting, "allow-credentials").find(({ value }) => equals(value, "true") === "yes");
    const fix = originRemoved(setting, { text: "null", index }, "safe");
    yield {
      message: credentials ? "credentials" : "open",
      at: headOf(item.place),
      related: credentials ? [{ place: headOf(credentials.place), note: "this lets the visitor's cookies travel" }] : [],
      // A header that says `null` says so to pages with an origin too.
      routes: routesBlockedBySetting(setting, context),
      explains: refusalsOf(setting),
      ...(fix && { fix }),
    };
  },
});
