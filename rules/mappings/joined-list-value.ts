import { defineRule } from "../../src/linter/index.ts";
import { describe, includes, knownText, type Fix, type Place, type Value } from "../../src/source/index.ts";
import { routesBlockedBySetting } from "../shared/affected.ts";
import { CONFIGURED } from "../shared/configured.ts";
import { isWrittenAt } from "../shared/literals.ts";
import { refusalsOf } from "../shared/refusals.ts";

/**
 * HTTP APIs and function URLs want one list item for each value. Several in one item, with commas between them, are one long value that
 * equals none of them.
 */
export default defineRule({
  id: "joined-list-value",
  meta: {
    description: "Require one list item for each origin, method and header",
    severity: "error",
    set: "recommended",
    category: "mappings",
    reference: "https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html",
    failureModes: ["F54"],
    fix: "safe",
    messages: {
      joined: "`{{value}}` is one item here, so none of its parts is allowed.",
    },
    help: "Write each value as a list item of its own.",
  },

  apis: CONFIGURED,
  *setting(setting, context) {
    if (setting.form !== "list" || setting.property === "max-age") return;
    for (const { value, place } of setting.items) {
      if (includes(value, ",") !== "yes") continue;
      const fix = splitOf(place, value);
      yield { message: "joined", data: { value: describe(value) }, at: place, routes: routesBlockedBySetting(setting, context), explains: refusalsOf(setting), ...(fix && { fix }) };
    }
  },
});

function splitOf(place: Place, value: Value): Fix | undefined {
  const list = place.parent;
  const [first, ...rest] = (knownText(value) ?? "").split(",").map((part) => part.trim()).filter((part) => part !== "");
  if (!list || typeof place.segment !== "number" || first === undefined || !isWrittenAt(place, value)) return undefined;
  return { title: "Write one item for each value", applicability: "safe", edits: [{ kind: "replace", place, text: first }, ...rest.map((item) => ({ kind: "add-item", place: list, value: item }) as const)] };
}
