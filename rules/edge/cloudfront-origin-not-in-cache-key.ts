import { defineRule } from "../../src/linter/index.ts";
import { headOf } from "../shared/places.ts";

/**
 * CloudFront keeps one answer for all requests that are alike in what the cache policy names. Where that is not Origin, the answer that was
 * made for one page, or for no page at all, is handed to the next, which it does not allow.
 */
export default defineRule({
  id: "cloudfront-origin-not-in-cache-key",
  meta: {
    description: "Require caches to keep an answer for each Origin where the answer depends on it",
    severity: "warning",
    set: "recommended",
    category: "edge",
    reference: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/header-caching.html#header-caching-web-cors",
    failureModes: ["F39", "F74"],
    explains: ["MissingAllowOriginHeader", "AllowOriginMismatch", "PreflightMissingAllowOriginHeader", "PreflightAllowOriginMismatch"],
    messages: {
      page: "CloudFront keeps one answer of {{target}} for all pages: what was made for {{other}} is handed to {{page}}, where the browser blocks it.",
      elsewhere: "CloudFront keeps one answer of {{target}} for all requests: what was made for one without Origin allows no page, and browsers block it for {{page}}.",
    },
    help: "Name `Origin` in the cache policy, or cache nothing there (CachingDisabled).",
  },

  apis: ["distribution"],
  *route(route) {
    const [copy] = route.intent.kind === "browser" ? (route.sharedCopies?.() ?? []) : [];
    if (!copy) return;
    const { madeFor, request, verdict, place } = copy;
    const data = { target: route.integration.target, page: request.origin };
    // A request that is blocked also without the cache has another cause.
    const common = { at: headOf(place), related: route.intent.evidence.slice(0, 1), route, verdict, explains: [] };
    if (madeFor === undefined) yield { message: "elsewhere", data, ...common };
    else yield { message: "page", data: { ...data, other: madeFor }, ...common };
  },
});
