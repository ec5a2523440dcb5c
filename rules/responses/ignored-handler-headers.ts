import type { HandlerUse, SourceEntry } from "../../src/aws/index.ts";
import { ALLOW_ORIGIN, defineRule, headersNamed, routeList } from "../../src/linter/index.ts";
import { headersGone } from "../shared/source-fixes.ts";
import { placeOfBlock } from "../shared/places.ts";

/**
 * An HTTP API with a CORS configuration puts its own headers on each response and drops those of the function. What the function sends does
 * nothing, and whoever changes it wonders why.
 */
export default defineRule({
  id: "ignored-handler-headers",
  meta: {
    description: "Disallow CORS headers of a function behind an HTTP API that sends its own",
    severity: "info",
    set: "strict",
    category: "responses",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    failureModes: ["F35"],
    fix: "unsafe",
    messages: {
      ignored: "The HTTP API sends its own CORS headers and drops the ones of this function: they do nothing.",
    },
    help: "Delete the CORS headers of the function; the configuration of the API is the place to change them.",
  },

  *handler(use) {
    const { analysis, functionId, name, placeOf, routes: all } = use;
    const routes = all.filter(({ api }) => api.kind === "http" && api.ownsCors === "yes");
    const [route] = routes;
    const block = route?.api.corsBlocks[0];
    if (!route || !block) return;
    // Behind a REST API of the same template the function needs them.
    const { references, resources } = route.api.world.template;
    if (references.some(({ from, to }) => to === functionId && /^AWS::(?:ApiGateway::|Lambda::Url)/u.test(resources.get(from)?.type ?? ""))) return;
    const [first] = headersNamed(analysis, ALLOW_ORIGIN);
    const at = first && placeOf(first.header.keySite);
    if (!at) return;
    const related = [{ place: placeOfBlock(block), note: "this configuration decides" }, { place: route.place, note: `${name} answers ${routeList(routes)}` }];
    yield { message: "ignored", at, related, routes, ...headersGone(use, corsHeaders(analysis)) };
  },
});

/** All of them, each where it is written: one alone would leave the others to wonder about. */
function corsHeaders({ responses }: HandlerUse["analysis"]): readonly SourceEntry[] {
  const all = responses.flatMap(({ headers }) => headers).filter(({ name }) => name.startsWith("access-control-"));
  return [...new Map(all.map((header) => [`${header.keySite.file}:${header.keySite.start}`, header])).values()];
}
