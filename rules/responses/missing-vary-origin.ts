import type { MappedResponse } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import { includes, type Tri } from "../../src/source/index.ts";
import { headerMapped } from "../shared/mapping-edits.ts";
import { headOf } from "../shared/places.ts";

/**
 * A cache keeps an answer under its URL. One that allows the origin of the page which asked first, without saying `Vary: Origin`, is handed
 * to the next page too, and the browser refuses it there.
 */
export default defineRule({
  id: "missing-vary-origin",
  meta: {
    description: "Require `Vary: Origin` on responses whose Access-Control-Allow-Origin depends on the request",
    severity: "warning",
    set: "recommended",
    category: "responses",
    reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches",
    failureModes: ["F39"],
    fix: "safe",
    messages: {
      missing: "This template allows the origin of the page that asks, and the response does not say `Vary: Origin`: a cache hands one page's copy to another, and the browser blocks it there.",
    },
    help: "Send `Vary: Origin` with the response.",
  },

  apis: ["rest"],
  settings: ["allow-origin"],
  *setting({ echoes, role, route, response, place }) {
    if (!echoes || !route || !response || !("overrides" in response)) return;
    // Answers to preflights and errors are no business of HTTP caches.
    if ((role !== "response" && role !== "all") || !/^(?:GET|HEAD|ANY)$/u.test(route.method) || variesByOrigin(response) !== "no") return;
    const hasVary = response.mappings.some(({ header }) => header?.toLowerCase() === "vary");
    const edits = hasVary ? undefined : headerMapped(response, "Vary", "Origin");
    yield {
      message: "missing",
      at: headOf(place),
      route,
      ...(edits && { fix: { title: "Map Vary to 'Origin'", applicability: "safe", edits } }),
    };
  },
});

function variesByOrigin({ mappings, overrides }: MappedResponse): Tri {
  if (!overrides) return "maybe";
  const fields = [...mappings.map(({ header, value }) => ({ name: header, value })), ...overrides];
  const answers = fields.filter(({ name }) => name?.toLowerCase() === "vary").flatMap(({ value }) => ["Origin", "origin", "ORIGIN", "*"].map((name) => includes(value, name)));
  return answers.includes("yes") ? "yes" : answers.includes("maybe") ? "maybe" : "no";
}
