import type { OpenApiDocument } from "../openapi/index.ts";
import { accessOfOperation } from "./access.ts";
import { integrationOfOperation, methodResponsesOfOperation } from "./read-integration.ts";
import { segmentsOf } from "./routing.ts";
import type { MethodSpec } from "./spec.ts";
import { validationOfOperation } from "./validation.ts";

/** The methods that an OpenAPI document defines (1.12). */
export function methodsFromDocument(document: OpenApiDocument, constructPath: string | undefined): readonly MethodSpec[] {
  return document.operations.map((operation) => {
    const { access, apiKey } = accessOfOperation(operation.view, document);
    return {
      segments: segmentsOf(operation.path),
      method: operation.method,
      place: operation.place,
      resource: operation.view,
      written: [operation.view, operation.pathItem.get("parameters")],
      constructPath,
      access,
      apiKey: { required: apiKey === undefined ? "no" : "yes", place: apiKey ?? operation.place },
      validation: validationOfOperation(operation, document),
      integration: integrationOfOperation(document.resolve(operation.view.get("x-amazon-apigateway-integration"))),
      methodResponses: methodResponsesOfOperation(operation.view, document.resolve),
    } satisfies MethodSpec;
  });
}
