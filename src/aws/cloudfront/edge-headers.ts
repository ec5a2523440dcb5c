import type { HeaderField, HttpRequest, Response } from "../../fetch/index.ts";
import { agree, known, oneOf, possibilities, unknown, type Place, type Tri, type Value } from "../../source/index.ts";
import type { View, World } from "../../template/index.ts";
import { isPreflight, patternMatches, requestHeader } from "../cors-answer.ts";
import { joined, type CorsList, type CorsRules } from "../cors-block.ts";
import type { Api, AwsCause } from "../model.ts";
import { corsConfigOf } from "./headers-policy.ts";
import { MANAGED_CORS_POLICIES } from "./managed-policies.ts";
import { policyRules, writtenOut } from "./policy-rules.ts";

/** What the response headers policy of a behavior does to CORS headers. */
export type EdgeHeaders =
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly reason: string }
  /** `override`: the policy's headers replace those of the origin (C7). */
  | { readonly kind: "rules"; readonly rules: CorsRules; readonly override: Tri; readonly overridePlace: Place }
  /** AWS's own policies: `Access-Control-Allow-Origin: *` where the origin sends none. */
  | { readonly kind: "any-origin"; readonly place: Place };

export function edgeHeadersOf(world: World, behavior: View, api: Api): EdgeHeaders {
  const id = behavior.get("ResponseHeadersPolicyId");
  if (id.kind === "absent") return { kind: "none" };
  const text = id.known();
  const managed = text === undefined ? undefined : MANAGED_CORS_POLICIES.get(text);
  if (managed) return managed.allowsOrigins ? { kind: "any-origin", place: id.place } : { kind: "none" };
  const [mentioned] = id.mentions();
  const resource = mentioned && world.resources.get(mentioned.id);
  if (resource?.type !== "AWS::CloudFront::ResponseHeadersPolicy") return { kind: "unknown", reason: "the response headers policy is out of view" };
  const policy = resource.properties.get("ResponseHeadersPolicyConfig");
  if (["CustomHeadersConfig", "RemoveHeadersConfig"].some((part) => touchesCors(policy.get(part)))) return { kind: "unknown", reason: "the response headers policy changes single CORS headers" };
  const config = corsConfigOf(resource);
  if (config.kind === "absent") return { kind: "none" };
  if (config.kind !== "map") return { kind: "unknown", reason: config.reason ?? "the CORS headers of the policy are out of view" };
  const rules = policyRules(api, config);
  if ((rules.block.refused?.length ?? 0) > 0 || rules.block.unknownProperties.length > 0) return { kind: "unknown", reason: "CloudFront refuses the response headers policy" };
  const written = config.get("OriginOverride");
  const override = written.boolean();
  return { kind: "rules", rules, override: override === undefined ? "maybe" : override ? "yes" : "no", overridePlace: written.place };
}

function touchesCors(part: View): boolean {
  if (part.kind === "absent") return false;
  const items = part.get("Items");
  if (items.kind !== "list") return true;
  return items.items().some((item) => /^access-control-/iu.test(item.get("Header").known() ?? "access-control-"));
}

/** What a viewer gets for an answer of the origin; several where AWS does not say which. */
export function withEdgeHeaders(edge: EdgeHeaders, answer: Response<AwsCause>, request: HttpRequest): readonly Response<AwsCause>[] {
  const origin = requestHeader(request, "origin");
  if (edge.kind === "none" || origin === undefined) return [answer];
  if (edge.kind === "unknown") return [answer, obscured(answer, edge.reason)];
  if (edge.kind === "any-origin") return merged(answer, [header("access-control-allow-origin", known("*"), edge.place), ...preflightOfManaged(request, edge.place)], "no", request);
  const { rules, override } = edge;
  const match = originMatch(rules.allowOrigins, origin);
  if (match.answer === "no") return override === "no" ? [answer] : [answer, obscured(answer, "AWS does not document what becomes of the origin's CORS headers where the policy does not allow the page")];
  return merged(answer, policyHeaders(rules, match, origin, request), override, request);
}

/** C8: it is believed, and not documented, that a policy leaves the status of a preflight as the origin gave it. */
function merged(answer: Response<AwsCause>, added: readonly HeaderField[], override: Tri, request: HttpRequest): readonly Response<AwsCause>[] {
  const isRefused = isPreflight(request) && !(answer.status.kind === "known" && answer.status.text.startsWith("2"));
  const status = isRefused ? unknown("AWS does not document whether a response headers policy answers a preflight that the origin refuses") : answer.status;
  const names = new Set(added.map(({ name }) => name));
  const own = answer.headers.filter(({ name }) => names.has(name.toLowerCase()));
  const others = answer.headers.filter(({ name }) => !names.has(name.toLowerCase()));
  const replaced = { ...answer, status, headers: [...others, ...added] };
  const ownNames = new Set(own.map(({ name }) => name.toLowerCase()));
  const doubtful = new Set(own.filter(({ presence }) => presence === "maybe").map(({ name }) => name.toLowerCase()));
  const missing = added.filter(({ name }) => !ownNames.has(name));
  const { unlisted } = answer;
  const filled = unlisted === "absent" ? missing : missing.map((field) => ({ ...field, value: oneOf([field.value, unknown(unlisted.unknown)]) }));
  const kept = { ...answer, status, headers: [...answer.headers, ...filled] };
  if (override === "yes") return [replaced];
  return override === "maybe" || doubtful.size > 0 ? [kept, replaced] : [kept];
}

function preflightOfManaged(request: HttpRequest, place: Place): readonly HeaderField[] {
  if (!isPreflight(request)) return [];
  const reason = unknown("what this managed policy adds to preflights is not modelled");
  return ["access-control-allow-methods", "access-control-allow-headers"].map((name) => ({ name, value: reason, presence: "maybe", place }));
}

function policyHeaders(rules: CorsRules, match: OriginMatch, origin: string, request: HttpRequest): readonly HeaderField[] {
  const echoed = known(origin);
  // Whether CloudFront sends the wildcard or the caller's origin together with credentials is not documented.
  const sent = match.isStar ? (rules.allowCredentials.value === "no" ? known("*") : oneOf([known("*"), echoed])) : echoed;
  const certain: Value = match.answer === "yes" ? sent : oneOf([sent, unknown("it is not known which origins the policy allows")]);
  const presence = match.answer === "yes" ? "present" : "maybe";
  const headers: HeaderField[] = [{ ...header("access-control-allow-origin", certain, match.place), presence }];
  if (rules.allowCredentials.value !== "no") headers.push({ ...header("access-control-allow-credentials", known("true"), rules.allowCredentials.place), presence: rules.allowCredentials.value === "yes" ? presence : "maybe" });
  const list = (name: string, found: CorsList): void => {
    if (found.presence !== "no") headers.push({ ...header(name, joined(found), found.place), presence });
  };
  list("access-control-expose-headers", rules.exposeHeaders);
  if (!isPreflight(request)) return headers;
  list("access-control-allow-methods", writtenOut(rules));
  list("access-control-allow-headers", rules.allowHeaders);
  if (rules.maxAge) headers.push({ ...header("access-control-max-age", rules.maxAge.value, rules.maxAge.place), presence });
  return headers;
}

interface OriginMatch {
  readonly answer: Tri;
  readonly isStar: boolean;
  readonly place: Place;
}

/** C6. How a domain without a scheme, and a wildcard before one, are compared is not documented in full: these are never more than `maybe`. */
function originMatch(list: CorsList, origin: string): OriginMatch {
  const answers = list.items.map(({ value, place }) => ({ answer: agree(possibilities(value).map((possibility) => textMatches(possibility, origin))), isStar: value.kind === "known" && value.text === "*", place }));
  const best = answers.find(({ answer }) => answer === "yes") ?? answers.find(({ answer }) => answer === "maybe");
  if (best) return best;
  return { answer: list.hidden === undefined && list.presence !== "maybe" ? "no" : "maybe", isStar: false, place: list.place };
}

function textMatches(value: Exclude<Value, { readonly kind: "one-of" }>, origin: string): Tri {
  switch (value.kind) {
    case "unknown":
      return "maybe";
    case "pattern":
      return patternMatches(value.parts, origin) === "no" && patternMatches(["https://", ...value.parts], origin) === "no" ? "no" : "maybe";
    case "known": {
      const { text } = value;
      if (text === "*" || text === origin) return "yes";
      const host = origin.replace(/^[^:]+:\/\//u, "");
      if (text === host) return "maybe";
      return text.includes("*") && patternMatches(text.replace(/^[^:]+:\/\//u, "").split("*").flatMap((part, index) => (index === 0 ? [part] : [undefined, part])), host) !== "no" ? "maybe" : "no";
    }
  }
}

function obscured(answer: Response<AwsCause>, reason: string): Response<AwsCause> {
  const others = answer.headers.filter(({ name }) => !name.toLowerCase().startsWith("access-control-"));
  return { ...answer, headers: others, unlisted: { unknown: reason } };
}

function header(name: string, value: Value, place: Place): HeaderField {
  return { name, value, presence: "present", place };
}
