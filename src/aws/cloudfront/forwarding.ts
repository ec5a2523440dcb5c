import type { Place, Tri } from "../../source/index.ts";
import type { View, World } from "../../template/index.ts";
import { type HandedOn, MANAGED_CACHE_POLICIES, MANAGED_ORIGIN_REQUEST_POLICIES } from "./managed-policies.ts";

/** Which headers of a request CloudFront hands on to the origin of a behavior (C1). */
export interface Forwarding {
  /** `maybe`: the policy that decides it is out of view. */
  forwards(header: string): Tri;
  /** The line that decides: the cache policy, the forwarded values, or the behavior as a whole. */
  readonly place: Place;
}

/** A header reaches the origin if the cache policy or the origin request policy names it, or the older `ForwardedValues`. */
export function forwardingOf(world: World, behavior: View): Forwarding {
  const legacy = behavior.get("ForwardedValues");
  const cache = behavior.get("CachePolicyId");
  const request = behavior.get("OriginRequestPolicyId");
  const parts: (HandedOn | undefined)[] = [];
  if (cache.kind !== "absent") {
    parts.push(policyHeaders(world, cache, "AWS::CloudFront::CachePolicy", MANAGED_CACHE_POLICIES, (policy) => policy.get("CachePolicyConfig").get("ParametersInCacheKeyAndForwardedToOrigin").get("HeadersConfig")));
    if (request.kind !== "absent") parts.push(policyHeaders(world, request, "AWS::CloudFront::OriginRequestPolicy", MANAGED_ORIGIN_REQUEST_POLICIES, (policy) => policy.get("OriginRequestPolicyConfig").get("HeadersConfig")));
  } else parts.push(legacy.kind === "map" ? listed(legacy.get("Headers"), "*") : undefined);
  const deciding = request.kind !== "absent" ? request : cache.kind !== "absent" ? cache : legacy;
  return {
    place: deciding.kind === "absent" ? behavior.place : deciding.place,
    forwards(header) {
      const answers = parts.map((part) => (part ? handsOn(part, header) : "maybe"));
      return answers.includes("yes") ? "yes" : answers.includes("maybe") ? "maybe" : "no";
    },
  };
}

function handsOn(headers: HandedOn, header: string): Tri {
  switch (headers.kind) {
    case "all":
      return "yes";
    case "all-but":
      return headers.names.includes(header) ? "no" : "yes";
    case "only":
      return headers.names.includes(header) ? "yes" : "no";
  }
}

function policyHeaders(world: World, id: View, type: string, managed: ReadonlyMap<string, HandedOn>, configOf: (properties: View) => View): HandedOn | undefined {
  const text = id.known();
  if (text !== undefined) return managed.get(text);
  const [mentioned] = id.mentions();
  const resource = mentioned && world.resources.get(mentioned.id);
  return resource?.type === type ? behaviorOf(configOf(resource.properties)) : undefined;
}

/** `HeadersConfig` of either policy. */
function behaviorOf(config: View): HandedOn | undefined {
  switch (config.get("HeaderBehavior").known()) {
    case "none":
      return { kind: "only", names: [] };
    case "whitelist":
      return listed(config.get("Headers"));
    case "allViewer":
    case "allViewerAndWhitelistCloudFront":
      return { kind: "all" };
    case "allExcept": {
      const names = listed(config.get("Headers"));
      return names?.kind === "only" ? { kind: "all-but", names: names.names } : undefined;
    }
    default:
      return undefined;
  }
}

function listed(list: View, all?: string): HandedOn | undefined {
  if (list.kind === "absent") return { kind: "only", names: [] };
  if (list.kind !== "list") return undefined;
  const names = list.items().map((item) => item.known()?.toLowerCase());
  if (all !== undefined && names.includes(all)) return { kind: "all" };
  return names.every((name) => name !== undefined) ? { kind: "only", names } : undefined;
}
