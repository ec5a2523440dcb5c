import type { GatewayResponse, RestApi } from "../../src/aws/index.ts";
import type { Edit, Fix } from "../../src/source/index.ts";
import { originFor } from "./allowed.ts";
import { homeOf, isIntrinsic } from "./api-home.ts";
import { isMistakenOrigin } from "./origins.ts";
import { waitingFor } from "./waiting.ts";
import { freeId, writtenResource } from "./written-resources.ts";

const DEFAULTS = ["DEFAULT_4XX", "DEFAULT_5XX"] as const;
const HEADER = "Access-Control-Allow-Origin";
const EXTENSION = "x-amazon-apigateway-gateway-responses";
const KEY = `gatewayresponse.header.${HEADER}`;

/**
 * Puts Access-Control-Allow-Origin on the errors that API Gateway itself gives: two gateway responses beside a plain REST API, `GatewayResponses`
 * of SAM's, an extension of its OpenAPI document. The origin is the one that the rest of the API allows, else any; with several, nobody can say which.
 */
export function gatewayResponsesAdded(api: RestApi): Fix | undefined {
  // What is wrong with an origin is mended first, and not repeated.
  if (api.settings.some(isMistakenOrigin)) return undefined;
  const allowed = originFor(api, api.routes.find(({ isOptions }) => !isOptions)?.declaration);
  if (allowed === undefined) return undefined;
  const origin = `'${allowed}'`;
  const bare = api.gatewayResponses.filter(({ type, mappings }) => DEFAULTS.some((name) => name === type) && !mappings.some(({ header }) => header?.toLowerCase() === HEADER.toLowerCase()));
  const absent = DEFAULTS.filter((name) => !api.gatewayResponses.some(({ type }) => type === name));
  const edits = [...bare.map((response) => headerAdded(response, origin)), responsesAdded(api, absent, origin)];
  const wanted = [...bare.flatMap(({ type }) => type ?? []), ...absent].sort();
  if (wanted.length === 0 || edits.includes(undefined)) return undefined;
  return { title: `Add ${HEADER} to ${wanted.join(" and ")}`, applicability: "unsafe", edits: edits.flatMap((each) => each ?? []) };
}

function responsesAdded(api: RestApi, types: readonly string[], origin: string): readonly Edit[] | undefined {
  if (types.length === 0) return [];
  const home = homeOf(api);
  const each = (response: object): object => Object.fromEntries(types.map((type) => [type, response]));
  switch (home?.dialect) {
    case "sam": {
      const there = home.get("GatewayResponses");
      return there && (there.kind !== "map" || isIntrinsic(there)) ? undefined : [home.entry("GatewayResponses", each({ ResponseParameters: { Headers: { [HEADER]: origin } } }))];
    }
    case "openapi":
      return [home.entry(EXTENSION, each({ responseParameters: { [KEY]: origin } }))];
    case "cloudformation": {
      const resources = writtenResource(api, api.id)?.place.parent;
      const added = types.map((type) => ({ type, id: freeId(api, `${api.id}${type === "DEFAULT_4XX" ? "Default4xx" : "Default5xx"}`) }));
      return resources && [...added.map(({ id, type }): Edit => ({ kind: "add-entry", place: resources, key: id, value: gatewayResponse(api.id, type, origin) })), ...waitingFor(api, added.map(({ id }) => id))];
    }
    case undefined:
      return undefined;
  }
}

function gatewayResponse(api: string, type: string, origin: string): object {
  return {
    Type: "AWS::ApiGateway::GatewayResponse",
    Properties: { RestApiId: { Ref: api }, ResponseType: type, ResponseParameters: { [KEY]: origin } },
  };
}

/** The header in a gateway response that is there, beside what it maps already; SAM writes the bare name of the header. */
export function headerAdded({ mappings, place }: GatewayResponse, value: string): readonly Edit[] | undefined {
  const [beside] = mappings;
  const map = beside?.keyPlace.parent;
  if (beside && map) return [{ kind: "add-entry", place: map, key: beside.keyPlace.segment === beside.key ? KEY : HEADER, value }];
  if (beside || !place.parent) return undefined;
  if (place.segment === "ResponseType") return [{ kind: "add-entry", place: place.parent, key: "ResponseParameters", value: { [KEY]: value } }];
  if (place.parent.segment === "GatewayResponses") return [{ kind: "add-entry", place, key: "ResponseParameters", value: { Headers: { [HEADER]: value } } }];
  return place.parent.segment === EXTENSION ? [{ kind: "add-entry", place, key: "responseParameters", value: { [KEY]: value } }] : undefined;
}
