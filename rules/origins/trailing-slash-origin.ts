import { defineRule, originDefect, placeWithin } from "../../src/linter/index.ts";
import { describe, knownText, type Fix } from "../../src/source/index.ts";
import { routesBlockedBySetting } from "../shared/affected.ts";
import { headOf } from "../shared/places.ts";
import { refusalsOf } from "../shared/refusals.ts";

/**
 * An origin is scheme, host and port, and nothing after them. Browsers send `https://app.example.com`, and compare byte by byte: with a slash
 * or a path at its end an allowed origin is nobody's.
 */
export default defineRule({
  id: "trailing-slash-origin",
  meta: {
    description: "Disallow a slash or a path at the end of an origin",
    severity: "error",
    set: "recommended",
    category: "origins",
    reference: "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin",
    failureModes: ["F44"],
    fix: "safe",
    messages: {
      slash: "`{{origin}}` ends with a slash, and no browser sends an origin with one: it matches no page.",
      path: "`{{origin}}` has a path, and no browser sends an origin with one: it matches no page.",
    },
    help: "End the origin after the host (and the port, if it has one).",
  },

  settings: ["allow-origin"],
  *setting(setting, context) {
    for (const { value, place } of setting.items) {
      const defect = originDefect(value, setting.originWildcards);
      if (defect?.kind !== "trailing-slash" && defect?.kind !== "path") continue;
      const text = knownText(value);
      const at = text !== undefined && defect.correct !== undefined ? placeWithin(place, value, defect.correct.length, text.length) : place;
      const fix: Fix | undefined =
        at === place ? undefined : { title: defect.kind === "path" ? "Remove the path" : "Remove the slash", applicability: defect.kind === "path" ? "unsafe" : "safe", edits: [{ kind: "replace", place: at, text: "" }] };
      yield {
        message: defect.kind === "path" ? "path" : "slash",
        data: { origin: describe(value) },
        at: headOf(at),
        routes: routesBlockedBySetting(setting, context),
        explains: refusalsOf(setting),
        ...(fix && { fix }),
      };
    }
  },
});
