import type { CorsSetting } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import { knownText, type Edit } from "../../src/source/index.ts";
import { isNumberAt, isWrittenAt } from "../shared/literals.ts";
import { mappingRemoved } from "../shared/mapping-edits.ts";
import { headOf } from "../shared/places.ts";

/** Firefox's limit, the longest; Chromium's is 7200 (Fetch, CORS-preflight fetch: "if max-age is greater than an imposed limit"). */
const LONGEST = 86_400;

/**
 * Browsers remember the answer to a preflight for as long as Access-Control-Max-Age says, up to limits of their own, and for five seconds
 * where it says nothing that they understand. In any other answer they do not look for it.
 */
export default defineRule({
  id: "ineffective-max-age",
  meta: {
    description: "Report an Access-Control-Max-Age that has no effect or less than it says",
    severity: "info",
    set: "strict",
    category: "credentials",
    reference: "https://fetch.spec.whatwg.org/#http-access-control-max-age",
    failureModes: ["F83"],
    fix: "safe",
    messages: {
      long: "{{seconds}} seconds are more than any browser keeps: Firefox cuts them to 86400, Chromium to 7200.",
      unreadable: "`{{text}}` is no number of seconds: browsers keep the answer for 5.",
      misplaced: "Browsers look for Access-Control-Max-Age in answers to preflights only: here it does nothing.",
    },
    help: "Write 7200 (two hours) or at most 86400 (a day), in the answer to the preflight.",
  },

  settings: ["max-age"],
  *setting(setting) {
    const at = headOf(setting.items[0]?.place ?? setting.place);
    if (setting.role === "response" || setting.role === "error") {
      const edits = setting.mapping && mappingRemoved(setting.mapping);
      yield { message: "misplaced", at, ...(edits && { fix: { title: "Remove it", applicability: "safe", edits } }) };
      return;
    }
    const text = knownText(setting.value)?.trim();
    if (text === undefined || text === "") return;
    const seconds = Number(text);
    if (!/^-?\d+$/u.test(text)) {
      if (!setting.block) yield { message: "unreadable", data: { text }, at };
    } else if (seconds > LONGEST) {
      // A service that refuses the number says so itself: cors-limit-exceeded.
      const edits = replacement(setting);
      if (!setting.block) yield { message: "long", data: { seconds: text }, at, ...(edits && { fix: { title: `Write ${LONGEST}`, applicability: "safe", edits } }) };
    }
  },
});

function replacement({ items }: CorsSetting): readonly Edit[] | undefined {
  const [item] = items;
  if (!item || !(isWrittenAt(item.place, item.value) || isNumberAt(item.place))) return undefined;
  return [{ kind: "replace", place: item.place, text: String(LONGEST) }];
}
