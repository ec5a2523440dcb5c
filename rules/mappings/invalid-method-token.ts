import { defineRule } from "../../src/linter/index.ts";
import { knownText } from "../../src/source/index.ts";
import { routesBlockedBySetting } from "../shared/affected.ts";

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
      lowerCase: "Browsers compare methods letter by letter, so {{method}} allows nothing: they send {{upper}}.",
      any: "ANY is no method that a browser sends, so this allows nothing.",
      options: "Function URLs refuse OPTIONS here (they answer it themselves): the deployment fails.",
      unknown: "{{method}} is no HTTP method, so this allows nothing.",
    },
    help: "List the methods by name and in upper case; where all are meant, `*` (without credentials).",
  },

  *setting(setting, context) {
    if (setting.property !== "allow-methods") return;
    const routes = routesBlockedBySetting(setting, context);
    for (const { value, place } of setting.items) {
      const method = knownText(value)?.trim();
      if (method === undefined || method === "" || method === "*" || /[',]/u.test(method)) continue;
      if (setting.block?.dialect === "function-url" && method === "OPTIONS") yield { message: "options", at: place, routes };
      if (METHODS.has(method)) continue;
      const upper = method.toUpperCase();
      if (upper === "ANY") yield { message: "any", at: place, routes };
      else if (METHODS.has(upper)) {
        // Browsers put GET, HEAD and POST into upper case themselves and never look them up here.
        yield {
          message: "lowerCase",
          data: { method, upper },
          at: place,
          routes,
          severity: ["GET", "HEAD", "POST", "OPTIONS"].includes(upper) ? "info" : "error",
          fix: { title: `Write ${upper}`, applicability: "safe", edits: [{ kind: "replace", place, text: upper }] },
        };
      } else yield { message: "unknown", data: { method }, at: place, routes };
    }
  },
});
