import { defineRule } from "../../src/linter/index.ts";
import type { Fix } from "../../src/source/index.ts";
import { isWrittenAt } from "../shared/literals.ts";
import { isLoopback, writtenOrigins } from "../shared/origins.ts";
import { headOf } from "../shared/places.ts";

/**
 * Whoever is on the way between a visitor and an `http://` page can put a script into it, and that script is of the allowed origin. The
 * scheme is a part of the origin: to allow `http://` does not allow the `https://` page.
 */
export default defineRule({
  id: "insecure-origin",
  meta: {
    description: "Disallow origins without TLS, but for the visitor's own machine",
    severity: "info",
    set: "strict",
    category: "origins",
    reference: "https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy",
    failureModes: ["F49"],
    fix: "unsafe",
    security: { severity: 4.3, cwe: 319 },
    messages: {
      insecure: "`{{origin}}` is a page without TLS: whoever is on its way can change it, and read these responses.",
    },
    help: "Serve the page over https:// and allow that origin.",
  },

  settings: ["allow-origin"],
  *setting(setting) {
    for (const origin of writtenOrigins(setting)) {
      if (origin.scheme !== "http" || isLoopback(origin) || origin.host === "0.0.0.0") continue;
      const correct = origin.text.replace(/^http:/iu, "https:").replace(/:80(?=\/?$)/u, "");
      const isWritten = isWrittenAt(origin.place, { kind: "known", text: origin.text });
      const fix: Fix | undefined = isWritten ? { title: `Write ${correct}`, applicability: "unsafe", edits: [{ kind: "replace", place: origin.place, text: correct }] } : undefined;
      yield { message: "insecure", data: { origin: origin.text }, at: headOf(origin.place), ...(fix && { fix }) };
    }
  },
});
