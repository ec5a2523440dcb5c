import { defineRule } from "../../src/linter/index.ts";
import { equals } from "../../src/source/index.ts";
import { itemsAdded } from "../shared/list-fixes.ts";

/**
 * The wildcard of Access-Control-Allow-Headers never stands for Authorization: the Fetch standard says so, browsers warn about it, and
 * have announced to enforce it.
 */
export default defineRule({
  id: "wildcard-allow-headers-with-authorization",
  meta: {
    description: "Require Authorization by name where requests carry it",
    severity: "warning",
    set: "recommended",
    category: "preflight",
    reference: "https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name",
    failureModes: ["F10"],
    explains: ["HeaderDisallowedByPreflightResponse"],
    fix: "safe",
    messages: {
      uncovered: "`*` does not stand for Authorization, which {{who}} reads: today's browsers still let it pass and have announced that they will not.",
    },
    help: "List Authorization by name beside the wildcard.",
  },

  settings: ["allow-headers"],
  *setting(setting) {
    if (setting.role === "response" || setting.role === "error") return;
    const wildcard = setting.items.find((item) => equals(item.value, "*") === "yes");
    if (!wildcard || setting.items.some((item) => mayBeAuthorization(item.value))) return;
    const readers = (setting.route ? setting.api.routes.filter((route) => route.path === setting.route?.path) : setting.api.routes).filter((route) =>
      route.requiredHeaders.some((header) => header.name === "authorization"),
    );
    const [reader] = readers;
    const demand = reader?.requiredHeaders.find((header) => header.name === "authorization");
    if (!reader || !demand) return;
    const edits = itemsAdded(setting.api, "allow-headers", setting.mapping?.valuePlace ?? setting.place, ["Authorization"]);
    yield {
      message: "uncovered",
      data: { who: reader.authorization.kind === "authorizer" ? `the authorizer ${reader.authorization.name}` : "the API" },
      at: wildcard.place,
      related: [{ place: demand.place, note: "this makes Authorization necessary" }],
      ...(edits && { fix: { title: "Add Authorization to the list", applicability: "safe", edits } }),
      routes: readers,
    };
  },
});

function mayBeAuthorization(value: import("../../src/source/index.ts").Value): boolean {
  return value.kind === "known" ? value.text.toLowerCase() === "authorization" : true;
}
