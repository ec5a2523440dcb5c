import type { CorsError } from "../../src/fetch/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import { headOf } from "../shared/places.ts";
import { obstacleOf } from "../shared/verdicts.ts";

const EXPLAINS: readonly CorsError[] = ["AllowOriginMismatch", "PreflightAllowOriginMismatch", "WildcardOriginNotAllowed", "PreflightWildcardOriginNotAllowed"];

/**
 * CloudFront decides header by header: with OriginOverride those of the policy replace those of the API, without it those of the API stay and
 * the policy adds what is missing. So a page can get the origin from the one and the credentials from the other.
 */
export default defineRule({
  id: "conflicting-cloudfront-cors-policy",
  meta: {
    description: "Require response headers policies that agree with the CORS headers of what stands behind",
    severity: "error",
    set: "recommended",
    category: "edge",
    reference: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html#understanding-response-headers-policies-cors",
    failureModes: ["F75"],
    explains: EXPLAINS,
    messages: {
      stays: "Without OriginOverride the origin that {{target}} sends stays, so the browser blocks {{page}}, which this policy allows.",
      replaced: "This policy replaces the origin that {{target}} sends by `*`, beside which {{target}} allows credentials: browsers block every request that sends them.",
      added: "Without OriginOverride the `*` that {{target}} sends stays, and this policy adds credentials to it: browsers block every request that sends them.",
    },
    help: "Configure CORS in one place: leave it to the API, or set `OriginOverride: true` and list the origins in the policy.",
  },

  apis: ["distribution"],
  *route(route, { blocked }) {
    const policy = route.headersPolicy;
    if (!policy || policy.override === "maybe" || route.intent.kind !== "browser") return;
    for (const isWildcard of [false, true]) {
      const found = blocked(route).find(({ verdict }) => EXPLAINS.includes(verdict.error) && verdict.error.includes("Wildcard") === isWildcard && !obstacleOf(verdict));
      if (!found) continue;
      const { request, verdict } = found;
      const origin = verdict.evidence.find(({ what, place }) => what === "Access-Control-Allow-Origin" && place)?.place;
      const data = { target: route.integration.target, page: request.request.origin };
      const explains = EXPLAINS.filter((error) => error.includes("Wildcard") === isWildcard);
      const common = { data, route, verdict, explains, related: origin && policy.override === "no" ? [{ place: origin, note: "this stays" }] : route.intent.evidence.slice(0, 1) };
      if (!isWildcard) yield { message: "stays", at: headOf(policy.overridePlace), ...common };
      else if (policy.override === "no") yield { message: "added", at: headOf(policy.overridePlace), severity: "warning", ...common };
      else yield { message: "replaced", at: headOf(origin ?? policy.overridePlace), severity: "warning", ...common };
    }
  },
});
