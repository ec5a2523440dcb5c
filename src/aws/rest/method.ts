import { describe, knownText } from "../../source/index.ts";
import type { Tri, Value } from "../../source/index.ts";
import type { HeaderField } from "../../fetch/index.ts";
import type { View, World } from "../../template/index.ts";
import { functionBehind } from "../functions.ts";
import type { HeaderDeclaration, Integration, MappedResponse, RestMethod, Route } from "../model.ts";
import { invokePermission } from "../permissions.ts";
import { mappingsOf, type ReadMapping } from "./mappings.ts";
import type { IntegrationResponseSpec, IntegrationSpec, MethodResponseSpec, MethodSpec } from "./spec.ts";
import { templateEffect } from "./vtl.ts";

/** A method of the model, with what is written about it. */
export interface ReadMethod extends RestMethod {
  readonly spec: MethodSpec;
  /** Its integration responses have an effect: those of proxy integrations have none (1.3). */
  readonly isMapped: boolean;
  readonly responses: readonly ReadResponse[];
}

export interface ReadResponse extends MappedResponse {
  readonly method: ReadMethod;
  readonly spec: IntegrationResponseSpec;
  readonly mappings: readonly ReadMapping[];
}

export function readMethod(route: Route, spec: MethodSpec): ReadMethod {
  const responses: ReadResponse[] = [];
  const isMapped = route.integration.kind === "mock" || route.integration.kind === "custom";
  const method: ReadMethod = { route, resource: spec.resource, spec, isMapped, responses };
  const twinsOf = methodResponsesByStatus(spec.methodResponses);
  for (const response of spec.integration?.responses ?? []) responses.push(readResponse(method, response, twinsOf(response.status)));
  return method;
}

function readResponse(method: ReadMethod, spec: IntegrationResponseSpec, { hasMethodResponse, twins }: Twins): ReadResponse {
  const isDeclared = declaredIn(hasMethodResponse, twins);
  const mappings: ReadMapping[] = [];
  const declarations: HeaderDeclaration[] = [];
  let overrides: readonly HeaderField[] | undefined | "not asked" = "not asked";
  const response: ReadResponse = {
    method,
    spec,
    status: spec.status,
    statusPlace: spec.statusPlace,
    selectionPattern: spec.pattern,
    place: spec.place,
    hasMethodResponse,
    methodResponsePlace: twins[0]?.place,
    declarations,
    mappings,
    get overrides() {
      if (overrides === "not asked") overrides = overridesOf(method, spec);
      return overrides;
    },
  };
  const read = mappingsOf(spec.parameters, "integration-response", response, isDeclared);
  // Whether AWS refuses a mapping that has no effect anyway is not confirmed.
  mappings.push(...(method.isMapped ? read : read.map((mapping) => ({ ...mapping, problems: [] }))));
  for (const twin of twins) {
    for (const declaration of twin.declarations ?? []) declarations.push({ ...declaration, mapped: isMapped(declaration.name, mappings, spec.parameters) });
  }
  return response;
}

interface Twins {
  readonly hasMethodResponse: Tri;
  /** The method responses of the same status. */
  readonly twins: readonly MethodResponseSpec[];
}

function methodResponsesByStatus(all: readonly MethodResponseSpec[] | undefined): (status: Value) => Twins {
  if (all === undefined) return () => ({ hasMethodResponse: "maybe", twins: [] });
  const byStatus = grouped(all);
  const isUncertain = all.some(({ status }) => knownText(status) === undefined);
  return (status) => {
    const twins = byStatus.get(describe(status)) ?? [];
    if (twins.length > 0) return { hasMethodResponse: "yes", twins };
    return { hasMethodResponse: isUncertain || knownText(status) === undefined ? "maybe" : "no", twins };
  };
}

function grouped(all: readonly MethodResponseSpec[]): ReadonlyMap<string, readonly MethodResponseSpec[]> {
  const groups = new Map<string, MethodResponseSpec[]>();
  for (const response of all) {
    const group = groups.get(describe(response.status));
    if (group) group.push(response);
    else groups.set(describe(response.status), [response]);
  }
  return groups;
}

/** A name that differs in its case only is taken for another one, as far as anybody knows (1.4): `maybe`. */
function declaredIn(hasMethodResponse: Tri, twins: readonly MethodResponseSpec[]): (header: string) => Tri {
  if (hasMethodResponse === "maybe" || twins.some(({ declarations }) => declarations === undefined)) return () => "maybe";
  const names = new Set(twins.flatMap(({ declarations }) => declarations ?? []).map(({ name }) => name));
  const folded = new Set(Array.from(names, (name) => name.toLowerCase()));
  return (header) => (names.has(header) ? "yes" : folded.has(header.toLowerCase()) ? "maybe" : "no");
}

function isMapped(name: string, mappings: readonly ReadMapping[], parameters: View): Tri {
  if (parameters.kind === "opaque") return "maybe";
  const found = mappings.filter(({ header }) => header?.toLowerCase() === name.toLowerCase());
  if (found.some(({ header, problems }) => header === name && problems.every(({ kind }) => kind !== "invalid-key"))) return "yes";
  return found.length > 0 ? "maybe" : "no";
}

function overridesOf(method: ReadMethod, spec: IntegrationResponseSpec): readonly HeaderField[] | undefined {
  const isMock = method.route.integration.kind === "mock";
  const templates = [responseTemplate(spec.templates), isMock ? requestTemplate(method.spec.integration, "application/json") : undefined];
  const fields: HeaderField[] = [];
  for (const template of templates) {
    if (template === undefined || template.kind === "absent") continue;
    const effect = templateEffect(template.text(), { request: undefined, pathParameters: pathParametersOf(method.spec) });
    if (effect === undefined) return undefined;
    fields.push(...effect.headers.map((header) => ({ ...header, place: template.place })));
  }
  return fields;
}

/** `Accept` of a preflight is any type: `application/json`, else the first template (M10). */
export function responseTemplate(templates: View): View | undefined {
  if (templates.kind === "opaque") return templates;
  const json = templates.get("application/json");
  return json.kind === "absent" ? templates.entries()[0]?.value : json;
}

/** The template for a content type; `undefined` where there is none (M9). */
export function requestTemplate(integration: IntegrationSpec | undefined, contentType: string): View | undefined {
  const templates = integration?.requestTemplates;
  if (templates === undefined) return undefined;
  if (templates.kind === "opaque") return templates;
  const found = templates.get(contentType);
  return found.kind === "absent" ? undefined : found;
}

export function pathParametersOf(spec: MethodSpec): ReadonlySet<string> {
  return new Set(spec.segments.flatMap((segment) => /^\{(.+?)\+?\}$/u.exec(segment)?.[1] ?? []));
}

/** The integration as the model has it. */
export function integrationOf(spec: MethodSpec, world: World, apiId: string): Integration {
  const { integration } = spec;
  if (integration === undefined) return { kind: "missing", place: spec.place, functionId: undefined, target: "no integration" };
  const { place, type, uri } = integration;
  const functionId = functionBehind(world, uri);
  const credentials = integration.view.get(integration.view.has("Credentials") ? "Credentials" : "credentials");
  const permission = { invokePermission: invokePermission(world, functionId, apiId, credentials) };
  switch (type) {
    case "MOCK":
      return { kind: "mock", place, functionId: undefined, target: "MOCK" };
    case "AWS_PROXY":
      return { kind: "proxy-function", place, functionId, target: functionTarget(functionId), ...permission };
    case "AWS":
      return { kind: "custom", place, functionId, target: functionId === undefined ? serviceOf(uri) : functionTarget(functionId), ...permission };
    case "HTTP_PROXY":
    case "HTTP":
      return { kind: type === "HTTP" ? "custom" : "proxy-http", place, functionId: undefined, target: uri.kind === "absent" ? "an HTTP back end" : describe(uri.text()) };
    default:
      return { kind: "unknown", place, functionId, target: "an integration that is not known" };
  }
}

function functionTarget(functionId: string | undefined): string {
  return functionId === undefined ? "a Lambda function" : `Lambda function ${functionId}`;
}

function serviceOf(uri: View): string {
  const [, service] = /:apigateway:[^:]*:([\w.-]+):(?:path|action)/u.exec(uri.kind === "absent" ? "" : describe(uri.text())) ?? [];
  if (service === undefined) return "an AWS service";
  return service === "lambda" ? "a Lambda function" : service.toUpperCase();
}
