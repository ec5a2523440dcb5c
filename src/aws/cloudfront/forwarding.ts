import type { Place, Tri } from "../../source/index.ts";
import type { View, World } from "../../template/index.ts";
import { type CachePolicy, type HandedOn, type Keeping, MANAGED_CACHE_POLICIES, MANAGED_ORIGIN_REQUEST_POLICIES } from "./managed-policies.ts";

/** Which headers of a request CloudFront hands on to the origin of a behavior (C1), and by which it tells kept copies apart (C2). */
export interface Forwarding {
  /** `maybe`: the policy that decides it is out of view. */
  forwards(header: string): Tri;
  /** The line that decides: the cache policy, the forwarded values, or the behavior as a whole. */
  readonly place: Place;
  readonly keeps: Keeping;
  /** Is there a copy for each value of the header? */
  tellsApart(header: string): Tri;
  /** The line that decides that. */
  readonly keyPlace: Place;
}

/** A header reaches the origin if the cache policy or the origin request policy names it, or the older `ForwardedValues`. */
export function forwardingOf(world: World, behavior: View): Forwarding {
  const legacy = behavior.get("ForwardedValues");
  const cache = behavior.get("CachePolicyId");
  const request = behavior.get("OriginRequestPolicyId");
  const { headers: key, keeps } = cache.kind === "absent" ? legacyPolicy(legacy, behavior) : cachePolicy(world, cache);
  const parts = [key];
  if (cache.kind !== "absent" && request.kind !== "absent") parts.push(requestPolicy(world, request));
  const deciding = request.kind !== "absent" ? request : cache.kind !== "absent" ? cache : legacy;
  const keyPlace = cache.kind !== "absent" ? cache.place : legacy.kind === "absent" ? behavior.place : legacy.place;
  return {
    place: deciding.kind === "absent" ? behavior.place : deciding.place,
    forwards(header) {
      const answers = parts.map((part) => (part ? handsOn(part, header) : "maybe"));
      return answers.includes("yes") ? "yes" : answers.includes("maybe") ? "maybe" : "no";
    },
    keeps,
    tellsApart: (header) => (key ? handsOn(key, header) : "maybe"),
    keyPlace,
  };
}

function legacyPolicy(legacy: View, behavior: View): CachePolicy {
  if (legacy.kind !== "map") return { headers: undefined, keeps: "unknown" };
  const headers = listed(legacy.get("Headers"), "*");
  // What differs in every header is kept for nobody.
  return { headers, keeps: headers?.kind === "all" ? "never" : keepingOf(behavior, { min: 0, byDefault: 86_400, max: 31_536_000 }) };
}

function cachePolicy(world: World, id: View): CachePolicy {
  const text = id.known();
  const managed = text === undefined ? undefined : MANAGED_CACHE_POLICIES.get(text);
  if (managed) return managed;
  const config = policyNamed(world, id, "AWS::CloudFront::CachePolicy")?.get("CachePolicyConfig");
  if (!config) return { headers: undefined, keeps: "unknown" };
  return { headers: behaviorOf(config.get("ParametersInCacheKeyAndForwardedToOrigin").get("HeadersConfig")), keeps: keepingOf(config) };
}

function requestPolicy(world: World, id: View): HandedOn | undefined {
  const text = id.known();
  if (text !== undefined) return MANAGED_ORIGIN_REQUEST_POLICIES.get(text);
  const policy = policyNamed(world, id, "AWS::CloudFront::OriginRequestPolicy");
  return policy && behaviorOf(policy.get("OriginRequestPolicyConfig").get("HeadersConfig"));
}

function policyNamed(world: World, id: View, type: string): View | undefined {
  const [mentioned] = id.mentions();
  const resource = mentioned && world.resources.get(mentioned.id);
  return resource?.type === type ? resource.properties : undefined;
}

interface Times {
  readonly min: number;
  readonly byDefault: number;
  readonly max: number;
}

/** C15: a minimum of more than zero outweighs the origin's `Cache-Control`. */
function keepingOf(view: View, absent?: Times): Keeping {
  const seconds = (name: string, otherwise: number | undefined): number | undefined => (view.get(name).kind === "absent" ? otherwise : view.get(name).number());
  const [min, byDefault, max] = [seconds("MinTTL", absent?.min), seconds("DefaultTTL", absent?.byDefault), seconds("MaxTTL", absent?.max)];
  if (min !== undefined && min > 0) return "always";
  if (min !== 0 || byDefault === undefined || max === undefined) return "unknown";
  if (max === 0) return "never";
  return byDefault > 0 ? "unless-forbidden" : "unknown";
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
