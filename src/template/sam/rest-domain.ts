import { listNode } from "../../source/index.ts";
import type { MapNode, Node } from "../../source/index.ts";
import { EditableMap, get, isNull, isTruthy, mapFrom, ref, scalar, stringOf } from "./editable.ts";
import { shortHash } from "./hash.ts";
import { derivedResource } from "./made.ts";
import type { Made } from "./made.ts";
import { expect, refuseResource } from "./refusal.ts";
import type { Owner } from "./refusal.ts";
import { addRecordSets } from "./route53.ts";
import type { Expansion, Serverless } from "./serverless.ts";

const ENDPOINTS = ["EDGE", "REGIONAL", "PRIVATE"];

/** `Domain` of an `AWS::Serverless::Api`: the domain name, its mappings and records (SAM: "DomainConfiguration"). */
export function restDomain(expansion: Expansion, api: Serverless): Made[] {
  const given = expansion.look(api.properties.get("Domain"));
  if (given === undefined || isNull(given)) return [];
  const owner: Owner = { kind: "resource", id: api.id, place: given.place };
  if (expect(given, owner, "Domain", "map").kind !== "map" || given.kind !== "map") return [];
  const name = required(owner, given, "DomainName");
  const certificate = required(owner, given, "CertificateArn");
  const endpoint = given.get("EndpointConfiguration");
  const kind = stringOf(expansion.look(endpoint));
  const isPrivate = kind === "PRIVATE";
  const isDefault = (endpoint === undefined || isNull(endpoint)) && !isPrivate;
  if (!isDefault && (kind === undefined || !ENDPOINTS.includes(kind))) {
    refuseResource(api.id, "EndpointConfiguration for Custom Domains must be one of ['EDGE', 'REGIONAL', 'PRIVATE'].", endpoint?.place ?? given.place);
  }
  const suffix = isPrivate ? "V2" : "";
  const id = `ApiGatewayDomainName${suffix}${shortHash(expansion.parameters.resolve(name))}`;
  const types = endpoint !== undefined && !isDefault ? endpoint : scalar(given.place, "REGIONAL");
  const configuration = mapFrom(given.place, [["Types", listNode(types.place, [types])]]);
  const ipAddressType = given.get("IpAddressType");
  if (isTruthy(ipAddressType)) configuration.set("IpAddressType", ipAddressType);
  const isRegional = isDefault || kind === "REGIONAL";
  const domain = derivedResource(api, id, `AWS::ApiGateway::DomainName${suffix}`, given.place)
    .pass(given, "DomainName")
    .set(isRegional ? "RegionalCertificateArn" : "CertificateArn", certificate)
    .set("EndpointConfiguration", configuration);
  const policy = given.entry("Policy");
  if (!isPrivate && policy !== undefined && isTruthy(policy.value)) refuseResource(id, "property Policy not defined for resource of type AWS::ApiGateway::DomainName", policy.keyPlace);
  if (!isPrivate) setMutualTls(api, given, domain, "Domain.MutualTlsAuthentication");
  domain.passTruthy(given, "SecurityPolicy", "EndpointAccessMode", ...(isPrivate ? ["Policy"] : ["OwnershipVerificationCertificateArn"]));
  const ownership = given.entry("OwnershipVerificationCertificateArn");
  if (isPrivate && ownership !== undefined && isTruthy(ownership.value)) refuseResource(id, "property OwnershipVerificationCertificateArn not defined for resource of type AWS::ApiGateway::DomainNameV2", ownership.keyPlace);
  const mappings = basePathMappings(expansion, api, given, { id, isPrivate });
  const association = isPrivate ? accessAssociation(expansion, api, given, id) : [];
  const records = addRecordSets(expansion, api, given, { id, target: isPrivate ? "private" : isRegional ? "regional" : "edge", separateName: isPrivate ? name : scalar(given.place, id) });
  return [domain, ...mappings, ...records, ...association];
}

function required(owner: Owner, domain: MapNode, key: string): Node {
  const value = domain.get(key);
  if (value === undefined || isNull(value)) return refuseResource(owner.id, `Property 'Domain.${key}' is required.`, value?.place ?? domain.place);
  return value;
}

/** `MutualTlsAuthentication`, of which SAM knows two keys. */
export function setMutualTls(api: Serverless, domain: MapNode, made: Made, path: string): void {
  const given = domain.get("MutualTlsAuthentication");
  if (!isTruthy(given)) return;
  const isDotted = path.includes(".");
  if (given.kind !== "map") {
    const sentence = isDotted ? `Property '${path}' should be a map.` : `${path} must be a map with at least one of the following fields ['TruststoreUri', 'TruststoreVersion'].`;
    return refuseResource(api.id, sentence, given.place);
  }
  const wrong = [...given.keys()].filter((key) => key !== "TruststoreUri" && key !== "TruststoreVersion").sort();
  if (wrong.length > 0) refuseResource(isDotted ? api.id : wrong.join(","), `Available ${path} fields are ['TruststoreUri', 'TruststoreVersion'].`, given.entry(wrong[0] ?? "")?.keyPlace ?? given.place);
  const target = new EditableMap(given.place);
  for (const key of ["TruststoreUri", "TruststoreVersion"]) if (isTruthy(given.get(key))) target.setIfGiven(key, given.get(key));
  made.set("MutualTlsAuthentication", target, domain.entry("MutualTlsAuthentication")?.keyPlace);
}

function basePathMappings(expansion: Expansion, api: Serverless, domain: MapNode, { id, isPrivate }: { id: string; isPrivate: boolean }): Made[] {
  const given = domain.get("BasePath");
  const looked = expansion.look(given);
  const paths = !isTruthy(looked) ? undefined : looked.kind === "list" ? looked.items : stringOf(looked) === undefined ? undefined : [given ?? looked];
  const mapping = (logicalId: string, path: Node | undefined): Made =>
    derivedResource(api, logicalId, `AWS::ApiGateway::BasePathMapping${isPrivate ? "V2" : ""}`, path?.place ?? domain.place)
      .set(isPrivate ? "DomainNameArn" : "DomainName", ref(domain.place, id))
      .set("RestApiId", ref(domain.place, api.id))
      .set("Stage", ref(domain.place, `${api.id}.Stage`))
      .set("BasePath", path);
  if (paths === undefined) return [mapping(`${api.id}BasePathMapping`, undefined)];
  const isNormalized = isTruthy(expansion.look(domain.get("NormalizeBasePath") ?? scalar(domain.place, true)));
  const owner: Owner = { kind: "resource", id: api.id, place: domain.place };
  return paths.map((path, index) => {
    const text = stringOf(expect(expansion.look(path), owner, `Domain.BasePath[${index}]`, "string")) ?? "";
    const plain = text.replace(/[^\p{L}\p{N}]/gu, "");
    return mapping(`${api.id}${plain}BasePathMapping`, isNormalized && plain !== text ? scalar(path.place, plain) : path);
  });
}

function accessAssociation(expansion: Expansion, api: Serverless, domain: MapNode, domainId: string): Made[] {
  const given = domain.get("AccessAssociation");
  if (given === undefined || isNull(given)) return [];
  expect(given, { kind: "resource", id: api.id, place: domain.place }, "Domain.AccessAssociation", "map");
  const endpoint = get(given, "VpcEndpointId");
  const hash = shortHash(expansion.parameters.resolve(listNode(given.place, [endpoint ?? scalar(given.place, null), scalar(given.place, domainId)])));
  return [
    derivedResource(api, `DomainNameAccessAssociation${hash}`, "AWS::ApiGateway::DomainNameAccessAssociation", given.place)
      .set("DomainNameArn", ref(given.place, domainId))
      .set("AccessAssociationSourceType", scalar(given.place, "VPCE"))
      .set("AccessAssociationSource", endpoint),
  ];
}
