import { answersForItself, canGet, defineRule, responsesWithoutAllowOrigin, routeList, sendsAllowOrigin, whereBrowsersCall } from "../../src/linter/index.ts";
import { startsWith } from "../../src/source/index.ts";
import { agreedOrigin, headerMapped } from "../shared/mapping-edits.ts";
import { placeOfHeaders } from "../shared/places.ts";
import { mentionsHeader } from "../shared/responses.ts";

const HEADER = "Access-Control-Allow-Origin";

/**
 * Responses to errors are checked like all others. Without the header the page gets a network error instead of the status and the message,
 * and the console blames CORS for what was a validation error.
 */
export default defineRule({
  id: "missing-allow-origin-on-error",
  meta: {
    description: "Require Access-Control-Allow-Origin on the error responses of routes that browsers are meant to call",
    severity: "warning",
    set: "recommended",
    category: "responses",
    reference: "https://fetch.spec.whatwg.org/#cors-check",
    failureModes: ["F26", "F29"],
    fix: "safe",
    messages: {
      mapping: "The response for errors of {{method}} {{path}} carries no Access-Control-Allow-Origin: the page sees a network error instead of it.",
      returned: "No response for errors of this function carries Access-Control-Allow-Origin, others do: the page sees a network error instead of them.",
    },
    help: "Map `method.response.header.Access-Control-Allow-Origin` in this integration response as well.",
  },

  *response(response) {
    const { route, responses } = response.method;
    const evidence = whereBrowsersCall(route);
    const isError = ["4", "5"].some((digit) => startsWith(response.status, digit) === "yes");
    if (!evidence || !isError || route.integration.kind !== "custom" || !response.overrides || response.overrides.length > 0) return;
    // Where no response of the method has it, the method knows no CORS at all: `missing-allow-origin`.
    if (mentionsHeader(response, HEADER) || !responses.some((other) => other !== response && mentionsHeader(other, HEADER))) return;
    const origin = agreedOrigin(route.api);
    const edits = origin === undefined ? undefined : headerMapped(response, HEADER, origin);
    const fix = edits && { title: `Map it to the origin that the other mappings allow, ${origin}`, applicability: "safe" as const, edits };
    yield { message: "mapping", data: { method: route.method, path: route.path }, at: placeOfHeaders(response), related: evidence, route, ...(fix && { fix }) };
  },

  *handler({ analysis, name, placeOf, routes: all }) {
    const errors = analysis.responses.filter(({ role }) => role === "error");
    if (!sendsAllowOrigin(analysis) || errors.some(({ allowOrigin }) => allowOrigin !== "no")) return;
    const routes = all.filter((route) => whereBrowsersCall(route) && answersForItself(route) && errors.some((response) => canGet(route, response)));
    const [route] = routes;
    const [at, ...others] = responsesWithoutAllowOrigin(analysis, "error").flatMap(({ site }) => placeOf(site) ?? []);
    if (!route || !at) return;
    const related = [...others.slice(0, 1).map((place) => ({ place, note: "nor does this one" })), { place: route.place, note: `${name} answers ${routeList(routes)}` }];
    yield { message: "returned", at, related, routes, help: "Put the headers of the other responses into these too." };
  },
});
