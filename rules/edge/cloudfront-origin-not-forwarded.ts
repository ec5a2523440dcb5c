import { defineRule } from "../../src/linter/index.ts";
import { headOf } from "../shared/places.ts";
import { obstacleOf } from "../shared/verdicts.ts";

/**
 * HTTP APIs, function URLs and buckets add CORS headers only to requests that have an Origin. CloudFront hands on no header that its
 * policies do not name, so they never see one, and every page gets a response without CORS headers.
 */
export default defineRule({
  id: "cloudfront-origin-not-forwarded",
  meta: {
    description: "Require cache behaviors to hand Origin on to what decides by it",
    severity: "warning",
    set: "recommended",
    category: "edge",
    reference: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/header-caching.html#header-caching-web-cors",
    failureModes: ["F74"],
    explains: ["PreflightMissingAllowOriginHeader", "PreflightInvalidStatus", "MissingAllowOriginHeader"],
    messages: {
      hidden: "CloudFront does not hand Origin on to {{target}}, which sends CORS headers only to requests that have one: no page gets any.",
    },
    help: "Name `Origin` in the cache policy, or cache nothing and use the origin request policy AllViewerExceptHostHeader (for a bucket CORS-S3Origin).",
  },

  apis: ["distribution"],
  *refused(route, { blocked }) {
    const hidden = blocked(route).find(({ verdict }) => obstacleOf(verdict)?.kind === "edge-origin");
    if (!hidden || route.intent.kind !== "browser") return;
    yield {
      message: "hidden",
      data: { target: route.integration.target },
      at: headOf(obstacleOf(hidden.verdict)?.place ?? route.place),
      related: route.intent.evidence.slice(0, 1),
      route,
      verdict: hidden.verdict,
    };
  },
});
