/**
 * The policies that AWS manages, as far as they matter to CORS. Of one that is not listed nothing is assumed.
 *
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
 */

/** Which request headers a policy hands on, in lower case. */
export type HandedOn = { readonly kind: "all" } | { readonly kind: "all-but"; readonly names: readonly string[] } | { readonly kind: "only"; readonly names: readonly string[] };

/** What a cache policy says: the headers that are handed on and tell copies apart, and for how long there are any. */
export interface CachePolicy {
  readonly headers: HandedOn | undefined;
  readonly keeps: Keeping;
}

/**
 * Whether answers to reads are kept: `always` (a minimum of more than zero, whatever the origin says), `unless-forbidden` (where the origin
 * does not say no), `never`, or not known; also where only the origin's own headers ask for it.
 */
export type Keeping = "always" | "unless-forbidden" | "never" | "unknown";

const NONE: HandedOn = { kind: "only", names: [] };

export const MANAGED_CACHE_POLICIES: ReadonlyMap<string, CachePolicy> = new Map<string, CachePolicy>([
  /** CachingOptimized */
  ["658327ea-f89d-4fab-a63d-7e88639e58f6", { headers: NONE, keeps: "always" }],
  /** CachingOptimizedForUncompressedObjects */
  ["b2884449-e4de-46a7-ac36-70bc7f1ddd6d", { headers: NONE, keeps: "always" }],
  /** CachingDisabled */
  ["4135ea2d-6df8-44a3-9df3-4b5a84be39ad", { headers: NONE, keeps: "never" }],
]);

export const MANAGED_ORIGIN_REQUEST_POLICIES: ReadonlyMap<string, HandedOn> = new Map<string, HandedOn>([
  /** AllViewer */
  ["216adef6-5c7f-47e4-b989-5492eafa07d3", { kind: "all" }],
  /** AllViewerExceptHostHeader */
  ["b689b0a8-53d0-40ab-baf2-68738e2966ac", { kind: "all-but", names: ["host"] }],
  /** CORS-CustomOrigin */
  ["59781a5b-3903-41f3-afcb-af62929ccde1", { kind: "only", names: ["origin"] }],
  /** CORS-S3Origin */
  ["88a5eaf4-2fd4-4709-b370-b4c650ea3fcf", { kind: "only", names: ["origin", "access-control-request-headers", "access-control-request-method"] }],
  /** UserAgentRefererHeaders */
  ["acba4595-bd28-49b8-b9fe-13317c0390fa", { kind: "only", names: ["user-agent", "referer"] }],
]);

/** Policies that put `Access-Control-Allow-Origin: *` on responses that have none. What the ones for preflights add to them is not modelled. */
export const MANAGED_CORS_POLICIES: ReadonlyMap<string, { readonly allowsOrigins: boolean }> = new Map([
  /** SimpleCORS */
  ["60669652-455b-4ae9-85a4-c4c02393f86c", { allowsOrigins: true }],
  /** CORS-With-Preflight */
  ["5cc3b908-e619-4b99-88e5-2cf7f45965bd", { allowsOrigins: true }],
  /** CORS-and-SecurityHeadersPolicy */
  ["e61eb60c-9c35-4d20-a928-2b84e02af89c", { allowsOrigins: true }],
  /** CORS-with-preflight-and-SecurityHeadersPolicy */
  ["eaab4381-ed33-4a86-88ca-d9558dc6cd63", { allowsOrigins: true }],
  /** SecurityHeadersPolicy */
  ["67f7725c-6f97-4210-82d7-5512b31e9d03", { allowsOrigins: false }],
]);
