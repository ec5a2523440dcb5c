import { defineRule, type Regression } from "../../src/linter/index.ts";

/**
 * A page keeps sending the requests that it sent yesterday. Where the new version answers one of them in another way, the browser blocks
 * it, and the first to notice are the users; so both versions are asked, and the browser's verdicts are compared, not texts.
 */
export default defineRule({
  id: "cors-regression",
  meta: {
    description: "Forbid changes after which browsers block requests that they let through before",
    severity: "error",
    set: "recommended",
    category: "deployment",
    reference: "https://fetch.spec.whatwg.org/#http-cors-protocol",
    failureModes: ["F66"],
    messages: {
      blocked: "Pages on {{origins}} could call {{calls}}{{manner}}; browsers block it from this change on.",
      preflight: "The preflight of {{calls}} from {{origins}}{{manner}} passed; it fails from this change on, and browsers block the call.",
      gone: "Pages on {{origins}} could call {{calls}}; nothing serves it from this change on, and the call fails.",
    },
    help: "Put back what let the request through, or change the pages that send it first.",
  },

  *change({ regressions }) {
    for (const regression of regressions) {
      const { kind, verdict, wasAllowed, allowedBy } = regression;
      yield {
        message: kind === "gone" ? "gone" : wasAllowed === "yes" ? "blocked" : "preflight",
        data: { origins: listed(regression.origins), calls: listed(regression.calls), manner: regression.manner === "" ? "" : ` ${regression.manner}` },
        at: regression.place,
        related: allowedBy ? [{ place: allowedBy, note: kind === "gone" ? "served it before" : "let it through before" }] : [],
        routes: regression.routes,
        severity: isCertain(regression) ? "error" : "warning",
        ...(verdict && { verdict }),
      };
    }
  },
});

/** It is a warning where nothing shows that a page sends such a request, or that it could read the response. */
function isCertain({ wasAllowed, isAssumed }: Regression): boolean {
  return wasAllowed === "yes" && !isAssumed;
}

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, 3).join(", ");
  return texts.length > 3 ? `${shown} and ${texts.length - 3} more` : shown;
}
