import { describe, equals, known, knownText, oneOf, startsWith, unknown } from "../../source/index.ts";
import type { Place, Tri, Value } from "../../source/index.ts";
import type { HeaderField, HttpRequest, Response } from "../../fetch/index.ts";
import { integrationResponses } from "../integration-response.ts";
import type { AwsCause, GatewayResponseType, Obstacle } from "../model.ts";
import type { Gateway } from "./gateway-responses.ts";
import { fieldOf } from "./mappings.ts";
import { pathParametersOf, type ReadMethod, type ReadResponse, requestTemplate, responseTemplate } from "./method.ts";
import { mockStatuses } from "./mock-status.ts";
import { selects } from "./safe-pattern.ts";
import { type TemplateEffect, templateEffect } from "./vtl.ts";

type Answer = Response<AwsCause>;

/** What the integrations of one API answer. */
export interface Surroundings {
  readonly gateway: Gateway;
  /** `*` + `/*` is among the binary media types, or a type of which that matters may be (1.5b). */
  readonly treatsAsBinary: { readonly all: Tri; readonly json: Tri; readonly place: Place };
}

/** What a method answers once nothing stands before its integration (step 8 of 1.2). */
export function integrationAnswers(method: ReadMethod, request: HttpRequest, around: Surroundings): readonly Answer[] {
  const { route, spec } = method;
  const { integration } = spec;
  switch (route.integration.kind) {
    case "mock":
      return mockAnswers(method, request, around);
    case "custom":
      return customAnswers(method, request, around);
    case "proxy-function": {
      const httpMethod = integration?.httpMethod;
      const sent = httpMethod?.known()?.toUpperCase();
      if (httpMethod === undefined || sent === undefined || sent === "POST") return integrationResponses(route, request.method);
      return [refusal(method, around, "DEFAULT_5XX", "runtime-error", "documented", httpMethod.place, `the function is called with ${sent}, and Lambda takes only POST`, request)];
    }
    case "proxy-http":
      return integrationResponses(route, request.method);
    case "missing":
      return [refusal(method, around, "API_CONFIGURATION_ERROR", "missing-integration", "reported", route.place, `${route.method} ${route.path} has no integration`, request), unknownAnswer("the method has no integration")];
    case "unknown":
      return [unknownAnswer("the integration is not known")];
  }
}

/** The answers of mapped responses that are for errors (7.2). */
export function mappedErrors(method: ReadMethod): readonly Answer[] {
  if (!method.isMapped) return [];
  return method.responses.filter((response) => !isSuccess(response)).map((response) => mappedAnswer(response, undefined, undefined));
}

/** A default response is a success, unless its status says that it is not. */
export function isSuccess({ status, selectionPattern }: ReadResponse): boolean {
  return startsWith(status, "2") === "yes" || (selectionPattern === undefined && knownText(status) === undefined);
}

export function unknownAnswer(reason: string): Answer {
  return { status: unknown(reason), headers: [], unlisted: { unknown: reason }, answeredBy: "something that is not in view", cause: { kind: "unknown", reason } };
}

function refusal(method: ReadMethod, around: Surroundings, type: GatewayResponseType, kind: Obstacle["kind"], evidence: Obstacle["evidence"], place: Place, what: string, request: HttpRequest): Answer {
  return around.gateway.answer(type, { kind, evidence, place, route: method.route, what }, request);
}

function mockAnswers(method: ReadMethod, request: HttpRequest, around: Surroundings): readonly Answer[] {
  const { route, spec } = method;
  const { integration } = spec;
  if (integration === undefined) return [unknownAnswer("the integration is not known")];
  if (integration.requestTemplates.kind === "opaque") return [...selected(method, undefined, undefined, request, around), unknownAnswer("the request templates are not known")];
  const template = requestTemplate(integration, contentTypeOf(request));
  if (template === undefined) return answersWithoutTemplate(method, request, around);

  const effect = templateEffect(template.text(), { request, pathParameters: pathParametersOf(spec) });
  const answers = effect === undefined ? selected(method, undefined, undefined, request, around) : mockStatuses(effect.text).flatMap((status) => {
    switch (status.kind) {
      case "status":
        return selected(method, known(status.status), effect, request, around);
      case "none":
        return [refusal(method, around, "DEFAULT_5XX", "mock-without-status", "documented", template.place, `the request template of ${route.method} ${route.path} gives no integer as statusCode`, request)];
      case "unknown":
        return [...selected(method, undefined, effect, request, around), unknownAnswer("what the request template renders is not known")];
    }
  });
  return withBinaryTrouble(answers, method, request, around);
}

/** The docs promise the default response, users and emulators see a server error (M7, U7); strict passthrough refuses (M9). */
function answersWithoutTemplate(method: ReadMethod, request: HttpRequest, around: Surroundings): readonly Answer[] {
  const { route, spec } = method;
  const templates = spec.integration?.requestTemplates;
  const isEmpty = templates === undefined || templates.entries().length === 0;
  const passthrough = spec.integration?.passthrough;
  const behaviour = passthrough?.kind === "absent" ? "WHEN_NO_MATCH" : passthrough?.known()?.toUpperCase();
  const place = templates?.place ?? route.place;
  const name = `${route.method} ${route.path}`;
  const refused = refusal(method, around, "UNSUPPORTED_MEDIA_TYPE", "passthrough", "documented", passthrough?.place ?? place, `${name} has no request template for ${contentTypeOf(request)}, and PassthroughBehavior lets nothing else pass`, request);
  if (behaviour === "NEVER" || (behaviour === "WHEN_NO_TEMPLATES" && !isEmpty)) return [refused];
  const broken = refusal(method, around, "DEFAULT_5XX", "mock-without-template", "reported", place, `the MOCK integration of ${name} has no request template that says which status to give`, request);
  const answers = [...selected(method, undefined, undefined, request, around), broken];
  return behaviour === undefined ? [...answers, refused] : answers;
}

/** A template cannot be applied to a binary body; the lack of a body counts as one (B2, B3). */
function withBinaryTrouble(answers: readonly Answer[], method: ReadMethod, request: HttpRequest, around: Surroundings): readonly Answer[] {
  const { all, json, place } = around.treatsAsBinary;
  const isJson = contentTypeOf(request) === "application/json";
  if (all === "no" && (!isJson || json === "no")) return answers;
  const handling = method.spec.integration?.contentHandling;
  if (handling?.known() === "CONVERT_TO_TEXT") return answers;
  const { route } = method;
  const broken = refusal(method, around, "DEFAULT_5XX", "binary-media-type", "reported", place, `the binary media types make API Gateway take the empty body of ${route.method} ${route.path} for binary, which no request template can read`, request);
  const isSure = all === "yes" && handling?.kind === "absent" && method.responses.every(({ spec }) => spec.contentHandling.kind === "absent");
  return isSure ? [broken] : [...answers, broken];
}

/** The mapped responses for a status that the endpoint gives; `undefined`: whichever status it may be. */
function selected(method: ReadMethod, status: Value | undefined, effect: TemplateEffect | undefined, request: HttpRequest, around: Surroundings): readonly Answer[] {
  const { route, responses, spec } = method;
  if (spec.integration?.responses === undefined) return [unknownAnswer("the integration responses are not known")];
  const found: ReadResponse[] = [];
  let isDecided = false;
  for (const response of responses) {
    if (response.selectionPattern === undefined || isDecided || status === undefined) continue;
    const matches = selects(response.selectionPattern, status);
    if (matches !== "no") found.push(response);
    isDecided = matches === "yes";
  }
  if (!isDecided) found.push(...responses.filter(({ selectionPattern }) => selectionPattern === undefined));
  if (status === undefined && found.length === 0) found.push(...responses.filter(isSuccess));
  if (found.length === 0) {
    const what = responses.length === 0 ? `${route.method} ${route.path} has no integration response` : `no integration response of ${route.method} ${route.path} is for the status ${status === undefined ? "it gives" : describe(status)}`;
    return [refusal(method, around, "API_CONFIGURATION_ERROR", "no-matching-response", "documented", spec.integration.place, what, request)];
  }
  return found.map((response) => {
    if (response.hasMethodResponse !== "no") return mappedAnswer(response, request, effect);
    return refusal(method, around, "API_CONFIGURATION_ERROR", "no-matching-response", "documented", response.place, `${route.method} ${route.path} has no method response for the status ${describe(response.status)}`, request);
  });
}

/** The success responses of an AWS or HTTP integration; what it answers in truth nobody knows (M1 to M4). */
function customAnswers(method: ReadMethod, request: HttpRequest, around: Surroundings): readonly Answer[] {
  const { route, responses, spec } = method;
  if (spec.integration?.responses === undefined) return [unknownAnswer("the integration responses are not known")];
  const strict = strictPassthrough(method, request, around);
  if (strict !== undefined) return [strict];
  const usable = responses.filter(isSuccess);
  const candidates = usable.length > 0 ? [...usable.filter(({ selectionPattern }) => selectionPattern === undefined), ...usable.filter(({ selectionPattern }) => selectionPattern !== undefined)] : responses;
  if (candidates.length === 0) return selected(method, undefined, undefined, request, around);
  return candidates.map((response) =>
    response.hasMethodResponse === "no"
      ? refusal(method, around, "API_CONFIGURATION_ERROR", "no-matching-response", "documented", response.place, `${route.method} ${route.path} has no method response for the status ${describe(response.status)}`, request)
      : mappedAnswer(response, request, undefined),
  );
}

function strictPassthrough(method: ReadMethod, request: HttpRequest, around: Surroundings): Answer | undefined {
  const { route, spec } = method;
  const { integration } = spec;
  if (integration?.passthrough.known()?.toUpperCase() !== "NEVER" || integration.requestTemplates.kind === "opaque") return undefined;
  if (requestTemplate(integration, contentTypeOf(request)) !== undefined) return undefined;
  const what = `${route.method} ${route.path} has no request template for ${contentTypeOf(request)}, and PassthroughBehavior lets nothing else pass`;
  return refusal(method, around, "UNSUPPORTED_MEDIA_TYPE", "passthrough", "documented", integration.passthrough.place, what, request);
}

/** The mapped headers, and over them what templates set (M11, M12). */
function mappedAnswer(response: ReadResponse, request: HttpRequest | undefined, requestEffect: TemplateEffect | undefined): Answer {
  const { route, spec } = response.method;
  let headers: readonly HeaderField[] = response.mappings.flatMap((mapping) => fieldOf(mapping, request) ?? []);
  let status = response.status;
  let unlisted: Answer["unlisted"] = response.spec.parameters.kind === "opaque" ? { unknown: "the header mappings are not known" } : "absent";
  const template = responseTemplate(response.spec.templates);
  const effect = template === undefined || template.kind === "absent" ? undefined : templateEffect(template.text(), { request, pathParameters: pathParametersOf(spec) });
  if (template !== undefined && template.kind !== "absent" && effect === undefined) {
    unlisted = { unknown: "what the response template does to the headers is not known" };
    headers = headers.map((field) => ({ ...field, value: unknown("the response template may change it") }));
  }
  if (setsHeadersInRequestTemplate(response, requestEffect)) unlisted = { unknown: "what the request template does to the headers is not known" };
  for (const each of [requestEffect, effect]) {
    if (each === undefined) continue;
    headers = overridden(headers, each, template?.place ?? response.place);
    if (each.status !== undefined) status = each.status.presence === "present" ? statusFrom(each.status.value, status) : oneOf([status, each.status.value]);
  }
  return {
    status,
    headers,
    unlisted,
    answeredBy: `the ${route.integration.kind === "mock" ? "MOCK integration" : "integration response"} of ${route.method} ${route.path}`,
    cause: { kind: "mapped-response", response },
    place: response.place,
  };
}

/** Recorded for MOCK only (M12); for others nobody knows. */
function setsHeadersInRequestTemplate({ method }: ReadResponse, requestEffect: TemplateEffect | undefined): boolean {
  const { integration } = method.spec;
  if (requestEffect !== undefined || integration === undefined) return false;
  return integration.requestTemplates.kind === "opaque" || integration.requestTemplates.entries().some(({ value }) => JSON.stringify(value.text()).includes("responseOverride"));
}

/** A status that is no number from 100 to 599 is ignored (M15). */
function statusFrom(override: Value, status: Value): Value {
  const text = knownText(override);
  return text !== undefined && !/^[1-5]\d\d$/u.test(text) ? status : override;
}

function overridden(headers: readonly HeaderField[], effect: TemplateEffect, place: Place): readonly HeaderField[] {
  let result = headers;
  for (const { name, value, presence } of effect.headers) {
    const twins = result.filter((field) => field.name.toLowerCase() === name.toLowerCase());
    const others = result.filter((field) => !twins.includes(field));
    const [twin] = twins;
    if (presence === "present" || twin === undefined) result = [...others, { name, value, presence, place }];
    else result = [...others, ...twins.map((field) => ({ ...field, value: oneOf([field.value, value]) }))];
  }
  return result;
}

/** Without a Content-Type API Gateway assumes JSON (M9). */
function contentTypeOf(request: HttpRequest): string {
  const value = request.headers.find(([name]) => name === "content-type")?.[1];
  return value?.split(";")[0]?.trim().toLowerCase() || "application/json";
}

export function isBinaryFor(types: readonly { readonly value: Value }[], mediaType: string): Tri {
  const answers = types.map(({ value }) => equals(value, mediaType));
  return answers.includes("yes") ? "yes" : answers.includes("maybe") ? "maybe" : "no";
}
