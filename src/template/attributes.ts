import { concat, known, unknown, unknownHost } from "../source/index.ts";
import type { Node, Value } from "../source/index.ts";
import { textOf } from "./intrinsics.ts";
import type { Resource } from "./types.ts";

type Shape = readonly (string | null)[];

/** Attributes whose constant ends are documented; `null` is a hole. Resource reference pages of CloudFormation, "Return values". */
const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ["AWS::CloudFront::Distribution.DomainName", [null, ".cloudfront.net"]],
  ["AWS::S3::Bucket.WebsiteURL", ["http://", null]],
  ["AWS::S3::Bucket.DomainName", [null, ".s3.", null]],
  ["AWS::S3::Bucket.RegionalDomainName", [null, ".s3.", null]],
  ["AWS::S3::Bucket.DualStackDomainName", [null, ".s3.dualstack.", null]],
  ["AWS::Lambda::Url.FunctionUrl", ["https://", null, "/"]],
  ["AWS::Amplify::App.DefaultDomain", [null, ".amplifyapp.com"]],
  ["AWS::AppSync::GraphQLApi.GraphQLUrl", ["https://", null]],
  ["AWS::Cognito::UserPool.ProviderURL", ["https://", null]],
]);

/** Attributes that are host names: no scheme stands before them. */
const HOSTS: ReadonlySet<string> = new Set([
  "AWS::CloudFront::Distribution.DomainName",
  "AWS::S3::Bucket.DomainName",
  "AWS::S3::Bucket.RegionalDomainName",
  "AWS::S3::Bucket.DualStackDomainName",
  "AWS::Amplify::App.DefaultDomain",
  "AWS::ElasticLoadBalancingV2::LoadBalancer.DNSName",
  "AWS::ApiGateway::DomainName.RegionalDomainName",
  "AWS::ApiGateway::DomainName.DistributionDomainName",
  "AWS::ApiGatewayV2::DomainName.RegionalDomainName",
]);

/** What `Ref` of a resource gives: its physical id, a text that AWS makes. */
export function referenceValue(resource: Resource): Value {
  return unknown(`the physical id of ${resource.id}`);
}

/** What is known of an attribute before the resource exists. */
export function attributeValue(resource: Resource, attribute: string | undefined): Value {
  if (attribute === undefined) return unknown(`an attribute of ${resource.id}`);
  const reason = `the ${inWords(attribute)} of ${resource.id}`;
  const hole = HOSTS.has(`${resource.type}.${attribute}`) ? unknownHost(reason) : unknown(reason);
  const shape = shapeOf(resource, attribute);
  return shape === undefined ? hole : concat(shape.map((part) => (part === null ? hole : known(part))));
}

/** Attributes of custom resources are whatever their function returns, lists included. */
export function mayBeList(resource: Resource, attribute: string | undefined): boolean {
  return resource.type.startsWith("Custom::") || resource.type === "AWS::CloudFormation::CustomResource" || attribute === undefined || LIST_ATTRIBUTE.test(attribute);
}

const LIST_ATTRIBUTE = /(?:s|List)$/u;

function shapeOf(resource: Resource, attribute: string): Shape | undefined {
  if (resource.type === "AWS::ApiGatewayV2::Api" && attribute === "ApiEndpoint") return endpointShape(resource);
  return SHAPES.get(`${resource.type}.${attribute}`);
}

function endpointShape(resource: Resource): Shape | undefined {
  const properties: Node | undefined = resource.body.get("Properties");
  const protocol = properties?.kind === "map" ? textOf(properties.get("ProtocolType")) : undefined;
  if (protocol === "WEBSOCKET") return ["wss://", null];
  // Only an HTTP API can be made of a body alone (ProtocolType is then not required).
  const fromBody = properties?.kind === "map" && !properties.has("ProtocolType") && (properties.has("Body") || properties.has("BodyS3Location"));
  return protocol === "HTTP" || fromBody ? ["https://", null] : undefined;
}

/** `DomainName` → `domain name`; `Outputs.Url` and `Arn` stay as they are. */
function inWords(attribute: string): string {
  return /^(?:[A-Z][a-z]+){2,}$/u.test(attribute) ? attribute.replace(/[A-Z]/gu, (letter, at: number) => `${at > 0 ? " " : ""}${letter.toLowerCase()}`) : attribute;
}
