import type { MappedResponse } from "../../src/aws/index.ts";
import { answersForItself, canGet, defineRule, responsesWithoutAllowOrigin, routeList, whereBrowsersCall } from "../../src/linter/index.ts";
import { type Fix, startsWith } from "../../src/source/index.ts";
import { agreedOrigin, headerMapped } from "../shared/mapping-edits.ts";
import { headOf, placeOfHeaders } from "../shared/places.ts";
import { mentionsHeader } from "../shared/responses.ts";

const HEADER = "Access-Control-Allow-Origin";

/**
 * The preflight only opens the door: the response itself needs Access-Control-Allow-Origin once more. Where API Gateway builds the response
 * (any integration but a proxy), only mapped headers are sent; where it does not, mappings do nothing.
 */
export default defineRule({
  id: "missing-allow-origin",
  meta: {
    description: "Require Access-Control-Allow-Origin on the responses of routes that browsers are meant to call",
    severity: "error",
    set: "recommended",
    category: "responses",
    reference: "https://fetch.spec.whatwg.org/#cors-check",
    failureModes: ["F25", "F28"],
    fix: "safe",
    messages: {
      returned: "No response of this function carries Access-Control-Allow-Origin, so browsers hide them from the page.",
      unmapped: "The response of {{method}} {{path}} carries no Access-Control-Allow-Origin, so browsers hide it from the page.",
      ignored: "A proxy integration sends what the function returns and nothing else: this mapping does nothing.",
    },
    help: "Map `method.response.header.Access-Control-Allow-Origin` in this integration response and declare it in the method response.",
  },

  *refused(route, { blocked }) {
    const evidence = whereBrowsersCall(route);
    if (!evidence) return;
    for (const { verdict } of blocked(route)) {
      const { cause } = verdict.response;
      if (verdict.error !== "MissingAllowOriginHeader" || cause.kind !== "mapped-response" || mentionsHeader(cause.response, HEADER)) continue;
      yield { message: "unmapped", data: { method: route.method, path: route.path }, at: placeOfHeaders(cause.response), related: evidence, route, verdict, ...fixOf(cause.response) };
      return;
    }
  },

  *handler(use, { blocked }) {
    const responses = responsesWithoutAllowOrigin(use.analysis, "main").filter(({ form }) => form !== "framework");
    const main = use.analysis.responses.filter(({ role }) => role === "main");
    if (responses.length === 0 || main.some(({ allowOrigin }) => allowOrigin !== "no")) return;
    const routes = use.routes.filter((route) => whereBrowsersCall(route) && answersForItself(route) && main.some((response) => canGet(route, response)));
    const [route] = routes;
    const [at, ...others] = responses.flatMap(({ site }) => use.placeOf(site) ?? []);
    if (!route || !at) return;
    const verdict = routes.flatMap((each) => blocked(each)).find((found) => found.verdict.error === "MissingAllowOriginHeader")?.verdict;
    const related = [...others.slice(0, 1).map((place) => ({ place, note: "nor does this one" })), { place: route.place, note: `${use.name} answers ${routeList(routes)}` }, ...(whereBrowsersCall(route) ?? [])];
    yield { message: "returned", at, related, routes, ...(verdict && { verdict }), help: "Put Access-Control-Allow-Origin into the headers of each response, best from one object that all share." };
  },

  *response(response) {
    const { route } = response.method;
    if (route.integration.kind !== "proxy-function" && route.integration.kind !== "proxy-http") return;
    const mapping = response.mappings.find((found) => found.header?.toLowerCase() === "access-control-allow-origin");
    if (!mapping) return;
    yield {
      message: "ignored",
      at: mapping.keyPlace,
      related: [{ place: headOf(route.integration.place), note: "this integration passes the function's own headers through" }],
      route,
      severity: "info",
      help: "Return the header from the function, or use an integration that is no proxy.",
    };
  },
});

/** Maps the origin that the other responses of the API allow, in the responses for errors as well: they would be found missing next. */
function fixOf(response: MappedResponse): { readonly fix?: Fix } {
  const { route, responses } = response.method;
  const origin = agreedOrigin(route.api);
  if (origin === undefined) return {};
  const errors = responses.filter((other) => other !== response && ["4", "5"].some((digit) => startsWith(other.status, digit) === "yes") && !mentionsHeader(other, HEADER));
  const edits = [response, ...errors].map((each) => headerMapped(each, HEADER, origin));
  if (edits.includes(undefined)) return {};
  return { fix: { title: `Map it to the origin that the other mappings allow, ${origin}`, applicability: "safe", edits: edits.flatMap((each) => each ?? []) } };
}
