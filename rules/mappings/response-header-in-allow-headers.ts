import { defineRule } from "../../src/linter/index.ts";
import { knownText } from "../../src/source/index.ts";
import { itemRemoval } from "../shared/list-fixes.ts";
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

  settings: ["allow-headers"],
  *setting(setting) {
    for (const [index, { value, place }] of setting.items.entries()) {
      const name = knownText(value)?.trim() ?? "";
      if (!RESPONSE_HEADERS.test(name)) continue;
      const edits = itemRemoval(setting.items, index);
      yield { message: "useless", data: { name }, at: headOf(place), ...(edits && { fix: { title: `Remove ${name}`, applicability: "safe", edits } }) };
    }
  },
});
