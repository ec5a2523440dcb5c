import type { Place, Tri, Value } from "../../source/index.ts";
import type { View } from "../../template/index.ts";
import type { Authorization, GatewayResponseType, HeaderDeclaration, Obstacle, RequiredHeader } from "../model.ts";

/** What a template writes about one method, whether as `AWS::ApiGateway::Method` or as an OpenAPI operation. */
export interface MethodSpec {
  /** Segments of the path below the root. One that is not known reads `${…}`. */
  readonly segments: readonly string[];
  readonly method: string;
  readonly place: Place;
  readonly resource: View;
  /** All that is read of it. */
  readonly written: readonly View[];
  readonly constructPath: string | undefined;
  readonly access: AccessSpec;
  readonly apiKey: { readonly required: Tri; readonly place: Place };
  readonly validation: ValidationSpec;
  /** `undefined`: none is written. */
  readonly integration: IntegrationSpec | undefined;
  /** `undefined`: not known. */
  readonly methodResponses: readonly MethodResponseSpec[] | undefined;
}

/** The authorizer of a method, and what it does to a request without credentials (1.6). */
export interface AccessSpec {
  readonly authorization: Authorization;
  /** Headers that the gateway wants before it asks anyone. */
  readonly headers: readonly RequiredHeader[];
  /** The gateway response for a request without those headers. */
  readonly refusal: GatewayResponseType;
  readonly evidence: Obstacle["evidence"];
  /** Beyond missing headers: does it refuse a preflight? `maybe` where its code decides. */
  readonly refusesPreflight: Tri;
}

export interface ValidationSpec {
  /** Headers that a validator demands. */
  readonly headers: readonly { readonly name: string; readonly place: Place; readonly certain: boolean }[];
  /** A validator checks bodies against a model; `place`: the validator. */
  readonly body: Place | undefined;
  /** A validator checks parameters or bodies. */
  readonly isOn: boolean;
}

export interface MethodResponseSpec {
  readonly status: Value;
  readonly place: Place;
  /** `undefined`: not known. */
  readonly declarations: readonly Omit<HeaderDeclaration, "mapped">[] | undefined;
}

export interface IntegrationSpec {
  readonly view: View;
  readonly place: Place;
  /** Upper case; `undefined`: not known. */
  readonly type: string | undefined;
  readonly uri: View;
  readonly httpMethod: View;
  readonly passthrough: View;
  readonly contentHandling: View;
  readonly requestTemplates: View;
  /** `undefined`: not known. */
  readonly responses: readonly IntegrationResponseSpec[] | undefined;
}

export interface IntegrationResponseSpec {
  readonly place: Place;
  readonly status: Value;
  readonly statusPlace?: Place | undefined;
  /** `undefined`: the default response. */
  readonly pattern: Value | undefined;
  readonly parameters: View;
  readonly templates: View;
  readonly contentHandling: View;
}
