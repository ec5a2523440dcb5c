import type { HandlerUse } from "../../src/aws/index.ts";
import { ALLOW_ORIGIN, canGet, defineRule, headersNamed } from "../../src/linter/index.ts";
import { headersGone } from "../shared/source-fixes.ts";
import { placeOfBlock } from "../shared/places.ts";

/**
 * A function URL with CORS adds its headers to whatever the function returns. Where the function sends Access-Control-Allow-Origin as well,
 * browsers get two, and two values are refused even if they are equal.
 */
export default defineRule({
  id: "duplicate-allow-origin",
  meta: {
    description: "Disallow Access-Control-Allow-Origin from a function whose URL adds it too",
    severity: "error",
    set: "recommended",
    category: "responses",
    reference: "https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors",
    failureModes: ["F34"],
    explains: ["MultipleAllowOriginValues"],
    fix: "unsafe",
    messages: {
      header: "The function sends Access-Control-Allow-Origin, and its URL adds another one: browsers refuse a response with two.",
      framework: "{{framework}} sends Access-Control-Allow-Origin, and the function's URL adds another one: browsers refuse a response with two.",
    },
    help: "Keep one of them: the CORS configuration of the URL, which also answers preflights, or the header of the function.",
  },

  *handler(use, { blocked }) {
    const routes = use.routes.filter(({ api }) => api.kind === "function-url" && api.ownsCors === "yes");
    const [route] = routes;
    const block = route?.api.corsBlocks[0];
    if (!route || !block?.view.has("AllowOrigins")) return;
    const related = [{ place: placeOfBlock(block), note: "the URL adds the header by this" }];
    // A function behind another API as well has to send it there: it can tell its callers apart, so nothing is certain.
    const isShared = isSharedWithRest(use);
    const severity = isShared ? ("warning" as const) : undefined;
    const verdict = blocked(route).find((found) => found.verdict.error === "MultipleAllowOriginValues")?.verdict;
    const more = { related, routes, ...(severity && { severity }), ...(verdict && { verdict }) };
    for (const { header, response } of headersNamed(use.analysis, ALLOW_ORIGIN)) {
      const at = use.placeOf(header.keySite);
      if (at && header.presence === "present" && canGet(route, response)) yield { message: "header", at, ...more, ...(isShared ? {} : headersGone(use, [header])) };
    }
    const { framework } = use.analysis;
    const at = framework?.cors === "yes" && framework.corsSite ? use.placeOf(framework.corsSite) : undefined;
    if (framework && at) yield { message: "framework", data: { framework: framework.name }, at, ...more };
  },
});

function isSharedWithRest({ functionId, routes }: HandlerUse): boolean {
  const template = routes[0]?.api.world.template;
  return template?.references.some(({ from, to }) => to === functionId && /^AWS::ApiGateway::/u.test(template.resources.get(from)?.type ?? "")) ?? false;
}
