import type { CorsSetting, Route } from "../../src/aws/index.ts";
import { defineRule, isWildcard, routeList } from "../../src/linter/index.ts";
import { routesAt } from "../shared/affected.ts";
import { headOf } from "../shared/places.ts";
import { settingsBeside } from "../shared/settings.ts";

/**
 * `*` lets every page read what the API answers, and an authorizer decides whom it answers. That is no hole by itself: a page of another site
 * has no token to send. It is one guard fewer where a token leaks.
 */
export default defineRule({
  id: "wildcard-origin-on-authenticated-api",
  meta: {
    description: "Report the wildcard origin on routes that want a token or a signature",
    severity: "info",
    set: "strict",
    category: "credentials",
    reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    failureModes: ["F81"],
    security: { severity: 3.1, cwe: 942 },
    messages: {
      open: "`*` lets every page that has {{what}} call {{routes}}.",
    },
    help: "Name the origins of your pages, unless the API is meant for anybody's.",
  },

  *api(api) {
    const open = api.settings.filter((setting) => setting.property === "allow-origin" && setting.role !== "error" && setting.items.some(({ value }) => isWildcard(value)));
    // With credentials it is no matter of taste, and other rules speak.
    const found = open.filter((setting) => settingsBeside(setting, "allow-credentials").length === 0).map((setting) => ({ setting, routes: guardedRoutes(setting) }));
    const first = found.find(({ routes }) => routes.length > 0);
    const routes = [...new Set(found.flatMap((each) => each.routes))];
    const place = routes.map(authorizedAt).find((each) => each !== undefined);
    if (!first || !place) return;
    yield { message: "open", data: { what: routes.every(({ authorization }) => authorization.kind === "iam") ? "AWS keys" : "a token", routes: routeList(routes) }, at: headOf(first.setting.items[0]?.place ?? first.setting.place), related: [{ place, note: "this asks who calls" }], routes };
  },
});

/** The routes that it opens and that ask who calls. */
function guardedRoutes({ route, api }: CorsSetting): readonly Route[] {
  const opened = route === undefined ? api.routes : route.isOptions ? routesAt(api, route.path) : [route];
  return opened.filter((each) => !each.isOptions && authorizedAt(each) !== undefined);
}

function authorizedAt({ authorization }: Route): ReturnType<typeof headOf> | undefined {
  return authorization.kind === "authorizer" || authorization.kind === "iam" ? headOf(authorization.place) : undefined;
}
