import fc from "fast-check";
import { type Guard, httpEventAuth, restEventAuth } from "./auth.ts";
import { PATHS } from "./body.ts";
import { urlCors } from "./cors.ts";
import { type Any, type Data, keyed, map, NO_VALUE, one, rarely, ref, type Slip, when, withStranger } from "./vocabulary.ts";

/** An API of the template that events may name; the implicit ones have no id. */
export interface Api extends Guard {
  readonly id: string | undefined;
  readonly kind: "rest" | "http";
  readonly hasModels: boolean;
}

const METHODS = ["get", "GET", "post", "any", "ANY", "put", "options", "delete", "patch", "x-amazon-apigateway-any-method"];

/** The last is refused. */
const REQUEST_PARAMETERS = [
  ["method.request.header.A"],
  ["method.request.querystring.q"],
  ["method.request.querystring.q", { "method.request.path.id": { Required: true, Caching: true } }],
  [{ "method.request.header.B": { Required: true } }],
  [{ "method.request.header.Z": { Foo: 1 } }],
];

function restEvent(slip: Slip, api: Api, caller: "function" | "machine"): Any {
  const { id, hasModels } = api;
  const properties = {
    Path: slip(one(...PATHS)),
    Method: slip(one(...METHODS)),
    RestApiId: id === undefined ? fc.constant(undefined) : slip(one(ref(id), ref(id), id)),
    Auth: rarely(35, slip(restEventAuth(slip, api))),
  };
  const ofMachine = { UnescapeMappingTemplate: rarely(20, one(true, false)) };
  const ofFunction = {
    TimeoutInMillis: rarely(15, slip(one(5000, 0))),
    RequestModel: rarely(hasModels ? 50 : 1, slip(map({ Model: slip(one("User")), Required: rarely(50, one(true)), ValidateBody: rarely(50, slip(one(true))), ValidateParameters: rarely(30, one(false)) }))),
    RequestParameters: rarely(12, slip(one(...REQUEST_PARAMETERS))),
    ResponseTransferMode: rarely(8, one("RESPONSE_STREAM", "BUFFERED")),
  };
  return event(slip, "Api", map({ ...properties, ...(caller === "machine" ? ofMachine : ofFunction) }));
}

function httpEvent(slip: Slip, api: Api): Any {
  const { id } = api;
  const route = fc.oneof(
    { weight: 9, arbitrary: map({ Path: slip(one(...PATHS, "$default", "/$default")), Method: slip(one(...METHODS)) }) },
    // Without both, an event is the route `$default`.
    { weight: 1, arbitrary: fc.constant<Data>({}) },
  );
  const rest = map({
    ApiId: id === undefined ? fc.constant(undefined) : slip(one(ref(id))),
    Auth: rarely(35, slip(httpEventAuth(slip, api))),
    TimeoutInMillis: rarely(15, slip(one(5000))),
    PayloadFormatVersion: rarely(20, slip(one("1.0"))),
    RouteSettings: rarely(10, slip(one({ ThrottlingBurstLimit: 3 }))),
  });
  return event(slip, "HttpApi", fc.tuple(route, rest).map(([first, second]) => ({ ...first, ...second })));
}

function event(slip: Slip, type: string, properties: fc.Arbitrary<Data>): Any {
  return map({ Type: fc.constant(type), Properties: slip(withStranger(slip, properties, "Nope")) });
}

/** Events that have nothing to do with APIs. */
const OTHER = one({ Type: "Schedule", Properties: { Schedule: "rate(1 day)" } }, { Type: "SNS", Properties: { Topic: "arn:aws:sns:x" } }, { Type: "SQS", Properties: { Queue: "arn:aws:sqs:x", BatchSize: 5 } }, { Type: "AlexaSkill" }, { Type: "IoTRule", Properties: { Sql: "x" } });

function eventsOf(slip: Slip, apis: readonly Api[], most: number, caller: "function" | "machine"): Any {
  const usable = apis.filter(({ kind }) => kind === "rest" || caller === "function");
  const ofApis = usable.map((api) => ({ weight: 10, arbitrary: slip(api.kind === "rest" ? restEvent(slip, api, caller) : httpEvent(slip, api)) }));
  const others = caller === "function" ? [{ weight: 1, arbitrary: OTHER }] : [];
  const names = fc.nat({ max: most }).map((count) => Array.from({ length: count }, (_, index) => `Event${index}`));
  return slip(keyed(names, fc.oneof(...ofApis, ...others)));
}

/** Properties of `AWS::Serverless::Function`. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html */
export function functionWith(slip: Slip, apis: readonly Api[]): fc.Arbitrary<Data> {
  const role = "arn:aws:iam::123456789012:role/users";
  const settings = map({
    Handler: one("index.handler"),
    Runtime: one("nodejs22.x"),
    CodeUri: one("s3://bucket/key"),
    FunctionUrlConfig: rarely(30, slip(functionUrl(slip))),
    AutoPublishAlias: rarely(25, slip(one("live", "my-alias", "a_b", ref("Text")))),
    Tags: rarely(15, slip(one({ team: "users" }))),
    PropagateTags: rarely(10, one(true, false)),
    Role: rarely(15, one(role, when("IsProd", role, NO_VALUE), when("IsProd", NO_VALUE, role))),
    FunctionName: rarely(15, one("users")),
    Events: eventsOf(slip, apis, 4, "function"),
  });
  return withStranger(slip, settings, "Nope");
}

export function functionUrl(slip: Slip): fc.Arbitrary<Data> {
  return map({ AuthType: slip(one("NONE", "AWS_IAM", ref("Text"))), InvokeMode: rarely(30, one("RESPONSE_STREAM")), Cors: rarely(80, slip(urlCors(slip))) });
}

/** Properties of `AWS::Serverless::StateMachine`. */
export function stateMachine(slip: Slip, apis: readonly Api[]): fc.Arbitrary<Data> {
  return map({ DefinitionUri: one("s3://bucket/key"), Role: one("arn:aws:iam::123456789012:role/users"), Events: eventsOf(slip, apis, 2, "machine") });
}
