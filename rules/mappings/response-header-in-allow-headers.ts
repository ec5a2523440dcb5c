import type { SettingItem } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import { knownText, type Edit } from "../../src/source/index.ts";
import { isWrittenAt } from "../shared/literals.ts";
import { headOf } from "../shared/places.ts";

const RESPONSE_HEADERS = /^(?:access-control-(?:allow-(?:origin|methods|headers|credentials)|expose-headers|max-age|request-method|request-headers)|origin|vary)$/iu;

/** Access-Control-Allow-Headers lists headers of requests. The names of response headers there do nothing, but show that pages may send them. */
export default defineRule({
  id: "response-header-in-allow-headers",
  meta: {
    description: "Disallow response headers in Access-Control-Allow-Headers",
    severity: "info",
    set: "strict",
    category: "mappings",
    reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-headers",
    failureModes: ["F82"],
    fix: "safe",
    messages: {
      useless: "{{name}} is not a header that pages set, so allowing it does nothing.",
    },
    help: "Remove it. A page that sets it as a request header is the one to correct.",
  },

  *setting(setting) {
    if (setting.property !== "allow-headers") return;
    for (const [index, { value, place }] of setting.items.entries()) {
      const name = knownText(value)?.trim() ?? "";
      if (!RESPONSE_HEADERS.test(name)) continue;
      const edits = isWrittenAt(place, value) ? removalOf(setting.items, index) : undefined;
      yield { message: "useless", data: { name }, at: headOf(place), ...(edits && { fix: { title: `Remove ${name}`, applicability: "safe", edits } }) };
    }
  },
});

/** A list item goes as a whole, an element of a header together with one comma. */
function removalOf(items: readonly SettingItem[], index: number): readonly Edit[] | undefined {
  const place = items[index]?.place;
  if (place === undefined || items.length === 1) return undefined;
  if (!place.slice) return typeof place.segment === "number" ? [{ kind: "remove", place }] : undefined;
  const [before, after] = [items[index - 1]?.place.slice, items[index + 1]?.place.slice];
  const gone = after ? place.at(place.slice.start, after.start) : before && place.at(before.end, place.slice.end);
  return gone && [{ kind: "replace", place: gone, text: "" }];
}
