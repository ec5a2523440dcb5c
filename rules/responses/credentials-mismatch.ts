import type { Api, CorsSetting, Route } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import { equals } from "../../src/source/index.ts";
import { headerMapped } from "../shared/mapping-edits.ts";
import { headOf, placeOfHeaders } from "../shared/places.ts";
import { mentionsHeader, sentHeader } from "../shared/responses.ts";

const HEADER = "Access-Control-Allow-Credentials";

/**
 * A request with cookies asks twice: the preflight has to allow credentials, and so has the response itself, for the origin of the page and not for `*`. Where only
 * one of them does, every such request is blocked, before it is sent or after it was answered.
 */
export default defineRule({
  id: "credentials-mismatch",
  meta: {
    description: "Require preflight and response to agree on credentials",
    severity: "warning",
    set: "recommended",
    category: "responses",
    reference: "https://fetch.spec.whatwg.org/#cors-check",
    failureModes: ["F60"],
    explains: ["InvalidAllowCredentials", "PreflightInvalidAllowCredentials", "WildcardOriginNotAllowed"],
    fix: "unsafe",
    messages: {
      response: "The preflight allows credentials, and the response of {{method}} {{path}} does not: browsers hide it from pages that sent cookies.",
      wildcard: "The preflight allows credentials, and this response says `*` and nothing of credentials: browsers hide it from pages that sent cookies.",
      preflight: "The response of {{method}} {{path}} allows credentials, and the preflight does not: browsers never send it with cookies.",
    },
    help: "Send `Access-Control-Allow-Credentials: true` with both, or with neither.",
  },

  *refused(route, { blocked }) {
    for (const { request, verdict } of blocked(route)) {
      const { response, error, exchange } = verdict;
      const { cause } = response;
      // What a mapping says beside credentials is the matter of `wildcard-origin-with-credentials`.
      const isWildcard = error === "WildcardOriginNotAllowed" && exchange === "actual" && cause.kind === "function";
      if (request.request.credentials !== "include" || (error !== "InvalidAllowCredentials" && error !== "PreflightInvalidAllowCredentials" && !isWildcard)) continue;
      // A header that is there with another value, or declared and never mapped, has a rule of its own.
      if (sentHeader(response, HEADER) || (cause.kind !== "mapped-response" && cause.kind !== "function")) continue;
      if (cause.kind === "mapped-response" && mentionsHeader(cause.response, HEADER)) continue;
      const twin = settingsAt(route).find(({ role, value }) => role !== "error" && (role === "preflight") === (exchange === "actual") && equals(value, "true") === "yes");
      if (!twin) continue;
      const edits = cause.kind === "mapped-response" ? headerMapped(cause.response, HEADER, "true") : undefined;
      const at = cause.kind === "mapped-response" ? placeOfHeaders(cause.response) : headOf(response.place ?? route.place);
      const related = [{ place: headOf(twin.place), note: "credentials are allowed here" }];
      if (isWildcard) {
        yield { message: "wildcard", at: headOf(sentHeader(response, "Access-Control-Allow-Origin")?.place ?? at), related, route, verdict, help: "Send the origin of the page and `Access-Control-Allow-Credentials: true`, or allow no credentials with the preflight." };
        return;
      }
      yield {
        message: exchange === "actual" ? "response" : "preflight",
        data: { method: route.method, path: route.path },
        at,
        related,
        route,
        verdict,
        ...(edits && { fix: { title: "Allow credentials here as well", applicability: "unsafe", edits } }),
      };
      return;
    }
  },
});

const indexes = new WeakMap<Api, ReadonlyMap<string | undefined, readonly CorsSetting[]>>();

/** What the answers of the route's path say about credentials; looked up, since large APIs have many settings. */
function settingsAt({ api, path }: Route): readonly CorsSetting[] {
  let index = indexes.get(api);
  if (!index) indexes.set(api, (index = indexOf(api)));
  return index.get(path) ?? [];
}

function indexOf(api: Api): ReadonlyMap<string | undefined, readonly CorsSetting[]> {
  const index = new Map<string | undefined, CorsSetting[]>();
  for (const setting of api.settings) {
    if (setting.property !== "allow-credentials") continue;
    const settings = index.get(setting.route?.path) ?? [];
    settings.push(setting);
    index.set(setting.route?.path, settings);
  }
  return index;
}
