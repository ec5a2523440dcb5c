import { defineRule, originDefect, type OriginDefect, saysNoOrigin } from "../../src/linter/index.ts";
import { describe, type Fix } from "../../src/source/index.ts";
import { routesBlockedBySetting } from "../shared/affected.ts";
import { isWrittenAt } from "../shared/literals.ts";
import { headOf } from "../shared/places.ts";
import { refusalsOf } from "../shared/refusals.ts";

/**
 * Browsers write an origin in exactly one way: scheme, `://`, host in lower case, and the port unless it is the scheme's own. An allowed
 * origin in any other spelling equals none that they send.
 */
export default defineRule({
  id: "malformed-origin",
  meta: {
    description: "Require origins as browsers write them",
    severity: "error",
    set: "recommended",
    category: "origins",
    reference: "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin",
    failureModes: ["F45", "F46", "F47"],
    fix: "safe",
    messages: {
      "no-scheme": "`{{origin}}` has no scheme, and every origin that a browser sends begins with one (`https://`): it matches no page.",
      "default-port": "`{{origin}}` names its scheme's own port, which browsers leave out: it matches no page.",
      "upper-case": "`{{origin}}` has upper-case letters, and browsers send origins in lower case: it matches no page.",
      blank: "`{{origin}}` has blanks around it, and origins are compared byte by byte: it matches no page.",
      placeholder: "`{{origin}}` holds a placeholder that nobody has filled in: it matches no page.",
      "not-ascii": "`{{origin}}` is not ASCII, and browsers send the punycode form of a domain: it matches no page.",
      refused: "{{why}}: HTTP APIs take http:// and https:// origins only, and the deployment fails.",
    },
    help: "Write the origin as the browser's console shows it: `https://app.example.com`, with a port only if the address bar shows one.",
  },

  *block({ api, rejected }) {
    if (rejected?.kind === "scheme") yield { message: "refused", data: { why: rejected.why }, at: headOf(rejected.place), routes: api.routes, help: "List the origins of web pages; for an app with a scheme of its own use a REST API or a function URL." };
  },

  settings: ["allow-origin"],
  *setting(setting, context) {
    for (const { value, place } of setting.items) {
      const defect = setting.block?.dialect.startsWith("http-api") && saysNoOrigin(value) ? NO_SCHEME : originDefect(value, setting.originWildcards);
      if (!defect || !isSpelling(defect)) continue;
      // CloudFront's documentation lists origins as domains too; how it compares these is not said.
      if (defect.kind === "no-scheme" && setting.block?.dialect === "headers-policy") continue;
      // Blanks around the value of a header are no part of it.
      if (defect.kind === "blank" && setting.form === "header") continue;
      const fix: Fix | undefined =
        !("correct" in defect) || defect.correct === undefined || !isWrittenAt(place, value)
          ? undefined
          : { title: `Write ${defect.correct}`, applicability: defect.kind === "no-scheme" ? "unsafe" : "safe", edits: [{ kind: "replace", place, text: defect.correct }] };
      yield { message: defect.kind, data: { origin: describe(value) }, at: headOf(place), routes: routesBlockedBySetting(setting, context), explains: refusalsOf(setting), ...(fix && { fix }) };
    }
  },
});

/** HTTP APIs check the form of an origin at the deployment, also of one that says there is none. */
const NO_SCHEME: OriginDefect = { kind: "no-scheme", correct: undefined };

type Spelling = Extract<OriginDefect, { readonly kind: "no-scheme" | "default-port" | "upper-case" | "blank" | "not-ascii" | "placeholder" }>;

function isSpelling(defect: OriginDefect): defect is Spelling {
  return ["no-scheme", "default-port", "upper-case", "blank", "not-ascii", "placeholder"].includes(defect.kind);
}
