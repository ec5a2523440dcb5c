import type { Place } from "../../source/index.ts";
import type { View } from "../../template/index.ts";
import type { OpenApiDocument, OpenApiOperation } from "../openapi/index.ts";
import type { ValidationSpec } from "./spec.ts";

const OFF: ValidationSpec = { headers: [], body: undefined, isOn: false };

interface Validator {
  readonly parameters: boolean | undefined;
  readonly body: boolean | undefined;
}

/** `RequestValidatorId`, `RequestParameters` and `RequestModels` of an `AWS::ApiGateway::Method` (1.7). */
export function validationOfResource(properties: View): ValidationSpec {
  const id = properties.get("RequestValidatorId");
  if (id.kind === "absent") return OFF;
  const resource = id.reference()?.resource;
  const validator: Validator =
    resource?.type === "AWS::ApiGateway::RequestValidator"
      ? { parameters: flag(resource.properties.get("ValidateRequestParameters")), body: flag(resource.properties.get("ValidateRequestBody")) }
      : { parameters: undefined, body: undefined };
  const headers = properties.get("RequestParameters").entries().flatMap(({ key, keyPlace, value }) => {
    const [, name] = /^method\.request\.header\.(.+)$/u.exec(key) ?? [];
    const isRequired = value.boolean();
    return name === undefined || isRequired === false ? [] : [{ name: name.toLowerCase(), place: keyPlace, certain: isRequired === true }];
  });
  const models = properties.get("RequestModels").entries().map(({ value }) => value);
  return validation(validator, headers, models.some(demandsContent) ? id.place : undefined);
}

/** `x-amazon-apigateway-request-validator` of an operation or of the whole document. */
export function validationOfOperation(operation: OpenApiOperation, document: OpenApiDocument): ValidationSpec {
  const key = "x-amazon-apigateway-request-validator";
  const own = operation.view.get(key);
  const view = own.kind === "absent" ? document.root.get(key) : own;
  if (view.kind === "absent") return OFF;
  const name = view.known();
  const found = name === undefined ? undefined : document.root.get("x-amazon-apigateway-request-validators").get(name);
  const validator: Validator =
    found?.kind === "map"
      ? { parameters: flag(found.get("validateRequestParameters")), body: flag(found.get("validateRequestBody")) }
      : { parameters: undefined, body: undefined };
  const parameters = [...operation.pathItem.get("parameters").items(), ...operation.view.get("parameters").items()].map((parameter) => document.resolve(parameter));
  const headers = parameters.flatMap((parameter) => {
    const header = parameter.get("in").known() === "header" ? parameter.get("name").known() : undefined;
    return header === undefined || parameter.get("required").boolean() !== true ? [] : [{ name: header.toLowerCase(), place: parameter.place, certain: true }];
  });
  const hasBody = operation.view.has("requestBody") || parameters.some((parameter) => parameter.get("in").known() === "body");
  return validation(validator, headers, hasBody ? view.place : undefined);
}

function validation(validator: Validator, headers: ValidationSpec["headers"], body: Place | undefined): ValidationSpec {
  return {
    headers: validator.parameters === false ? [] : headers.map((header) => ({ ...header, certain: header.certain && validator.parameters === true })),
    body: validator.body === false ? undefined : body,
    isOn: validator.parameters !== false || validator.body !== false,
  };
}

function demandsContent(model: View): boolean {
  const schema = model.reference()?.resource?.properties.get("Schema");
  return schema?.kind !== "map" || schema.get("required").items().length > 0;
}

/** An absent flag is off. */
function flag(view: View): boolean | undefined {
  return view.kind === "absent" ? false : view.boolean();
}
