import { defineRule } from "../../src/linter/index.ts";
import { describe, equals, type Fix, knownText } from "../../src/source/index.ts";
import type { Template } from "../../src/template/index.ts";
import { routesBlockedBySetting } from "../shared/affected.ts";
import { isWrittenAt } from "../shared/literals.ts";
import { headOf } from "../shared/places.ts";
import { nodeAt } from "../shared/written-resources.ts";

/**
 * The only value that allows credentials is `true`, in lower case. Everything else counts as no; and SAM drops an AllowCredentials that is not
 * the boolean true without a word.
 */
export default defineRule({
  id: "invalid-credentials-value",
  meta: {
    description: "Require `true` where credentials are allowed",
    severity: "error",
    set: "recommended",
    category: "mappings",
    reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-credentials",
    failureModes: ["F59"],
    explains: ["InvalidAllowCredentials", "PreflightInvalidAllowCredentials"],
    fix: "safe",
    messages: {
      notTrue: "`{{value}}` is not `true`, so browsers block every request with credentials.",
      dropped: "{{reason}}: preflights carry no Access-Control-Allow-Credentials, and browsers block requests with credentials.",
    },
    help: "Write `true` (REST mappings: `\"'true'\"`, SAM: the boolean), or leave it out where pages send no credentials.",
  },

  settings: ["allow-credentials"],
  *setting(setting, context) {
    if (setting.form !== "header") return;
    if (setting.mapping && setting.mapping.expression !== "static") return;
    const isHarmless = equals(setting.value, "false") !== "no" || equals(setting.value, "") !== "no";
    if (equals(setting.value, "true") !== "no" || isHarmless) return;
    const isPlain = setting.mapping !== undefined && isWrittenAt(setting.place, setting.mapping.written);
    yield {
      message: "notTrue",
      data: { value: describe(setting.value) },
      at: headOf(setting.place),
      routes: routesBlockedBySetting(setting, context),
      ...(isPlain && { fix: { title: "Write 'true'", applicability: "safe", edits: [{ kind: "replace", place: setting.place, text: "'true'" }] } }),
    };
  },

  *template(template) {
    for (const dropped of template.dropped) {
      if (dropped.property !== "AllowCredentials" || equals(dropped.value, "false") === "yes") continue;
      yield { message: "dropped", data: { reason: dropped.reason }, at: headOf(dropped.place), ...booleanInstead(template, dropped) };
    }
  },
});

/** The boolean that was meant, but not beside a `*`: with credentials that would be a star and no wildcard. */
function booleanInstead({ written }: Template, { place, value }: Template["dropped"][number]): { readonly fix?: Fix } {
  const cors = place.parent && nodeAt(written, place.parent);
  const meant = knownText(value)?.replaceAll(/["']/gu, "").toLowerCase();
  if (meant !== "true" || cors?.kind !== "map" || cors.get("AllowCredentials")?.place.id !== place.id || [...cors.entries()].some((entry) => entry.value.kind !== "scalar" || entry.value.text.includes("*"))) return {};
  return { fix: { title: "Write the boolean", applicability: "safe", edits: [{ kind: "put", place, value: true }] } };
}
