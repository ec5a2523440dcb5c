import type { CorsSetting, SettingItem } from "../../src/aws/index.ts";
import { defineRule, isWildcard } from "../../src/linter/index.ts";
import { equals, type Fix, knownText } from "../../src/source/index.ts";
import { routesAt } from "../shared/affected.ts";
import { itemReplaced } from "../shared/list-fixes.ts";
import { isWrittenAt } from "../shared/literals.ts";
import { headOf } from "../shared/places.ts";
import { settingsBeside } from "../shared/settings.ts";

/**
 * `*` lets pages set every request header but `Authorization`, those included by which proxies and frameworks steer (`X-HTTP-Method-Override`,
 * `X-Forwarded-Host`). A list says which ones the API reads.
 */
export default defineRule({
  id: "broad-allow-headers",
  meta: {
    description: "Report the wildcard in Access-Control-Allow-Headers",
    severity: "info",
    set: "strict",
    category: "credentials",
    reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-headers",
    failureModes: ["F82"],
    fix: "unsafe",
    messages: {
      wildcard: "`*` lets pages set every request header but Authorization.",
    },
    help: "List the headers that the API reads: `content-type`, `authorization`.",
  },

  settings: ["allow-headers"],
  *setting(setting) {
    if (setting.role === "error" || setting.role === "response") return;
    // No framework stands behind a bucket; uploads have headers by the dozen, and S3 signs the ones that count.
    if (setting.block?.dialect === "bucket") return;
    const wildcard = setting.items.find(({ value }) => isWildcard(value));
    // With credentials the star is a name like any other: wildcard-list-with-credentials.
    const hasCredentials = settingsBeside(setting, "allow-credentials").some(({ value }) => equals(value, "true") !== "no");
    if (wildcard && !hasCredentials) yield { message: "wildcard", at: headOf(wildcard.place), ...fixOf(setting, wildcard) };
  },
});

/** The headers that the gateway demands and that of a JSON body; whether pages send others nobody can see, so a person looks. */
function fixOf({ api, route, items }: CorsSetting, { place, value }: SettingItem): { readonly fix?: Fix } {
  const routes = route && !route.path.includes("+}") ? routesAt(api, route.path) : api.routes;
  const named = new Set(["content-type", ...routes.flatMap(({ requiredHeaders }) => requiredHeaders.map(({ name }) => name))]);
  const others = [...named].sort().filter((name) => !items.some((item) => knownText(item.value)?.toLowerCase() === name));
  const edits = isWrittenAt(place, value) ? itemReplaced(place, others) : undefined;
  return edits ? { fix: { title: `Write ${others.join(",")} instead`, applicability: "unsafe", edits } } : {};
}
