import { known } from "../../source/index.ts";
import type { HttpRequest, Response } from "../../fetch/index.ts";
import type { View, World } from "../../template/index.ts";
import type { AwsCause, GatewayResponse, GatewayResponseType, Obstacle } from "../model.ts";
import { resourcesOf } from "../references.ts";
import { fieldOf, mappingsOf, type ReadMapping } from "./mappings.ts";

/** The status of each type, and the default that it falls back to (1.8). `undefined`: the status of the error itself. */
const TYPES: Readonly<Record<GatewayResponseType, { readonly status: string; readonly fallback: "DEFAULT_4XX" | "DEFAULT_5XX" | undefined }>> = {
  ACCESS_DENIED: { status: "403", fallback: "DEFAULT_4XX" },
  API_CONFIGURATION_ERROR: { status: "500", fallback: "DEFAULT_5XX" },
  AUTHORIZER_CONFIGURATION_ERROR: { status: "500", fallback: "DEFAULT_5XX" },
  AUTHORIZER_FAILURE: { status: "500", fallback: "DEFAULT_5XX" },
  BAD_REQUEST_BODY: { status: "400", fallback: "DEFAULT_4XX" },
  BAD_REQUEST_PARAMETERS: { status: "400", fallback: "DEFAULT_4XX" },
  DEFAULT_4XX: { status: "400", fallback: undefined },
  DEFAULT_5XX: { status: "500", fallback: undefined },
  EXPIRED_TOKEN: { status: "403", fallback: "DEFAULT_4XX" },
  INTEGRATION_FAILURE: { status: "504", fallback: "DEFAULT_5XX" },
  INTEGRATION_TIMEOUT: { status: "504", fallback: "DEFAULT_5XX" },
  INVALID_API_KEY: { status: "403", fallback: "DEFAULT_4XX" },
  INVALID_SIGNATURE: { status: "403", fallback: "DEFAULT_4XX" },
  MISSING_AUTHENTICATION_TOKEN: { status: "403", fallback: "DEFAULT_4XX" },
  QUOTA_EXCEEDED: { status: "429", fallback: "DEFAULT_4XX" },
  REQUEST_TOO_LARGE: { status: "413", fallback: "DEFAULT_4XX" },
  RESOURCE_NOT_FOUND: { status: "404", fallback: "DEFAULT_4XX" },
  THROTTLED: { status: "429", fallback: "DEFAULT_4XX" },
  UNAUTHORIZED: { status: "401", fallback: "DEFAULT_4XX" },
  UNSUPPORTED_MEDIA_TYPE: { status: "415", fallback: "DEFAULT_4XX" },
  WAF_FILTERED: { status: "403", fallback: "DEFAULT_4XX" },
};

export interface ReadGatewayResponse extends GatewayResponse {
  readonly mappings: readonly ReadMapping[];
  /** Its headers are known. */
  readonly isRead: boolean;
}

/** The gateway responses that are resources of their own. */
export function gatewayResponsesFromResources(world: World, apiId: string): readonly ReadGatewayResponse[] {
  return resourcesOf(world, "AWS::ApiGateway::GatewayResponse", "RestApiId", apiId).map(({ properties, place }) => {
    const type = properties.get("ResponseType");
    return gatewayResponse(type.text(), type.kind === "absent" ? place : type.place, properties.get("StatusCode"), properties.get("ResponseParameters"));
  });
}

/** `x-amazon-apigateway-gateway-responses` of an OpenAPI document. */
export function gatewayResponsesFromDocument(root: View): readonly ReadGatewayResponse[] {
  return root.get("x-amazon-apigateway-gateway-responses").entries().map(({ key, keyPlace, value }) => gatewayResponse(known(key), keyPlace, value.get("statusCode"), value.get("responseParameters")));
}

function gatewayResponse(typeText: ReturnType<View["text"]>, place: View["place"], status: View, parameters: View): ReadGatewayResponse {
  const text = typeText.kind === "known" ? typeText.text : "";
  const mappings: ReadMapping[] = [];
  const made: ReadGatewayResponse = {
    type: isType(text) ? text : undefined,
    typeText,
    status: status.kind === "absent" ? undefined : status.text(),
    place,
    mappings,
    fallback: isType(text) ? TYPES[text].fallback : undefined,
    isRead: parameters.kind !== "opaque",
  };
  mappings.push(...mappingsOf(parameters, "gateway-response", made, () => "yes"));
  return made;
}

function isType(text: string): text is GatewayResponseType {
  return Object.hasOwn(TYPES, text);
}

/** Answers that API Gateway gives itself. */
export class Gateway {
  readonly responses: readonly ReadGatewayResponse[];
  readonly #byType = new Map<GatewayResponseType, ReadGatewayResponse>();
  readonly #hidden: string | undefined;

  /** `hidden`: why there may be gateway responses that are not in view. */
  constructor(responses: readonly ReadGatewayResponse[], hidden: string | undefined) {
    this.responses = responses;
    this.#hidden = hidden ?? (responses.some(({ typeText }) => typeText.kind !== "known") ? "the type of a gateway response is not known" : undefined);
    for (const response of responses) if (response.type) this.#byType.set(response.type, response);
  }

  /** What is sent for a type: its own gateway response, else the default's, never both (G1, G2). */
  answer(type: GatewayResponseType, obstacle: Obstacle, request?: HttpRequest): Response<AwsCause> {
    const { status, fallback } = TYPES[type];
    const own = this.#byType.get(type);
    const shared = fallback && this.#byType.get(fallback);
    // The headers of this one cannot be set (1.7).
    const applied = type === "REQUEST_TOO_LARGE" ? undefined : (own ?? shared);
    const headers = (applied?.mappings ?? []).flatMap((mapping) => fieldOf(mapping, request) ?? []);
    const hidden = applied === own && own ? undefined : this.#hidden;
    const unread = applied?.isRead === false ? "the headers of a gateway response are not known" : hidden;
    return {
      status: applied?.status ?? known(status),
      headers,
      unlisted: unread === undefined ? "absent" : { unknown: unread },
      answeredBy: `API Gateway (${type})`,
      cause: { kind: "gateway", type, gatewayResponse: applied, obstacle },
      ...(obstacle.place && { place: obstacle.place }),
    };
  }
}
