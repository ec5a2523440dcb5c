import { defineRule, isWildcard } from "../../src/linter/index.ts";
import { equals } from "../../src/source/index.ts";
import { mappingRemoved } from "../shared/mapping-edits.ts";
import { headOf } from "../shared/places.ts";
import { settingsBeside } from "../shared/settings.ts";

/**
 * With credentials the wildcard allows nobody: a browser that sent cookies wants to see the origin of its own page. On a REST API the pair
 * deploys and every credentialed request is blocked; an HTTP API refuses it.
 */
export default defineRule({
  id: "wildcard-origin-with-credentials",
  meta: {
    description: "Disallow the wildcard origin together with credentials",
    severity: "error",
    set: "recommended",
    category: "credentials",
    reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    failureModes: ["F55"],
    explains: ["PreflightWildcardOriginNotAllowed", "WildcardOriginNotAllowed"],
    fix: "safe",
    messages: {
      blocked: "`*` allows no request with credentials, and credentials are allowed here: browsers block every request that sends them.",
      refused: "API Gateway refuses `*` together with AllowCredentials: the deployment fails with `allow-credentials is not supported if 'allow-origin' is *`.",
    },
    help: "Name the origins of your pages, or drop Access-Control-Allow-Credentials where pages send no cookies.",
  },

  settings: ["allow-origin"],
  *setting(setting) {
    // Function URLs answer with the caller's origin: open rather than broken, which is any-origin-with-credentials. What CloudFront sends is not known.
    if (setting.block?.dialect === "function-url" || setting.block?.dialect === "headers-policy") return;
    const wildcard = setting.items.find((item) => isWildcard(item.value));
    const credentials = settingsBeside(setting, "allow-credentials").find((other) => equals(other.value, "true") === "yes");
    if (!wildcard || !credentials) return;
    // Beside the wildcard the header does nothing: without it the same requests are allowed and blocked.
    const edits = credentials.mapping && mappingRemoved(credentials.mapping);
    yield {
      message: setting.block ? "refused" : "blocked",
      at: headOf(wildcard.place),
      related: [{ place: headOf(credentials.place), note: "this announces requests with credentials" }],
      ...(setting.route ? { route: setting.route } : { routes: setting.api.routes }),
      ...(edits && { fix: { title: "Remove Access-Control-Allow-Credentials, which does nothing beside `*`", applicability: "safe", edits } }),
    };
  },
});
