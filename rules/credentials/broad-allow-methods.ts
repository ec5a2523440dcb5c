import type { Api, CorsSetting, Route } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import { knownText } from "../../src/source/index.ts";
import { routesAt } from "../shared/affected.ts";
import { itemsRemoved } from "../shared/list-fixes.ts";
import { headOf } from "../shared/places.ts";

const EVERY_METHOD = "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT";

/**
 * Access-Control-Allow-Methods tells pages what they can send. A method that no route has is promised in vain, and it is allowed from the
 * day on which somebody adds such a route.
 */
export default defineRule({
  id: "broad-allow-methods",
  meta: {
    description: "Report allowed methods that no route has",
    severity: "info",
    set: "strict",
    category: "credentials",
    reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-methods",
    failureModes: ["F82"],
    fix: "unsafe",
    messages: {
      wildcard: "`*` allows every method, and {{where}} has {{methods}} only.",
      listed: "{{extra}} {{is}} allowed here, and {{where}} has {{methods}} only.",
    },
    help: "List the methods that the routes have; GET, HEAD and POST are allowed in any case.",
  },

  *api(api) {
    if (api.outOfView.length > 0) return;
    for (const [setting, routes] of listsOf(api)) {
      const methods = [...new Set(routes.filter(({ isOptions }) => !isOptions).map(({ method }) => method))].sort();
      if (methods.length === 0 || methods.includes("ANY")) continue;
      const names = setting.items.map(({ value }) => knownText(value)?.trim().toUpperCase());
      const paths = new Set(routes.map(({ path }) => path));
      const data = { where: paths.size === 1 ? [...paths].join("") : "this API", methods: methods.join(", ") };
      const at = headOf(setting.items.length === 1 ? (setting.items[0]?.place ?? setting.place) : setting.place);
      if (names.includes("*")) yield { message: "wildcard", data, at };
      // The list of everything, as CDK writes it by default, is nobody's choice.
      if (names.includes("*") || names.toSorted().join(",") === EVERY_METHOD) continue;
      const extra = names.flatMap((name, index) => (name !== undefined && /^(?:DELETE|PATCH|PUT|POST|GET)$/u.test(name) && !methods.includes(name) ? [index] : []));
      if (extra.length === 0) continue;
      const edits = itemsRemoved(setting.items, extra);
      const list = extra.map((index) => names[index]).join(", ");
      yield { message: "listed", data: { ...data, extra: list, is: extra.length > 1 ? "are" : "is" }, at, ...(edits && { fix: { title: `Remove ${list}`, applicability: "unsafe", edits } }) };
    }
  },
});

/** Each list as it is written, with the routes that it is for: SAM and OpenAPI put one list on many OPTIONS methods. */
function listsOf(api: Api): readonly (readonly [CorsSetting, readonly Route[]])[] {
  const lists = new Map<string, { readonly setting: CorsSetting; readonly routes: Route[] }>();
  for (const setting of api.settings) {
    const { property, role, route, place } = setting;
    if (property !== "allow-methods" || role === "error" || role === "response") continue;
    const list = lists.get(place.id) ?? { setting, routes: [] };
    lists.set(place.id, list);
    // An OPTIONS method of a greedy path answers for paths that it does not name.
    const routes = route === undefined || route.path.includes("+}") ? api.routes : routesAt(api, route.path);
    for (const each of routes) list.routes.push(each);
  }
  return [...lists.values()].map(({ setting, routes }) => [setting, routes]);
}
