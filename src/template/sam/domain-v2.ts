import { listNode } from "../../source/index.ts";
import type { MapNode, Node } from "../../source/index.ts";
import { isNull, isTruthy, mapFrom, ref, scalar, stringOf } from "./editable.ts";
import { shortHash } from "./hash.ts";
import { derivedResource } from "./made.ts";
import type { Made } from "./made.ts";
import { refuseResource } from "./refusal.ts";
import { setMutualTls } from "./rest-domain.ts";
import { addRecordSets } from "./route53.ts";
import type { Expansion, Serverless } from "./serverless.ts";

/** `Domain` of an HTTP or WebSocket API: the domain name, its mappings and records (SAM: "HttpApiDomainConfiguration"). */
export function domainV2(expansion: Expansion, api: Serverless, tag: string): Made[] {
  const given = expansion.look(api.properties.get("Domain"));
  if (given === undefined || isNull(given) || given.kind !== "map") return [];
  const { place } = given;
  const name = given.get("DomainName");
  const certificate = given.get("CertificateArn");
  if (name === undefined || isNull(name) || certificate === undefined || isNull(certificate)) {
    return refuseResource(api.id, "Custom Domains only works if both DomainName and CertificateArn are provided.", place);
  }
  const endpoint = given.get("EndpointConfiguration");
  if (endpoint !== undefined && !isNull(endpoint) && stringOf(expansion.look(endpoint)) !== "REGIONAL") {
    refuseResource(api.id, "EndpointConfiguration for Custom Domains must be one of ['REGIONAL'].", endpoint.place);
  }
  const id = `ApiGatewayDomainNameV2${isTruthy(name) ? shortHash(expansion.parameters.resolve(name)) : ""}`;
  const configuration = mapFrom(place, [["CertificateArn", certificate], ["EndpointType", endpoint !== undefined && !isNull(endpoint) ? endpoint : scalar(place, "REGIONAL")]]);
  for (const key of ["OwnershipVerificationCertificateArn", "SecurityPolicy"]) if (isTruthy(given.get(key))) configuration.setIfGiven(key, given.get(key));
  const domain = derivedResource(api, id, "AWS::ApiGatewayV2::DomainName", place)
    .set("DomainName", name)
    .set("Tags", mapFrom(place, [[tag, scalar(place, "SAM")]]))
    .set("DomainNameConfigurations", listNode(place, [configuration]));
  setMutualTls(api, given, domain, "MutualTlsAuthentication");
  return [domain, ...mappings(expansion, api, given, id), ...addRecordSets(expansion, api, given, { id, target: "regional" })];
}

function mappings(expansion: Expansion, api: Serverless, domain: MapNode, domainId: string): Made[] {
  const given = domain.get("BasePath");
  const looked = expansion.look(given);
  const paths = !isTruthy(looked) ? undefined : looked.kind === "list" ? looked.items : stringOf(looked) === undefined ? undefined : [given ?? looked];
  const mapping = (id: string, key: Node | undefined): Made =>
    derivedResource(api, id, "AWS::ApiGatewayV2::ApiMapping", key?.place ?? domain.place)
      .set("DomainName", ref(domain.place, domainId))
      .set("ApiId", ref(domain.place, api.id))
      .set("Stage", ref(domain.place, `${api.id}.Stage`))
      .set("ApiMappingKey", key);
  if (paths === undefined) return [mapping(`${api.id}ApiMapping`, undefined)];
  return paths.map((path) => {
    const text = stringOf(expansion.look(path));
    if (text === undefined) return refuseResource(api.id, "Basepath must be a string.", path.place);
    if (/[^0-9a-zA-Z/\-_]/u.test(text)) refuseResource(api.id, "Invalid Basepath name provided.", path.place);
    const key = text.replace(/^\/+|\/+$/gu, "");
    return mapping(`${api.id}${text.replace(/[-_/]+/gu, "")}ApiMapping`, key === text ? path : scalar(path.place, key));
  });
}
