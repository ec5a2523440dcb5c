import { describe, type Place, type Tri } from "../../source/index.ts";
import type { View } from "../../template/index.ts";
import type { Authorization, RequiredHeader } from "../model.ts";
import type { OpenApiDocument } from "../openapi/index.ts";

/** Who may call a route, and the headers that it takes. */
export interface Access {
  readonly authorization: Authorization;
  readonly requiredHeaders: readonly RequiredHeader[];
}

export const OPEN: Access = { authorization: { kind: "none" }, requiredHeaders: [] };

/** Headers that each preflight has; an identity source among them can be there. */
const ON_PREFLIGHT: ReadonlySet<string> = new Set(["origin", "host", "accept", "user-agent", "access-control-request-method", "referer"]);

/** `AuthorizationType` and `AuthorizerId` of a route, or of the overrides of a quick-created one. */
export function routeAccess(properties: View): Access {
  const type = properties.get("AuthorizationType");
  const authorizer = properties.get("AuthorizerId");
  if (type.kind === "absent") {
    return authorizer.kind === "absent" ? OPEN : notKnown("the route names an authorizer and no AuthorizationType");
  }
  switch (type.known()?.toUpperCase()) {
    case "NONE":
      return OPEN;
    case "AWS_IAM":
      return signed(type.place);
    case "JWT":
      return authorized("jwt", authorizer, type.place);
    case "CUSTOM":
      return authorized("request", authorizer, type.place);
    default:
      return notKnown(`the authorization type is ${describe(type.text())}`);
  }
}

function notKnown(reason: string): Access {
  return { authorization: { kind: "unknown", reason }, requiredHeaders: [] };
}

/** A request that is signed with Signature Version 4, as the AWS SDKs and Amplify do it. */
export function signed(place: Place): Access {
  const requiredHeaders = ["authorization", "x-amz-date"].map((name) => ({ name, because: "iam" as const, place }));
  return { authorization: { kind: "iam", place }, requiredHeaders };
}

function authorized(type: "jwt" | "request", authorizer: View, place: Place): Access {
  const resource = authorizer.reference()?.resource;
  const sources = resource?.properties.get("IdentitySource");
  return access(type, resource?.id ?? describe(authorizer.text()), place, sources ? sourcesIn(sources) : undefined);
}

interface IdentitySource {
  /** `$request.header.Authorization`; `undefined` where it is not known. */
  readonly text: string | undefined;
  readonly place: Place;
}

function sourcesIn(view: View): readonly IdentitySource[] | undefined {
  if (view.kind === "absent") return [];
  if (view.kind === "opaque") return undefined;
  const items = view.kind === "list" ? view.items() : [view];
  return items.flatMap((item) => (item.known() ?? "").split(",").map((text) => ({ text: item.known() === undefined ? undefined : text.trim(), place: item.place })));
}

/**
 * A JWT authorizer refuses whoever brings no token, and a Lambda authorizer is not even called where an identity source is missing; a preflight
 * never has either. Without identity sources the function decides.
 */
function access(type: "jwt" | "request", name: string, place: Place, sources: readonly IdentitySource[] | undefined): Access {
  const requiredHeaders = (sources ?? []).flatMap(({ text, place: at }): RequiredHeader[] => {
    const header = /^\$request\.header\.(.+)$/iu.exec(text ?? "")?.[1]?.toLowerCase();
    return header === undefined || ON_PREFLIGHT.has(header) ? [] : [{ name: header, because: "authorizer", place: at }];
  });
  const refusesPreflight: Tri = type === "jwt" || requiredHeaders.length > 0 ? "yes" : "maybe";
  return { authorization: { kind: "authorizer", type, name, place, refusesPreflight }, requiredHeaders };
}

/** `security` of an operation, with the schemes of the document. Several alternatives: any may do, so nothing is certain. */
export function operationAccess(document: OpenApiDocument, operation: View): Access {
  const security = operation.get("security");
  const own = operation.get("x-amazon-apigateway-auth").get("type").known()?.toUpperCase();
  if (own === "AWS_IAM") return signed(operation.get("x-amazon-apigateway-auth").place);
  if (security.kind === "opaque") return notKnown(security.reason ?? "the security of the operation is out of view");
  if (security.kind === "absent") {
    const shared = document.root.get("security");
    return shared.kind === "absent" || own === "NONE" ? OPEN : notKnown("AWS does not document whether an HTTP API uses the security of the whole document");
  }
  const alternatives = security.items().map((item) => item.entries());
  const [first, ...others] = alternatives;
  const [requirement] = first ?? [];
  if (!requirement) return OPEN;
  if (others.length > 0) return notKnown("the operation has several alternatives of security");
  const scheme = document.securityScheme(requirement.key);
  // SAM writes `Authorizer: NONE` as a requirement of that name, without a scheme.
  return requirement.key === "NONE" && scheme.kind === "absent" ? OPEN : schemeAccess(scheme, requirement.key, requirement.keyPlace);
}

function schemeAccess(scheme: View, name: string, place: Place): Access {
  if (scheme.get("x-amazon-apigateway-authtype").known()?.toLowerCase() === "awssigv4") return signed(place);
  const authorizer = scheme.get("x-amazon-apigateway-authorizer");
  const type = authorizer.get("type").known()?.toLowerCase();
  const sources = sourcesIn(authorizer.get("identitySource"));
  if (type === "jwt") return access("jwt", name, place, sources);
  if (type === "request") return access("request", name, place, sources);
  return notKnown(`the security scheme ${name} is out of view`);
}
