import type { Place } from "../../source/index.ts";
import type { View } from "../../template/index.ts";
import { isHidden, type OpenApiDocument } from "../openapi/index.ts";
import type { Obstacle, RequiredHeader } from "../model.ts";
import type { AccessSpec } from "./spec.ts";

/** Headers that a preflight may carry, or that the gateway adds: an identity source among them does not show that one is missing (1.6). */
const MAY_BE_ON_PREFLIGHTS = /^(?:accept|accept-encoding|accept-language|access-control-request-(?:method|headers)|cache-control|cloudfront-.*|connection|content-length|dnt|host|origin|pragma|priority|referer|sec-.*|te|upgrade-insecure-requests|user-agent|via|x-amz-cf-id|x-amzn-.*|x-forwarded-.*)$/iu;

const OPEN: AccessSpec = { authorization: { kind: "none" }, headers: [], refusal: "UNAUTHORIZED", evidence: "documented", refusesPreflight: "no" };

/** `AuthorizationType` and `AuthorizerId` of an `AWS::ApiGateway::Method`. */
export function accessOfResource(properties: View): AccessSpec {
  const type = properties.get("AuthorizationType");
  const authorizer = properties.get("AuthorizerId");
  if (type.kind === "absent") return authorizer.kind === "absent" ? OPEN : undecided("the AuthorizationType is not written");
  switch (type.known()?.toUpperCase()) {
    case "NONE":
      return OPEN;
    case "AWS_IAM":
      return iam(type.place);
    case "COGNITO_USER_POOLS":
      return cognito(authorizerOf(authorizer, type.place));
    case "CUSTOM":
      return custom(authorizerOf(authorizer, type.place));
    default:
      return undecided("the AuthorizationType is not known");
  }
}

/**
 * `security` of an OpenAPI operation; that of the document's root is not used by API Gateway. `apiKey`: the operation wants an API key.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export function accessOfOperation(operation: View, document: OpenApiDocument): { readonly access: AccessSpec; readonly apiKey: Place | undefined } {
  const auth = operation.get("x-amazon-apigateway-auth").get("type");
  const security = operation.get("security");
  if (auth.known()?.toUpperCase() === "AWS_IAM") return { access: iam(auth.place), apiKey: undefined };
  if (security.kind === "opaque") return { access: undecided("the security of the operation is not known"), apiKey: undefined };

  let apiKey: Place | undefined;
  let undefinedScheme: string | undefined;
  const found = new Map<string, AccessSpec>();
  for (const requirement of security.items()) {
    if (requirement.kind === "opaque") found.set("", undecided("a security requirement is not known"));
    for (const { key, keyPlace } of requirement.entries()) {
      const scheme = document.securityScheme(key);
      if (isApiKey(scheme)) apiKey ??= keyPlace;
      else if (scheme.kind === "absent") undefinedScheme ??= key;
      else {
        const access = accessOfScheme(key, keyPlace, scheme, document);
        if (access !== undefined) found.set(key, access);
      }
    }
  }
  // A scheme that nothing defines adds nothing to one that is defined.
  if (undefinedScheme !== undefined && found.size === 0) found.set(undefinedScheme, undecided(`the security scheme ${undefinedScheme} is not in view`));
  const [first = OPEN, ...others] = found.values();
  return { access: others.length > 0 ? { ...first, refusesPreflight: "maybe", headers: [], authorization: softened(first) } : first, apiKey };
}

function softened(access: AccessSpec): AccessSpec["authorization"] {
  return access.authorization.kind === "authorizer" ? { ...access.authorization, refusesPreflight: "maybe" } : { kind: "unknown", reason: "there are several security requirements" };
}

function isApiKey(scheme: View): boolean {
  return scheme.get("type").known() === "apiKey" && scheme.get("name").known()?.toLowerCase() === "x-api-key" && !scheme.has("x-amazon-apigateway-authorizer") && !scheme.has("x-amazon-apigateway-authtype");
}

function accessOfScheme(name: string, place: Place, scheme: View, document: OpenApiDocument): AccessSpec | undefined {
  if (isHidden(scheme)) return undecided(`the security scheme ${name} is not in view`);
  const authtype = scheme.get("x-amazon-apigateway-authtype").known()?.toLowerCase();
  if (authtype === "awssigv4") return iam(place);
  const authorizer = document.resolve(scheme.get("x-amazon-apigateway-authorizer"));
  if (authorizer.kind === "absent") return authtype === undefined ? undefined : undecided(`the security scheme ${name} has no authorizer`);
  const header = scheme.get("in").known() === "header" ? scheme.get("name").known() : undefined;
  const source = authorizer.get("identitySource");
  const found: Authorizer = {
    name,
    place,
    type: authorizer.get("type").known()?.toUpperCase(),
    sources: source.kind === "absent" ? [] : source.known()?.split(",").map((each) => each.trim()),
    header: header === undefined || header === "Unused" ? undefined : header,
    ttl: ttlOf(authorizer.get("authorizerResultTtlInSeconds")),
  };
  return found.type === "COGNITO_USER_POOLS" || authtype === "cognito_user_pools" ? cognito(found) : custom(found);
}

interface Authorizer {
  readonly name: string;
  readonly place: Place;
  readonly type: string | undefined;
  /** `undefined`: not known. */
  readonly sources: readonly string[] | undefined;
  /** Of an OpenAPI scheme: the header that carries the token. */
  readonly header: string | undefined;
  /** Seconds for which a result is kept; `undefined`: not known. */
  readonly ttl: number | undefined;
}

function authorizerOf(view: View, place: Place): Authorizer {
  const resource = view.reference()?.resource;
  if (resource === undefined || resource.type !== "AWS::ApiGateway::Authorizer") {
    return { name: view.reference()?.id ?? "of another stack", place, type: undefined, sources: undefined, header: undefined, ttl: undefined };
  }
  const source = resource.properties.get("IdentitySource");
  return {
    name: resource.id,
    place,
    type: resource.properties.get("Type").known()?.toUpperCase(),
    sources: source.kind === "absent" ? [] : source.known()?.split(",").map((each) => each.trim()),
    header: undefined,
    ttl: ttlOf(resource.properties.get("AuthorizerResultTtlInSeconds")),
  };
}

/** The default is 300 seconds. */
function ttlOf(view: View): number | undefined {
  return view.kind === "absent" ? 300 : view.number();
}

/** No page can sign a preflight. The headers are those of a Signature Version 4 request. */
function iam(place: Place): AccessSpec {
  const headers = ["authorization", "x-amz-date"].map((name): RequiredHeader => ({ name, because: "iam", place }));
  return { authorization: { kind: "iam", place }, headers, refusal: "MISSING_AUTHENTICATION_TOKEN", evidence: "documented", refusesPreflight: "yes" };
}

function cognito(authorizer: Authorizer): AccessSpec {
  const headers = headersOf(authorizer, authorizer.sources?.length ? authorizer.sources : undefined);
  return spec(authorizer, "cognito", headers, "yes", "documented");
}

function custom(authorizer: Authorizer): AccessSpec {
  if (authorizer.type === "TOKEN") {
    const headers = headersOf(authorizer, authorizer.sources?.length ? authorizer.sources : undefined);
    const mayBeSent = authorizer.sources === undefined || headers.some(({ name }) => MAY_BE_ON_PREFLIGHTS.test(name));
    return spec(authorizer, "token", mayBeSent ? [] : headers, mayBeSent ? "maybe" : "yes", "reported");
  }
  if (authorizer.type !== "REQUEST") return spec(authorizer, "unknown", [], "maybe", "documented");
  const isCached = authorizer.ttl !== undefined && authorizer.ttl > 0;
  const headers = isCached ? headersOf(authorizer, authorizer.sources).filter(({ name }) => !MAY_BE_ON_PREFLIGHTS.test(name)) : [];
  return spec(authorizer, "request", headers, headers.length > 0 ? "yes" : "maybe", "documented");
}

function spec(authorizer: Authorizer, type: "cognito" | "token" | "request" | "unknown", headers: readonly RequiredHeader[], refusesPreflight: "yes" | "maybe", evidence: Obstacle["evidence"]): AccessSpec {
  const { name, place } = authorizer;
  return { authorization: { kind: "authorizer", type, name, place, refusesPreflight }, headers, refusal: "UNAUTHORIZED", evidence, refusesPreflight };
}

function headersOf(authorizer: Authorizer, sources: readonly string[] | undefined): readonly RequiredHeader[] {
  const fallback = authorizer.header ?? (authorizer.sources === undefined ? undefined : "Authorization");
  const names = sources?.flatMap((source) => /^(?:method\.request\.header|\$request\.header)\.(.+)$/iu.exec(source)?.[1] ?? []) ?? (fallback === undefined ? [] : [fallback]);
  return names.map((name) => ({ name: name.toLowerCase(), because: "authorizer", place: authorizer.place }));
}

function undecided(reason: string): AccessSpec {
  return { authorization: { kind: "unknown", reason }, headers: [], refusal: "UNAUTHORIZED", evidence: "documented", refusesPreflight: "maybe" };
}
