import type { MapNode, Node, Place } from "../../source/index.ts";
import { everyMethod, securityOf, setSecurity } from "./body.ts";
import { EditableList, EditableMap, isLiteralTrue, isSame, isTruthy, mapFrom, ref, scalar, stringOf, sub } from "./editable.ts";
import { derivedResource } from "./made.ts";
import type { Made } from "./made.ts";
import { pythonText, refuseDocument, refuseResource, refuseTemplate } from "./refusal.ts";
import { addCustomStatements, addResourcePolicy } from "./resource-policy.ts";
import { restAuthorizers, securityDefinition } from "./rest-authorizers.ts";
import type { RestAuthorizer } from "./rest-authorizers.ts";
import type { Expansion, Serverless } from "./serverless.ts";
import { addApiKeyDefinition, addIamDefinition, isIncluded, isSwagger, openSwagger, postprocessOpenApi, securityDefinitions } from "./swagger.ts";

const KEYS = ["Authorizers", "DefaultAuthorizer", "InvokeRole", "AddDefaultAuthorizerToCorsPreflight", "AddApiKeyRequiredToCorsPreflight", "ApiKeyRequired", "ResourcePolicy", "UsagePlan"];
const NO_METHODS = ["summary", "description", "parameters"];

/** `Auth`, as a map whose values may still be references; `undefined` where there is none. */
export function authOf(expansion: Expansion, api: Serverless): MapNode | undefined {
  const auth = expansion.look(api.properties.get("Auth"));
  return auth?.kind === "map" && isTruthy(auth) ? auth : undefined;
}

/** What `Auth` of an `AWS::Serverless::Api` does to the body, the preflights included (SAM: "ApiAuth"). */
export function addRestAuth(expansion: Expansion, api: Serverless): void {
  const entry = api.properties.entry("Auth");
  const given = expansion.look(entry?.value);
  if (entry === undefined || !isTruthy(given)) return;
  const place = entry.keyPlace;
  const body = api.properties.get("DefinitionBody");
  if (!isTruthy(body)) refuseResource(api.id, "Auth works only with inline Swagger specified in 'DefinitionBody' property.", place);
  // The text of a parameter holds no key that SAM knows.
  if (given.kind === "scalar") refuseResource(api.id, "Invalid value for 'Auth' property", given.place);
  const auth = authOf(expansion, api);
  if (auth === undefined) return;
  for (const { key, keyPlace } of auth.entries()) if (!KEYS.includes(key)) refuseResource(api.id, "Invalid value for 'Auth' property", keyPlace);
  if (isIncluded(body)) return;
  if (!isSwagger(body)) refuseResource(api.id, "Unable to add Auth configuration because 'DefinitionBody' does not contain a valid Swagger definition.", place);
  const { doc, paths } = openSwagger(api);
  expansion.open(api);
  const standard = expansion.look(auth.get("DefaultAuthorizer"));
  const authorizers = restAuthorizers(expansion, api, auth, stringOf(standard) === "AWS_IAM");
  if (authorizers !== undefined) {
    const definitions = doc.get("securityDefinitions");
    if (isTruthy(definitions) && definitions.kind !== "map") refuseTemplate("securityDefinitions must be a dictionary.", definitions.place);
    const target = securityDefinitions(doc, auth.place);
    for (const authorizer of authorizers.values()) target.set(authorizer.name, securityDefinition(expansion, api, authorizer), authorizer.place);
    if (isTruthy(standard)) addDefaultAuthorizer(expansion, api, { doc, paths, auth, authorizers, standard });
  }
  if (isTruthy(expansion.look(auth.get("ApiKeyRequired")))) {
    const definitions = doc.get("securityDefinitions");
    if (isTruthy(definitions) && definitions.kind !== "map") refuseTemplate("securityDefinitions must be a dictionary.", definitions.place);
    const required = auth.get("ApiKeyRequired")?.place ?? auth.place;
    addApiKeyDefinition(doc, required);
    const toPreflight = isTruthy(expansion.look(auth.get("AddApiKeyRequiredToCorsPreflight") ?? scalar(required, true)));
    for (const path of expansion.pathsInOrder(api, paths)) requireApiKey((keys) => expansion.methodsInOrder(api, keys), paths, path, required, toPreflight);
  }
  const policy = expansion.look(auth.get("ResourcePolicy"));
  if (isTruthy(policy)) {
    if (policy.kind !== "map") refuseDocument("ResourcePolicy must be a map (ResourcePolicyStatement).", policy.place);
    for (const path of expansion.pathsInOrder(api, paths)) addResourcePolicy(doc, paths, policy, path, api.properties.get("StageName"), expansion.parameters);
    addCustomStatements(doc, policy);
  }
  postprocessOpenApi(doc, api.properties.get("OpenApiVersion"));
}

interface DefaultAuthorizer {
  readonly doc: EditableMap;
  readonly paths: EditableMap;
  readonly auth: MapNode;
  readonly authorizers: ReadonlyMap<string, RestAuthorizer>;
  readonly standard: Node;
}

function addDefaultAuthorizer(expansion: Expansion, api: Serverless, { doc, paths, auth, authorizers, standard }: DefaultAuthorizer): void {
  const name = stringOf(standard);
  if (name === undefined) return refuseResource(api.id, "DefaultAuthorizer is not a string.", standard.place);
  if (!authorizers.has(name) && name !== "AWS_IAM") {
    refuseResource(api.id, `Unable to set DefaultAuthorizer because '${name}' was not defined in 'Authorizers'.`, standard.place);
  }
  const toPreflight = isTruthy(expansion.look(auth.get("AddDefaultAuthorizerToCorsPreflight") ?? scalar(standard.place, true)));
  const scopes = authorizers.get(name)?.settings?.get("AuthorizationScopes");
  const security = mapFrom(standard.place, [[name, scopes === undefined || stringOf(scopes) === "" ? new EditableList(standard.place) : scopes, standard.place]]);
  const names = new Set(["AWS_IAM", ...authorizers.keys()]);
  for (const path of expansion.pathsInOrder(api, paths)) {
    for (const { method, definition } of everyMethod(paths, path, NO_METHODS, (keys) => expansion.methodsInOrder(api, keys))) {
      if (method === "options" && !toPreflight) continue;
      const items = withDefault(securityMaps(definition, path, method), names, security);
      if (items.length === 0) continue;
      setSecurity(definition, items, standard.place);
      if (items[0]?.has("AWS_IAM") === true) addIamDefinition(doc, standard.place);
    }
  }
}

/** `NONE` keeps the default away and disappears; an authorizer of the method's own stays instead of it. */
function withDefault(existing: readonly MapNode[], names: ReadonlySet<string>, standard: MapNode): MapNode[] {
  const isAuthorizer = (item: MapNode): boolean => [...item.keys()].some((key) => names.has(key));
  const others = existing.filter((item) => !isAuthorizer(item));
  const own = existing.filter(isAuthorizer);
  const none = others.findIndex((item) => item.has("NONE"));
  if (none >= 0) return others.toSpliced(none, 1);
  return [...others, ...(own.length > 0 ? own : [standard])];
}

function securityMaps(definition: EditableMap, path: string, method: string): MapNode[] {
  return securityOf(definition, path, method).map((item) =>
    item.kind === "map" ? item : refuseDocument(`${pythonText(item)} in Security for path ${path} method ${method} is not a valid dictionary.`, item.place),
  );
}

function requireApiKey(order: (keys: Iterable<string>) => string[], paths: EditableMap, path: string, place: Place, toPreflight: boolean): void {
  for (const { method, definition } of everyMethod(paths, path, NO_METHODS, order)) {
    const existing = securityMaps(definition, path, method);
    const isKey = (item: MapNode): boolean => item.has("api_key") || item.has("api_key_false");
    const others = existing.filter((item) => !isKey(item));
    const isExempt = existing.some((item) => item.has("api_key_false")) || (method === "options" && !toPreflight);
    const items = isExempt ? others : [...others, mapFrom(place, [["api_key", new EditableList(place)]])];
    const isUnchanged = items.length === existing.length && items.every((item, i) => isSame(item, existing[i]));
    if (!isUnchanged) setSecurity(definition, items, place);
  }
}

/** Permissions for API Gateway to call the functions of Lambda authorizers. */
export function authorizerPermissions(expansion: Expansion, api: Serverless): Made[] {
  const auth = authOf(expansion, api);
  const authorizers = auth === undefined ? undefined : restAuthorizers(expansion, api, auth, false);
  return [...(authorizers?.values() ?? [])].flatMap(({ name, place, settings }) => {
    const functionArn = settings?.get("FunctionArn");
    if (!isTruthy(functionArn) || isLiteralTrue(settings?.get("DisableFunctionDefaultPermissions"))) return [];
    return [authorizerPermission(api, `${api.id}${name}AuthorizerPermission`, functionArn, "aws", place)];
  });
}

export function authorizerPermission(api: Serverless, id: string, functionArn: Node, partition: string, place: Place): Made {
  return derivedResource(api, id, "AWS::Lambda::Permission", place)
    .set("Action", scalar(place, "lambda:InvokeFunction"))
    .set("FunctionName", functionArn)
    .set("Principal", scalar(place, "apigateway.amazonaws.com"))
    .set("SourceArn", sub(place, `arn:${partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/authorizers/*`, [["__ApiId__", ref(place, api.id)]]));
}
