import { describe, includes, type Place } from "../../source/index.ts";
import type { View, World } from "../../template/index.ts";
import { functionBehind, functionTarget } from "../functions.ts";
import type { Integration } from "../model.ts";
import type { OpenApiDocument } from "../openapi/index.ts";

/** The integration that a route's `Target` names. */
export function targetIntegration(world: World, target: View, route: Place): Integration {
  if (target.kind === "absent") return { kind: "missing", place: route, functionId: undefined, target: "no integration" };
  const named = target.mentions().find(({ id }) => world.resources.get(id)?.type === "AWS::ApiGatewayV2::Integration");
  const resource = named && world.resources.get(named.id);
  if (!resource) return { kind: "unknown", place: target.place, functionId: undefined, target: "an integration out of view" };
  const { properties } = resource;
  return integration(world, {
    type: properties.get("IntegrationType"),
    subtype: properties.get("IntegrationSubtype"),
    uri: properties.get("IntegrationUri"),
    place: resource.place,
  });
}

/** `x-amazon-apigateway-integration` of an operation. */
export function operationIntegration(world: World, document: OpenApiDocument, operation: View, place: Place): Integration {
  const view = document.resolve(operation.get("x-amazon-apigateway-integration"));
  if (view.kind === "absent") return { kind: "missing", place, functionId: undefined, target: "no integration" };
  return integration(world, { type: view.get("type"), subtype: view.get("integrationSubtype"), uri: view.get("uri"), place: view.place });
}

/** The integration that quick create makes of `Target`: a URL, or the ARN of a function (HS5). */
export function quickIntegration(world: World, target: View): Integration {
  const { place } = target;
  const functionId = functionBehind(world, target);
  const text = target.text();
  if (functionId !== undefined || includes(text, ":lambda:") === "yes") return { kind: "proxy-function", place, functionId, target: functionTarget(functionId, target) };
  if (text.kind !== "unknown" && /^https?:/iu.test(describe(text))) return { kind: "proxy-http", place, functionId: undefined, target: describe(text) };
  return { kind: "unknown", place, functionId: undefined, target: "an integration out of view" };
}

interface IntegrationParts {
  readonly type: View;
  readonly subtype: View;
  readonly uri: View;
  readonly place: Place;
}

/** The kinds of integration that HTTP APIs have (H12). Those of AWS services answer with the service's own headers, among which none is for CORS. */
function integration(world: World, { type, subtype, uri, place }: IntegrationParts): Integration {
  switch (type.known()?.toUpperCase()) {
    case "AWS_PROXY": {
      if (subtype.kind !== "absent") return { kind: "custom", place, functionId: undefined, target: subtype.known() ?? "an AWS service" };
      const functionId = functionBehind(world, uri);
      return { kind: "proxy-function", place, functionId, target: functionTarget(functionId, uri) };
    }
    case "HTTP_PROXY":
      return { kind: "proxy-http", place, functionId: undefined, target: backEnd(uri) };
    default:
      return { kind: "unknown", place, functionId: undefined, target: "an integration out of view" };
  }
}

function backEnd(uri: View): string {
  const text = uri.text();
  return text.kind === "unknown" ? "a back end out of view" : describe(text);
}
