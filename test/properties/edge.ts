import fc from "fast-check";
import { origin, type Template } from "./templates.ts";

/** Buckets with CORS rules, and distributions around whatever stands in a template. */
type Resources = Record<string, unknown>;

const list = (...items: readonly unknown[]): fc.Arbitrary<readonly unknown[]> => fc.array(fc.constantFrom(...items), { minLength: 1, maxLength: 3 });

const corsRule = fc.record(
  {
    AllowedOrigins: fc.array(fc.oneof({ arbitrary: origin, weight: 3 }, { arbitrary: fc.constantFrom("https://*.*.example.com", "http*://app.example.com"), weight: 1 }), { minLength: 1, maxLength: 3 }),
    AllowedMethods: list("GET", "PUT", "POST", "HEAD", "DELETE", "GET", "PUT", "OPTIONS", "put", "GET,PUT"),
    AllowedHeaders: list("*", "content-type", "x-amz-*"),
    ExposedHeaders: list("ETag", "ETag", "*"),
    MaxAge: fc.constantFrom(600, "3000"),
    ExposeHeaders: fc.constant(["ETag"]),
  },
  { requiredKeys: ["AllowedOrigins", "AllowedMethods"] },
);

const bucket = fc.record({ rules: fc.array(corsRule, { minLength: 1, maxLength: 3 }), site: fc.constantFrom(false, false, true) }).map(({ rules, site }) => ({
  Type: "AWS::S3::Bucket",
  Properties: { CorsConfiguration: { CorsRules: rules }, ...(site && { WebsiteConfiguration: { IndexDocument: "index.html" } }) },
}));

const headersPolicy = fc
  .record({ credentials: fc.boolean(), origins: fc.array(origin, { minLength: 1, maxLength: 2 }), methods: fc.constantFrom(["ALL"], ["GET"], ["GET", "ALL"], ["*"]), headers: fc.constantFrom(["*"], ["content-type"]), override: fc.boolean() })
  .map(({ credentials, origins, methods, headers, override }) => ({
    Type: "AWS::CloudFront::ResponseHeadersPolicy",
    Properties: {
      ResponseHeadersPolicyConfig: {
        Name: "cors",
        CorsConfig: { AccessControlAllowCredentials: credentials, AccessControlAllowOrigins: { Items: origins }, AccessControlAllowMethods: { Items: methods }, AccessControlAllowHeaders: { Items: headers }, OriginOverride: override },
      },
    },
  }));

const forwarding = fc.constantFrom<Resources>(
  { CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6" },
  { CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac" },
  { CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", OriginRequestPolicyId: "59781a5b-3903-41f3-afcb-af62929ccde1" },
  { CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6", OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac", CachedMethods: ["GET", "HEAD", "OPTIONS"] },
  { CachePolicyId: { Ref: "Briefly" }, OriginRequestPolicyId: "59781a5b-3903-41f3-afcb-af62929ccde1" },
  { ForwardedValues: { QueryString: true } },
  { ForwardedValues: { QueryString: true, Headers: ["Origin"] } },
  { CachePolicyId: { Ref: "Domain" } },
);

const behavior = fc
  .record({ forwards: forwarding, methods: fc.constantFrom(undefined, ["GET", "HEAD"], ["GET", "HEAD", "OPTIONS"], ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]), policy: fc.boolean() })
  .map(({ forwards, methods, policy }) => ({ ...forwards, ViewerProtocolPolicy: "https-only", ...(methods && { AllowedMethods: methods }), ...(policy && { ResponseHeadersPolicyId: { Ref: "EdgeHeaders" } }) }));

const briefly = fc.record({ MinTTL: fc.constantFrom(0, 1), DefaultTTL: fc.constantFrom(0, 60), MaxTTL: fc.constantFrom(0, 60), keyed: fc.boolean() }).map(({ keyed, ...times }) => ({
  Type: "AWS::CloudFront::CachePolicy",
  Properties: { CachePolicyConfig: { Name: "briefly", ...times, ParametersInCacheKeyAndForwardedToOrigin: { HeadersConfig: keyed ? { HeaderBehavior: "whitelist", Headers: ["Origin"] } : { HeaderBehavior: "none" } } } },
}));

/** The types that can stand behind a distribution, and how a template names their domain. */
const DOMAINS: Readonly<Record<string, (id: string) => unknown>> = {
  "AWS::ApiGateway::RestApi": executeApi,
  "AWS::Serverless::Api": executeApi,
  "AWS::ApiGatewayV2::Api": executeApi,
  "AWS::Serverless::HttpApi": executeApi,
  "AWS::Lambda::Url": (id) => ({ "Fn::Select": [2, { "Fn::Split": ["/", { "Fn::GetAtt": [id, "FunctionUrl"] }] }] }),
  "AWS::S3::Bucket": (id) => ({ "Fn::GetAtt": [id, "RegionalDomainName"] }),
};

function executeApi(id: string): unknown {
  return { "Fn::Sub": `\${${id}}.execute-api.\${AWS::Region}.amazonaws.com` };
}

/** The custom domain of an API, with a base path, and the origin that it is. */
function behindDomain(resources: Template["Resources"], id: string): { readonly resources: Resources; readonly origin: unknown } | undefined {
  const resource = resources[id];
  const type = typeof resource === "object" && resource !== null && "Type" in resource ? resource.Type : "";
  if (type !== "AWS::ApiGatewayV2::Api" && type !== "AWS::ApiGateway::RestApi") return undefined;
  const isHttp = type === "AWS::ApiGatewayV2::Api";
  const Domain = { Type: `AWS::ApiGateway${isHttp ? "V2" : ""}::DomainName`, Properties: { DomainName: "api.example.com" } };
  const mapping = isHttp ? { Type: "AWS::ApiGatewayV2::ApiMapping", Properties: { ApiId: { Ref: id }, DomainName: { Ref: "Domain" }, ApiMappingKey: "v1" } } : { Type: "AWS::ApiGateway::BasePathMapping", Properties: { RestApiId: { Ref: id }, DomainName: { Ref: "Domain" }, BasePath: "v1" } };
  return { resources: { Domain, Mapping: mapping }, origin: { Ref: "Domain" } };
}

function originsIn(resources: Template["Resources"]): readonly { readonly Id: string; readonly DomainName: unknown }[] {
  return Object.entries(resources).flatMap(([id, resource]) => {
    const type = typeof resource === "object" && resource !== null && "Type" in resource ? String(resource.Type) : "";
    const domain = Object.hasOwn(DOMAINS, type) ? DOMAINS[type] : undefined;
    return domain ? [{ Id: id, DomainName: domain(id) }] : [];
  });
}

/** The same template with a bucket, a policy and a distribution around one thing or several. */
export const withEdge = (templates: fc.Arbitrary<Template>): fc.Arbitrary<Template> =>
  fc
    .record({ template: templates, avatars: fc.option(bucket), policy: headersPolicy, path: fc.constantFrom<Resources>({}, {}, { OriginPath: "/prod" }, { OriginPath: { Ref: "Domain" } }), first: behavior, others: fc.array(behavior, { maxLength: 1 }), all: fc.boolean(), cache: briefly, aliases: fc.constantFrom([], [], ["app.example.com"], [{ Ref: "Domain" }]), byDomain: fc.boolean() })
    .map(({ template, avatars, policy, path, first, others, all, cache, aliases, byDomain }) => {
      const resources: Resources = { ...template.Resources, ...(avatars && { Avatars: avatars }), EdgeHeaders: policy, Briefly: cache };
      const [main, ...more] = originsIn(resources);
      if (!main) return { ...template, Resources: resources };
      const domain = byDomain ? behindDomain(template.Resources, main.Id) : undefined;
      const config = {
        Enabled: true,
        Aliases: aliases,
        Origins: [{ ...main, ...path, ...(domain && { DomainName: domain.origin }) }, ...(all ? more : [])],
        DefaultCacheBehavior: { TargetOriginId: main.Id, ...first },
        CacheBehaviors: others.map((other) => ({ PathPattern: "/users*", TargetOriginId: main.Id, ...other })),
      };
      return { ...template, Resources: { ...resources, ...domain?.resources, Edge: { Type: "AWS::CloudFront::Distribution", Properties: { DistributionConfig: config } } } };
    });
