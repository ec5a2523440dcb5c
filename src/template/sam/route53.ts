import { listNode } from "../../source/index.ts";
import type { MapNode, Node } from "../../source/index.ts";
import { editList, EditableList, EditableMap, get, getAtt, isLiteralTrue, isNull, isTruthy, scalar } from "./editable.ts";
import { shortHash } from "./hash.ts";
import { derivedResource } from "./made.ts";
import type { Made } from "./made.ts";
import { expect, refuseResource } from "./refusal.ts";
import type { Expansion, Serverless } from "./serverless.ts";

export interface DomainTarget {
  readonly id: string;
  readonly target: "regional" | "edge" | "private";
  /** What else a record set group of its own is named by. */
  readonly separateName?: Node;
}

/** `Route53` of a domain. Domains of one hosted zone share a record set group, which is returned when it is first made. */
export function addRecordSets(expansion: Expansion, api: Serverless, domain: MapNode, target: DomainTarget): Made[] {
  const route53 = domain.get("Route53");
  if (route53 === undefined || isNull(route53)) return [];
  expect(route53, { kind: "resource", id: api.id, place: domain.place }, "Domain.Route53", "map");
  const zone = given(route53, "HostedZoneId") ?? given(route53, "HostedZoneName");
  if (zone === undefined) refuseResource(api.id, "HostedZoneId or HostedZoneName is required to enable Route53 support on Custom Domains.", route53.place);
  const separate = given(route53, "SeparateRecordSetGroup");
  const records = recordSets(domain, route53, target);
  if (target.separateName !== undefined && isTruthy(separate)) {
    expect(expansion.look(separate), { kind: "resource", id: api.id, place: domain.place }, "Domain.Route53.SeparateRecordSetGroup", "boolean");
    const hash = shortHash(expansion.parameters.resolve(listNode(zone.place, [zone, domain.get("DomainName") ?? zone])));
    return [group(api, `RecordSetGroup${hash}`, route53, new EditableList(route53.place, records))];
  }
  const id = `RecordSetGroup${shortHash(expansion.parameters.resolve(zone))}`;
  const there = expansion.recordSetGroups.get(id);
  if (there !== undefined) {
    editList(there.properties, "RecordSets")?.items.push(...records);
    return [];
  }
  const made = group(api, id, route53, new EditableList(route53.place, records));
  expansion.recordSetGroups.set(id, made);
  return [made];
}

function group(api: Serverless, id: string, route53: Node, records: Node): Made {
  const made = derivedResource(api, id, "AWS::Route53::RecordSetGroup", route53.place);
  if (route53.kind === "map") made.pass(route53, "HostedZoneId", "HostedZoneName");
  return made.set("RecordSets", records);
}

function given(node: Node, key: string): Node | undefined {
  const value = get(node, key);
  return value === undefined || isNull(value) ? undefined : value;
}

function recordSets(domain: MapNode, route53: Node, target: DomainTarget): Node[] {
  const alias = new EditableMap(route53.place).setIfGiven("EvaluateTargetHealth", given(route53, "EvaluateTargetHealth"));
  const place = route53.place;
  switch (target.target) {
    case "regional":
      alias.set("HostedZoneId", getAtt(place, target.id, "RegionalHostedZoneId")).set("DNSName", getAtt(place, target.id, "RegionalDomainName"));
      break;
    case "edge":
      alias.set("HostedZoneId", scalar(place, "Z2FDTNDATAQYW2")).set("DNSName", given(route53, "DistributionDomainName") ?? getAtt(place, target.id, "DistributionDomainName"));
      break;
    case "private":
      alias.setIfGiven("HostedZoneId", given(route53, "VpcEndpointHostedZoneId")).setIfGiven("DNSName", given(route53, "VpcEndpointDomainName"));
      break;
  }
  const record = (type: string): Node =>
    new EditableMap(place)
      .setIfGiven("Name", domain.get("DomainName"))
      .set("Type", scalar(place, type))
      .set("AliasTarget", alias)
      .setIfGiven("Region", given(route53, "Region"))
      .setIfGiven("SetIdentifier", given(route53, "SetIdentifier"));
  return isLiteralTrue(given(route53, "IpV6")) ? [record("A"), record("AAAA")] : [record("A")];
}
