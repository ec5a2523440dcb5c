import fc from "fast-check";
import { type Any, type Data, keyed, map, one, rarely, ref, several, type Slip, withStranger } from "./vocabulary.ts";

const NAMES = ["Users", "Admins", "Services"];

/** `Auth` of `AWS::Serverless::Api`. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html */
export function restAuth(slip: Slip): fc.Arbitrary<Data> {
  return several(NAMES, 0, 2).chain((names) => {
    const settings = map({
      Authorizers: authorizers(slip, names, restAuthorizer(slip)),
      DefaultAuthorizer: rarely(50, slip(one(...names, ...names, "AWS_IAM"))),
      AddDefaultAuthorizerToCorsPreflight: rarely(40, one(true, false, ref("Boolean"))),
      ApiKeyRequired: rarely(35, slip(one(true, false))),
      AddApiKeyRequiredToCorsPreflight: rarely(30, one(true, false)),
      ResourcePolicy: rarely(20, slip(resourcePolicy(slip))),
      InvokeRole: rarely(20, one("NONE", "CALLER_CREDENTIALS", "arn:aws:iam::123456789012:role/users", null, ref("Text"))),
      UsagePlan: rarely(15, slip(map({ CreateUsagePlan: slip(one("PER_API", "SHARED", "NONE")), Description: one("of users"), Quota: one({ Limit: 5 }) }))),
    });
    return withStranger(slip, settings, "Foo");
  });
}

/** `Auth` of `AWS::Serverless::HttpApi`. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapiauth.html */
export function httpAuth(slip: Slip): fc.Arbitrary<Data> {
  return fc.tuple(several(NAMES, 0, 2), fc.constantFrom(undefined, undefined, true, false, "true")).chain(([names, iam]) => {
    const standards = iam === true ? [...names, "AWS_IAM"] : names;
    const settings = map({
      Authorizers: authorizers(slip, names, httpAuthorizer(slip)),
      EnableIamAuthorizer: fc.constant(iam),
      DefaultAuthorizer: standards.length === 0 ? fc.constant(undefined) : rarely(50, slip(one(...standards))),
    });
    return withStranger(slip, settings, "Foo");
  });
}

function authorizers(slip: Slip, names: readonly string[], authorizer: Any): Any {
  return names.length === 0 ? fc.constant(undefined) : slip(keyed(fc.constant(names), slip(authorizer)));
}

function restAuthorizer(slip: Slip): Any {
  const pool = map({
    UserPoolArn: one({ "Fn::GetAtt": ["Pool", "Arn"] }, ["arn:1", "arn:2"], ref("Text")),
    Identity: rarely(40, slip(identity(slip))),
    AuthorizationScopes: rarely(30, slip(one(["read", "write"]))),
  });
  const code = map({
    FunctionArn: one({ "Fn::GetAtt": ["Function1", "Arn"] }, "arn:aws:lambda:x"),
    FunctionPayloadType: rarely(60, slip(one("TOKEN", "REQUEST", ref("Payload")))),
    // A REQUEST authorizer without an identity is refused.
    Identity: rarely(90, slip(identity(slip))),
    FunctionInvokeRole: rarely(30, one("NONE", "arn:aws:iam::123456789012:role/users", ref("Text"), ref("Nobody"))),
    DisableFunctionDefaultPermissions: rarely(30, slip(one(true, false))),
    AuthorizationScopes: rarely(20, slip(one(["read"]))),
  });
  return fc.oneof(pool, code);
}

function identity(slip: Slip): Any {
  return map({
    Header: rarely(40, slip(one("X-Auth"))),
    Headers: rarely(60, slip(one(["A", "B"], [ref("Text"), "B"]))),
    QueryStrings: rarely(30, slip(one(["q"]))),
    StageVariables: rarely(20, one(["s"])),
    Context: rarely(20, one(["ctx"])),
    ReauthorizeEvery: rarely(30, one(0, 30, "0", ref("Text"))),
    ValidationExpression: rarely(30, one("^x$")),
  });
}

function httpAuthorizer(slip: Slip): Any {
  const jwt = map({
    JwtConfiguration: slip(one({ issuer: "https://issuer", audience: ["users"] }, { Issuer: ref("Text"), Audience: ["users"] })),
    IdentitySource: slip(one("$request.header.Authorization")),
    AuthorizationScopes: rarely(40, slip(one(["read"]))),
  });
  const code = map({
    FunctionArn: slip(one({ "Fn::GetAtt": ["Function1", "Arn"] })),
    AuthorizerPayloadFormatVersion: slip(one("2.0", 1.0)),
    Identity: rarely(60, slip(identity(slip))),
    FunctionInvokeRole: rarely(30, one("NONE", "arn:aws:iam::123456789012:role/users")),
    EnableSimpleResponses: rarely(30, one(true, false)),
    EnableFunctionDefaultPermissions: rarely(40, slip(one(true, false))),
  });
  return withStranger(slip, fc.oneof(jwt, code), "IdentitySource", "OpenIdConnectUrl", "FunctionArn", "AuthorizationScopes");
}

/** `ResourcePolicy` of an API or of an event. */
function resourcePolicy(slip: Slip): Any {
  const statement = { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*", Principal: "*" };
  return map({
    AwsAccountWhitelist: rarely(30, slip(one(["123"]))),
    AwsAccountBlacklist: rarely(30, slip(one(["456"]))),
    IpRangeWhitelist: rarely(30, slip(one(["1.2.3.4"]))),
    IpRangeBlacklist: rarely(30, slip(one(["1.2.3.4", ref("Text")]))),
    SourceVpcWhitelist: rarely(20, slip(one(["vpc-1", "vpce-2"]))),
    SourceVpcBlacklist: rarely(20, slip(one(["vpce-1"]))),
    IntrinsicVpcWhitelist: rarely(20, one([ref("Text")])),
    IntrinsicVpceBlacklist: rarely(20, one([ref("Text")])),
    CustomStatements: rarely(30, one([statement], { Action: "execute-api:Invoke" })),
  });
}

/** What an API says of authorization that its events have to agree with; most of what contradicts it is refused. */
export interface Guard {
  readonly authorizers: readonly string[];
  readonly hasDefault: boolean;
}

/** `Auth` of an event of a REST API. */
export function restEventAuth(slip: Slip, { authorizers: names, hasDefault }: Guard): Any {
  const given = slip(one(...names, ...names, ...names, "AWS_IAM", ...(hasDefault ? ["NONE", "NONE"] : [])));
  return map({
    Authorizer: hasDefault ? rarely(60, given) : given,
    ApiKeyRequired: rarely(names.length > 0 ? 30 : 2, one(true, false)),
    AuthorizationScopes: rarely(20, slip(one(["read"]))),
    InvokeRole: rarely(20, one("NONE", "CALLER_CREDENTIALS", "arn:aws:iam::123456789012:role/users", null)),
    ResourcePolicy: rarely(10, slip(resourcePolicy(slip))),
    OverrideApiAuth: rarely(10, one(true, false)),
  });
}

/** `Auth` of an event of an HTTP API. */
export function httpEventAuth(slip: Slip, { authorizers: names, hasDefault }: Guard): Any {
  const choices = [...names, ...names, ...(hasDefault ? ["NONE"] : [])];
  if (choices.length === 0) return fc.constant(undefined);
  return map({ Authorizer: slip(one(...choices)), AuthorizationScopes: rarely(30, slip(one(["read"]))) });
}
