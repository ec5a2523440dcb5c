import fc from "fast-check";
import { type Any, map, one, rarely, ref, type Slip, sub } from "./vocabulary.ts";

/** `Domain` of an API. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-domainconfiguration.html */
export function domain(slip: Slip, kind: "rest" | "http"): Any {
  return map({
    DomainName: slip(one("api.example.com", sub("api.${Text}"), ref("Text"))),
    CertificateArn: slip(one("arn:aws:acm:us-east-1:123456789012:certificate/users", ref("Text"))),
    EndpointConfiguration: rarely(60, slip(kind === "http" ? one("REGIONAL") : one("REGIONAL", "EDGE", "PRIVATE"))),
    BasePath: rarely(60, slip(one("v1", ["/a-b", "c"], ["x"], "/one"))),
    NormalizeBasePath: rarely(30, one(true, false)),
    SecurityPolicy: rarely(30, one("TLS_1_2")),
    MutualTlsAuthentication: rarely(20, slip(one({ TruststoreUri: "s3://users", TruststoreVersion: "1" }, { TruststoreUri: "s3://users" }))),
    IpAddressType: rarely(15, one("dualstack")),
    Policy: rarely(20, one({ a: 1 })),
    AccessAssociation: rarely(30, slip(one({ VpcEndpointId: "vpce-1" }))),
    Route53: rarely(40, slip(route53())),
  });
}

function route53(): Any {
  const zone = fc.oneof({ weight: 7, arbitrary: one({ HostedZoneId: "Z1" }) }, { weight: 3, arbitrary: one({ HostedZoneName: "example.com." }) });
  const rest = map({
    IpV6: rarely(60, one(true, false)),
    EvaluateTargetHealth: rarely(60, one(true)),
    Region: rarely(60, one("us-east-1")),
    SetIdentifier: rarely(60, one("s")),
    SeparateRecordSetGroup: rarely(60, one(true, false, "x")),
    VpcEndpointDomainName: rarely(60, one("v")),
    VpcEndpointHostedZoneId: rarely(60, one("Z2")),
    DistributionDomainName: rarely(60, one("users.cloudfront.net")),
  });
  // Both are maps.
  return fc.tuple(zone, rest).map(([first, second]) => ({ ...(first as object), ...second }));
}
