import { defineRule } from "../../src/linter/index.ts";
import { headOf } from "../shared/places.ts";
import { obstacleOf } from "../shared/verdicts.ts";

/**
 * A cache behavior takes GET and HEAD unless it says more. CloudFront itself refuses every other method with 403, OPTIONS included, so the
 * API behind it never sees a preflight, however well it would answer.
 */
export default defineRule({
  id: "cloudfront-options-not-allowed",
  meta: {
    description: "Require cache behaviors in front of an API that browsers call to allow OPTIONS",
    severity: "warning",
    set: "recommended",
    category: "edge",
    reference: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesAllowedHTTPMethods",
    failureModes: ["F73"],
    explains: ["PreflightMissingAllowOriginHeader", "MissingAllowOriginHeader"],
    messages: {
      preflight: "CloudFront refuses OPTIONS for {{path}}, so preflights never reach {{target}} and browsers never send {{methods}} requests that need one.",
      method: "CloudFront refuses {{methods}} for {{path}}, so these requests never reach {{target}}.",
    },
    help: "Set `AllowedMethods` to `[GET, HEAD, OPTIONS]`, or to all seven methods where the API takes more than reads.",
  },

  apis: ["distribution"],
  *refused(route, { blocked }) {
    const refused = blocked(route).filter(({ verdict }) => obstacleOf(verdict)?.kind === "edge-method");
    const [first] = refused;
    if (!first || route.intent.kind !== "browser") return;
    const methods = [...new Set(refused.map(({ request }) => request.request.method))].join(", ");
    yield {
      message: first.verdict.exchange === "preflight" ? "preflight" : "method",
      data: { path: route.path, methods, target: route.integration.target },
      at: headOf(obstacleOf(first.verdict)?.place ?? route.place),
      related: route.intent.evidence.slice(0, 1),
      route,
      verdict: first.verdict,
    };
  },
});
