import { defineRule } from "../../src/linter/index.ts";
import { equals, type Fix, knownText, type Place } from "../../src/source/index.ts";
import { routesBlockedBySetting } from "../shared/affected.ts";
import { isWrittenAt } from "../shared/literals.ts";
import { headOf } from "../shared/places.ts";
import { settingsBeside } from "../shared/settings.ts";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Browsers compare methods letter by letter: `put` is not PUT, and ANY, which API Gateway knows, is a method that no page ever uses.
 * Function URLs refuse OPTIONS, since they answer it themselves.
 */
export default defineRule({
  id: "invalid-method-token",
  meta: {
    description: "Require the names of HTTP methods, in upper case, in Access-Control-Allow-Methods",
    severity: "error",
    set: "recommended",
    category: "mappings",
    reference: "https://fetch.spec.whatwg.org/#methods",
    failureModes: ["F71", "F72"],
    explains: ["MethodDisallowedByPreflightResponse", "InvalidAllowMethodsPreflightResponse"],
    fix: "safe",
    messages: {
      lowerCase: "Browsers compare methods letter by letter, so `{{method}}` allows nothing: they send `{{upper}}`.",
      any: "`ANY` is a word of API Gateway and no method that a browser sends, so it allows nothing.",
      options: "Function URLs refuse OPTIONS in AllowMethods (they answer it themselves): the deployment fails.",
      unknown: "`{{method}}` is no HTTP method, so it allows nothing.",
      unreadable: "`{{method}}` is no method, so browsers cannot parse Access-Control-Allow-Methods and refuse the whole preflight.",
    },
    help: "List the methods by name and in upper case, with commas in between; `*` means all of them where no credentials are sent.",
  },

  settings: ["allow-methods"],
  *setting(setting, context) {
    // What S3 and CloudFront know as methods is theirs: invalid-s3-cors, invalid-cloudfront-cors-policy.
    if (setting.block?.refused) return;
    const routes = routesBlockedBySetting(setting, context);
    for (const { value, place } of setting.items) {
      const method = knownText(value)?.trim();
      if (method === undefined || method === "" || method === "*" || /[',]/u.test(method)) continue;
      const at = headOf(place);
      const upper = method.toUpperCase();
      if (setting.block?.dialect === "function-url" && method === "OPTIONS") {
        yield { message: "options", at, routes, ...(isWrittenAt(place, value) && { fix: { title: "Remove it", applicability: "safe", edits: [{ kind: "remove", place }] } }) };
      } else if (METHODS.has(method)) continue;
      else if (upper === "ANY") yield { message: "any", at, routes, ...(isWrittenAt(place, value) && settingsBeside(setting, "allow-credentials").every((flag) => equals(flag.value, "true") === "no") && { fix: replacedBy("*", place) }) };
      else if (METHODS.has(upper)) {
        yield {
          message: "lowerCase",
          data: { method, upper },
          at,
          routes,
          // Browsers allow these without looking them up here.
          ...(["GET", "HEAD", "POST", "OPTIONS"].includes(upper) && { severity: "info", explains: [] }),
          ...(isWrittenAt(place, value) && { fix: replacedBy(upper, place) }),
        };
      } else yield { message: setting.form === "header" && !TOKEN.test(method) ? "unreadable" : "unknown", data: { method }, at, routes, explains: ["InvalidAllowMethodsPreflightResponse"] };
    }
  },
});

const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/u;

function replacedBy(text: string, place: Place): Fix {
  return { title: `Write ${text}`, applicability: "safe", edits: [{ kind: "replace", place, text }] };
}
