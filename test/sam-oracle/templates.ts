import fc from "fast-check";
import { httpApi, httpGlobals, restApi, restGlobals, webSocketApi } from "./apis.ts";
import { type Api, functionUrl, functionWith, stateMachine } from "./functions.ts";
import { type Any, CONDITIONS, type Data, isData, map, one, PARAMETERS, rarely, ref, resource, type Slip, slipOf, sub } from "./vocabulary.ts";

/**
 * SAM templates with APIs, events and function URLs in the shapes that people write them in: most of them well written, the others with a slip
 * here and there, which SAM refuses, passes on or makes something strange of.
 */
export const samTemplate: fc.Arbitrary<Data> = fc.oneof({ weight: 7, arbitrary: templateOf(slipOf(0)) }, { weight: 2, arbitrary: templateOf(slipOf(1)) }, { weight: 1, arbitrary: templateOf(slipOf(5)) });

function templateOf(slip: Slip): fc.Arbitrary<Data> {
  const explicit = fc.array(fc.oneof(api(slip, "rest"), api(slip, "http")), { maxLength: 2 });
  return fc.tuple(globals(slip), explicit).chain(([written, apis]) => {
    const named = Object.fromEntries(apis.map(({ resource: made }, index) => [`Api${index}`, made]));
    const implicit = (["rest", "http"] as const).map((kind) => apiOf(undefined, kind, written[kind === "rest" ? "Api" : "HttpApi"]));
    const callable = [...implicit, ...apis.map(({ kind, resource: made }, index) => apiOf(`Api${index}`, kind, made["Properties"]))];
    return fc.tuple(resources(slip, named, callable), fc.boolean(), rarely(30, outputs())).map(([all, truth, given]) => ({
      Parameters: { ...PARAMETERS, Boolean: { Type: "String", Default: truth } },
      Conditions: Object.fromEntries(CONDITIONS.map((name) => [name, { "Fn::Equals": ["a", "b"] }])),
      ...(Object.keys(written).length > 0 && { Globals: written }),
      Resources: all,
      ...(given !== undefined && { Outputs: given }),
    }));
  });
}

interface WrittenApi {
  readonly kind: "rest" | "http";
  readonly resource: Data;
}

function api(slip: Slip, kind: "rest" | "http"): fc.Arbitrary<WrittenApi> {
  const made = kind === "rest" ? resource("AWS::Serverless::Api", restApi(slip)) : resource("AWS::Serverless::HttpApi", httpApi(slip));
  return fc.tuple(made, rarely(5, slip(one("*", ["Cors"], ["Auth"])))).map(([data, ignored]) => ({ kind, resource: ignored === undefined ? data : { ...data, IgnoreGlobals: ignored } }));
}

function globals(slip: Slip): fc.Arbitrary<Data> {
  const ofFunctions = map({ Timeout: one(5), FunctionUrlConfig: rarely(30, functionUrl(slip)), Tags: rarely(30, one({ stage: "test" })), PropagateTags: rarely(15, one(true)) });
  return map({ Api: rarely(30, restGlobals(slip)), HttpApi: rarely(20, httpGlobals(slip)), Function: rarely(20, ofFunctions) });
}

/** All resources, in any order: SAM's result depends on it. */
function resources(slip: Slip, apis: Data, callable: readonly Api[]): fc.Arbitrary<Data> {
  const code = resource("AWS::Serverless::Function", functionWith(slip, callable));
  const rest = map({
    Function1: code,
    Function2: rarely(60, code),
    Function3: rarely(30, code),
    Machine: rarely(20, resource("AWS::Serverless::StateMachine", stateMachine(slip, callable))),
    Socket: rarely(8, resource("AWS::Serverless::WebSocketApi", webSocketApi(slip))),
    Connector: rarely(10, connector(slip, Object.keys(apis))),
  });
  return rest.chain((made) => {
    const entries = Object.entries({ ...apis, ...made });
    return fc.shuffledSubarray(entries, { minLength: entries.length }).map((shuffled) => ({ ...Object.fromEntries(shuffled), Pool: { Type: "AWS::Cognito::UserPool" } }));
  });
}

function connector(slip: Slip, apis: readonly string[]): Any {
  const properties = map({
    Source: slip(one(...[...apis, "Function1"].map((id) => ({ Id: id })))),
    Destination: slip(one({ Id: "Function1" }, [{ Id: "Function1" }, { Id: "Function1" }])),
    Permissions: slip(one(["Write"])),
  });
  return map({ Type: one("AWS::Serverless::Connector"), Properties: properties });
}

/** References that only SAM understands. */
function outputs(): Any {
  return one({ Stage: { Value: ref("Api0.Stage") }, Both: { Value: sub("${Api0.Stage}-${Function1.Alias}") } });
}

function apiOf(id: string | undefined, kind: Api["kind"], properties: unknown): Api {
  const written = isData(properties) ? properties : {};
  const auth = isData(written["Auth"]) ? written["Auth"] : {};
  const authorizers = isData(auth["Authorizers"]) ? Object.keys(auth["Authorizers"]) : [];
  return { id, kind, authorizers, hasDefault: typeof auth["DefaultAuthorizer"] === "string", hasModels: written["Models"] !== undefined };
}
