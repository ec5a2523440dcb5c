import type { AwsCause, Route } from "../../src/aws/index.ts";
import type { Response } from "../../src/fetch/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import type { Edit } from "../../src/source/index.ts";
import { itemsAdded } from "../shared/list-fixes.ts";
import { headerMapped } from "../shared/mapping-edits.ts";
import { headOf } from "../shared/places.ts";
import { sentHeader } from "../shared/responses.ts";

const EXPOSE = "Access-Control-Expose-Headers";

/** Headers that the browser itself acts upon, or that proxies add: no page waits for them. */
const NOT_FOR_PAGES =
  /^(?:access-control-.*|timing-allow-origin|vary|set-cookie2?|etag|strict-transport-security|content-security-policy.*|x-content-type-options|x-frame-options|x-xss-protection|x-powered-by|referrer-policy|permissions-policy|feature-policy|cross-origin-.*|server|server-timing|date|via|age|connection|keep-alive|transfer-encoding|alt-svc|content-encoding|x-amz(?:n|-apigw)?-.*|x-cache.*)$/iu;

/**
 * Of a response from another origin a script sees seven harmless headers (`Content-Type`, `Cache-Control` and the like), and of the others
 * those that Access-Control-Expose-Headers names. The rest arrives and is hidden.
 */
export default defineRule({
  id: "unexposed-response-header",
  meta: {
    description: "Report response headers that pages cannot read",
    severity: "info",
    set: "strict",
    category: "responses",
    reference: "https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name",
    failureModes: ["F42"],
    fix: "safe",
    messages: {
      hidden: "{{name}} is sent and not exposed: `response.headers.get(\"{{lower}}\")` is null on the page.",
    },
    help: "Name the header in Access-Control-Expose-Headers, if pages read it.",
  },

  *route(route, { predict }) {
    if (route.isOptions || route.intent.kind !== "browser") return;
    const seen = new Set<string>();
    for (const request of route.browserRequests) {
      const verdict = predict(route, request);
      if (verdict.outcome !== "allowed" || !verdict.readableHeaders || verdict.responseType !== "cors") continue;
      const { response, readableHeaders } = verdict;
      for (const { name, presence, place } of response.headers) {
        const lower = name.toLowerCase();
        if (presence !== "present" || !place || NOT_FOR_PAGES.test(lower) || readableHeaders.includes(lower) || seen.has(lower)) continue;
        seen.add(lower);
        const edits = exposed(name, response, route);
        yield { message: "hidden", data: { name, lower }, at: headOf(place), route, ...(edits && { fix: { title: `Expose ${name}`, applicability: "safe", edits } }) };
      }
    }
  },
});

function exposed(name: string, response: Response<AwsCause>, { api }: Route): readonly Edit[] | undefined {
  const list = sentHeader(response, EXPOSE);
  if (list) return itemsAdded(api, "expose-headers", list.place, [name]);
  return response.cause.kind === "mapped-response" ? headerMapped(response.cause.response, EXPOSE, name) : undefined;
}
