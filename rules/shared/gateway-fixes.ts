import type { Api, RestApi } from "../../src/aws/index.ts";
import type { Edit, Fix } from "../../src/source/index.ts";
import { agreedOrigin } from "./mapping-edits.ts";
import { freeId, typeOf, writtenResource } from "./written-resources.ts";

const DEFAULTS = ["DEFAULT_4XX", "DEFAULT_5XX"] as const;

/**
 * Puts Access-Control-Allow-Origin on the errors that API Gateway itself gives: two gateway responses beside a plain REST API, `GatewayResponses` of
 * SAM's. The origin is the one that the rest of the API allows, else any; with several, nobody can say which.
 */
export function gatewayResponsesAdded(api: RestApi): Fix | undefined {
  const written = writtenResource(api, api.id);
  const wanted = DEFAULTS.filter((type) => !api.gatewayResponses.some((response) => response.type === type));
  const resources = written?.place.parent;
  const properties = written?.get("Properties");
  const declared = api.routes.find(({ isOptions }) => !isOptions)?.declaration?.origins?.values;
  if (!written || !resources || wanted.length === 0 || (declared && declared.length !== 1)) return undefined;
  const value = `'${declared?.[0] ?? agreedOrigin(api) ?? "*"}'`;
  const title = `Add Access-Control-Allow-Origin to ${wanted.join(" and ")}`;

  switch (typeOf(written)) {
    case "AWS::Serverless::Api": {
      if (properties?.kind !== "map") return undefined;
      const responses = Object.fromEntries(wanted.map((type) => [type, { ResponseParameters: { Headers: { "Access-Control-Allow-Origin": value } } }]));
      return { title, applicability: "unsafe", edits: [{ kind: "add-entry", place: properties.place, key: "GatewayResponses", value: responses }] };
    }
    case "AWS::ApiGateway::RestApi": {
      const added = wanted.map((type) => ({ type, id: freeId(api, `${api.id}${type === "DEFAULT_4XX" ? "Default4xx" : "Default5xx"}`) }));
      const edits = added.map(({ id, type }): Edit => ({ kind: "add-entry", place: resources, key: id, value: gatewayResponse(api.id, type, value) }));
      const waits = waitingFor(api, added.map(({ id }) => id));
      return waits && { title, applicability: "unsafe", edits: [...edits, ...waits] };
    }
    default:
      return undefined;
  }
}

function gatewayResponse(api: string, type: string, origin: string): object {
  return {
    Type: "AWS::ApiGateway::GatewayResponse",
    Properties: { RestApiId: { Ref: api }, ResponseType: type, ResponseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": origin } },
  };
}

/**
 * Each deployment in view has to wait for what is added, or its snapshot may lack it. `undefined` where one waits for a single name, which would
 * have to become a list first.
 */
export function waitingFor(api: Pick<Api, "deployment" | "world">, ids: readonly string[]): readonly Edit[] | undefined {
  const edits: Edit[] = [];
  for (const { id, place } of api.deployment.snapshots) {
    const waits = writtenResource(api, id)?.get("DependsOn");
    if (waits?.kind === "list") edits.push(...ids.map((value): Edit => ({ kind: "add-item", place: waits.place, value })));
    else if (waits) return undefined;
    else edits.push({ kind: "add-entry", place, key: "DependsOn", value: ids });
  }
  return edits;
}
