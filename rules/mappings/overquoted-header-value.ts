import { defineRule } from "../../src/linter/index.ts";
import { endsWith, startsWith, describe } from "../../src/source/index.ts";
import { routesBlockedBySetting } from "../shared/affected.ts";
import { CONFIGURED } from "../shared/configured.ts";
import { isWrittenAt } from "../shared/literals.ts";
import { refusalsOf } from "../shared/refusals.ts";

/**
 * Only the mapping expressions of REST APIs want single quotes around a text. HTTP APIs and function URLs take each value as it is, and the
 * quotes become part of it: no browser origin is called `'*'`.
 */
export default defineRule({
  id: "overquoted-header-value",
  meta: {
    description: "Disallow single quotes around the CORS values of HTTP APIs and function URLs",
    severity: "error",
    set: "recommended",
    category: "mappings",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    failureModes: ["F16"],
    fix: "safe",
    messages: {
      overquoted: "The single quotes are part of `{{value}}` here, so it matches nothing that a browser sends.",
    },
    help: "Drop the single quotes; only REST API mappings want them.",
  },

  apis: CONFIGURED,
  *setting(setting, context) {
    if (!setting.block) return;
    for (const { value, place } of setting.items) {
      if (startsWith(value, "'") !== "yes" || endsWith(value, "'") !== "yes") continue;
      const bare = value.kind === "known" && isWrittenAt(place, value) ? value.text.slice(1, -1) : undefined;
      yield {
        message: "overquoted",
        data: { value: describe(value) },
        at: place,
        routes: routesBlockedBySetting(setting, context),
        explains: refusalsOf(setting),
        ...(bare !== undefined && { fix: { title: `Write ${bare}`, applicability: "safe", edits: [{ kind: "replace", place, text: bare }] } }),
      };
    }
  },
});
