import type { CorsSetting } from "../../src/aws/index.ts";
import { defineRule, isWildcard, originDefect, whereBrowsersCall } from "../../src/linter/index.ts";
import { equals, knownText, type Value } from "../../src/source/index.ts";
import { headOf } from "../shared/places.ts";

/**
 * Preflight, response and error response are checked one by one, each against the origin of the page. Where they name different origins, no
 * page passes all of them.
 */
export default defineRule({
  id: "origin-mismatch",
  meta: {
    description: "Require preflight, response and gateway responses of a route to allow the same origins",
    severity: "warning",
    set: "recommended",
    category: "responses",
    reference: "https://fetch.spec.whatwg.org/#cors-check",
    failureModes: ["F37", "F38"],
    messages: {
      response: "The preflight allows `{{origin}}`, but this response names `{{other}}`: browsers hide it from the page.",
      preflight: "The response names `{{origin}}`, but this preflight names `{{other}}`: browsers never send the request from there.",
      error: "The preflight allows `{{origin}}`, but this gateway response names `{{other}}`: the page sees a network error instead of it.",
    },
    help: "Name the same origin in the preflight, the response and the gateway responses.",
  },

  *refused(route, { blocked }) {
    const evidence = whereBrowsersCall(route);
    if (!evidence) return;
    for (const { request, verdict } of blocked(route)) {
      const message = verdict.error === "AllowOriginMismatch" ? "response" : verdict.error === "PreflightAllowOriginMismatch" ? "preflight" : undefined;
      const sent = verdict.evidence.find(({ what }) => /^access-control-allow-origin$/iu.test(what));
      const other = sent?.value && originIn(sent.value);
      if (!message || !sent?.place || other === undefined) continue;
      const { origin } = request.request;
      const named = route.api.settings.find((setting) => setting.property === "allow-origin" && setting.role !== "error" && names(setting, origin));
      if (message === "response" && !named) continue;
      const related = named ? [{ place: headOf(named.place), note: "another origin is named here" }] : [{ place: route.place, note: "this is the route" }];
      yield { message, data: { origin, other }, at: sent.place, related, route, verdict };
    }
  },

  settings: ["allow-origin"],
  *setting(setting) {
    const { api, role } = setting;
    const other = originIn(setting.value);
    if (role !== "error" || other === undefined) return;
    const preflights = api.settings.filter((one) => one.property === "allow-origin" && one.role === "preflight");
    const [first] = preflights;
    const origin = first && originIn(first.value);
    // A wildcard, a list or a value that is not known may hold the same origin.
    if (origin === undefined || preflights.some((one) => isWildcard(one.value) || originIn(one.value) === undefined || names(one, other))) return;
    const routes = api.routes.filter((route) => whereBrowsersCall(route));
    if (routes.length > 0) yield { message: "error", data: { origin, other }, at: setting.place, related: [{ place: headOf(first?.place ?? setting.place), note: "another origin is named here" }], routes };
  },
});

/** One origin as browsers write it; what is malformed has rules of its own. */
function originIn(value: Value): string | undefined {
  const text = knownText(value);
  return text === undefined || text === "null" || text.trim() === "" || isWildcard(value) || originDefect(value, "none") ? undefined : text;
}

function names(setting: CorsSetting, origin: string): boolean {
  return setting.items.some((item) => equals(item.value, origin) === "yes");
}
