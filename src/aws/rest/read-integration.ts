import { unknown } from "../../source/index.ts";
import type { Value } from "../../source/index.ts";
import type { View } from "../../template/index.ts";
import { isHidden } from "../openapi/index.ts";
import type { IntegrationResponseSpec, IntegrationSpec, MethodResponseSpec } from "./spec.ts";

/** `Properties.Integration` of an `AWS::ApiGateway::Method`. */
export function integrationOfResource(view: View): IntegrationSpec | undefined {
  if (view.kind === "absent") return undefined;
  const responses = view.get("IntegrationResponses");
  return {
    view,
    place: view.place,
    type: typeOf(view.get("Type")),
    uri: view.get("Uri"),
    httpMethod: view.get("IntegrationHttpMethod"),
    passthrough: view.get("PassthroughBehavior"),
    contentHandling: view.get("ContentHandling"),
    requestTemplates: view.get("RequestTemplates"),
    responses: responses.kind === "opaque" ? undefined : responses.items().map(responseOfResource),
  };
}

/** `x-amazon-apigateway-integration` of an OpenAPI operation. */
export function integrationOfOperation(view: View): IntegrationSpec | undefined {
  if (view.kind === "absent") return undefined;
  const responses = view.get("responses");
  return {
    view,
    place: view.place,
    type: typeOf(view.get("type")),
    uri: view.get("uri"),
    httpMethod: view.get("httpMethod"),
    passthrough: view.get("passthroughBehavior"),
    contentHandling: view.get("contentHandling"),
    requestTemplates: view.get("requestTemplates"),
    responses: isHidden(view) || isHidden(responses) ? undefined : responses.entries().map(({ key, value }) => responseOfOperation(key, value)),
  };
}

/** `MethodResponses` of an `AWS::ApiGateway::Method`. */
export function methodResponsesOfResource(view: View): readonly MethodResponseSpec[] | undefined {
  if (view.kind === "opaque") return undefined;
  return view.items().map((response) => ({
    status: statusOf(response.get("StatusCode")),
    place: response.place,
    declarations: declarationsOfResource(response.get("ResponseParameters")),
  }));
}

/** `responses` of an OpenAPI operation. */
export function methodResponsesOfOperation(operation: View, resolve: (view: View) => View): readonly MethodResponseSpec[] | undefined {
  const responses = resolve(operation.get("responses"));
  if (isHidden(responses)) return undefined;
  return responses.entries().filter(({ key }) => !key.startsWith("x-")).map(({ key, keyPlace, value }) => {
    const headers = resolve(resolve(value).get("headers"));
    const isUnread = isHidden(resolve(value)) || isHidden(headers);
    return {
      status: key === "default" ? unknown("the definition says `default`") : { kind: "known", text: key },
      place: keyPlace,
      declarations: isUnread ? undefined : headers.entries().map((entry) => ({ name: entry.key, place: entry.keyPlace })),
    };
  });
}

function declarationsOfResource(parameters: View): MethodResponseSpec["declarations"] {
  if (parameters.kind === "opaque") return undefined;
  return parameters.entries().flatMap(({ key, keyPlace }) => {
    const [, name] = /^method\.response\.header\.(.+)$/u.exec(key) ?? [];
    return name === undefined ? [] : [{ name, place: keyPlace }];
  });
}

function responseOfResource(view: View): IntegrationResponseSpec {
  const status = view.get("StatusCode");
  return {
    place: view.place,
    status: statusOf(status),
    statusPlace: status.place,
    pattern: patternOf(view.get("SelectionPattern")),
    parameters: view.get("ResponseParameters"),
    templates: view.get("ResponseTemplates"),
    contentHandling: view.get("ContentHandling"),
  };
}

function responseOfOperation(key: string, view: View): IntegrationResponseSpec {
  const status = view.get("statusCode");
  return {
    place: view.place,
    status: statusOf(status),
    statusPlace: status.place,
    pattern: key === "default" || key === "" ? undefined : { kind: "known", text: key },
    parameters: view.get("responseParameters"),
    templates: view.get("responseTemplates"),
    contentHandling: view.get("contentHandling"),
  };
}

function patternOf(view: View): Value | undefined {
  return view.kind === "absent" || view.known() === "" ? undefined : view.text();
}

function statusOf(view: View): Value {
  return view.kind === "absent" ? unknown("no status code is written") : view.text();
}

function typeOf(view: View): string | undefined {
  return view.known()?.toUpperCase();
}
