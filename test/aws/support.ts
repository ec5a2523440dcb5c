import { apisOf, type Api, type ApiKind, type AwsCause } from "../../src/aws/index.ts";
import { predictFetch, type FetchRequest, type Verdict } from "../../src/fetch/index.ts";
import { loadTemplate, type Template } from "../../src/template/index.ts";

/** A template as JSON or YAML text, or as data. */
export function templateOf(source: string | object, parameters: Readonly<Record<string, string>> = {}): Template {
  const text = typeof source === "string" ? source : JSON.stringify(source, undefined, 2);
  const template = loadTemplate({ name: typeof source === "string" ? "template.yaml" : "template.json", bytes: new TextEncoder().encode(text) }, { parameters: new Map(Object.entries(parameters)) });
  if ("notATemplate" in template) throw new Error(template.notATemplate);
  return template;
}

/** The only API of a kind, in the first scenario. */
export function apiIn<Kind extends ApiKind>(template: Template, kind: Kind): Extract<Api, { kind: Kind }> {
  const outlines = apisOf(template).filter((outline) => outline.kind === kind);
  const [outline] = outlines;
  if (!outline || outlines.length > 1) throw new Error(`${outlines.length} APIs of kind ${kind}`);
  const api = outline.build(template.world(template.scenarios(outline.members).all[0]));
  if (!api) throw new Error("the API does not exist in this scenario");
  // `kind` of an outline is the kind of the API that it builds.
  return api as Extract<Api, { kind: Kind }>;
}

/** A request from https://app.example.com. */
export function requestTo(path: string, more: Partial<FetchRequest> = {}): FetchRequest {
  return { origin: "https://app.example.com", target: "https://api.example.net", method: "GET", path, headers: [], credentials: "same-origin", ...more };
}

export const JSON_BODY = [["content-type", "application/json"]] as const;
export const TOKEN = [["authorization", "Bearer token"]] as const;

/** `allowed`, `cannot-tell`, or the browser's reason to block. */
export function outcomeOf(verdict: Verdict<AwsCause>): string {
  return verdict.outcome === "blocked" ? verdict.error : verdict.outcome;
}

export function outcome(api: Api, request: FetchRequest): string {
  return outcomeOf(predictFetch(api.server, request));
}

export interface RouteParts {
  readonly auth?: "JWT" | "CUSTOM" | "AWS_IAM";
  /** `$request.header.Authorization` unless told otherwise. */
  readonly sources?: readonly string[];
  readonly integration?: object;
}

export interface HttpApiParts {
  readonly cors?: unknown;
  readonly api?: object;
  readonly routes?: Readonly<Record<string, RouteParts>>;
  readonly resources?: Readonly<Record<string, unknown>>;
  readonly template?: object;
}

/** An HTTP API `Users` with a function `CreateUser` behind its routes, deployed. */
export function httpApi({ cors, api = {}, routes = {}, resources = {}, template = {} }: HttpApiParts): object {
  const parts = Object.entries(routes).flatMap(([key, { auth, sources, integration }], index) => [
    [
      `Route${index}`,
      {
        Type: "AWS::ApiGatewayV2::Route",
        Properties: {
          ApiId: { Ref: "Users" },
          RouteKey: key,
          Target: { "Fn::Sub": `integrations/\${Integration${index}}` },
          ...(auth && { AuthorizationType: auth }),
          ...(auth && auth !== "AWS_IAM" && { AuthorizerId: { Ref: `Authorizer${index}` } }),
        },
      },
    ],
    [
      `Integration${index}`,
      {
        Type: "AWS::ApiGatewayV2::Integration",
        Properties: integration ?? { ApiId: { Ref: "Users" }, IntegrationType: "AWS_PROXY", IntegrationUri: { "Fn::GetAtt": ["CreateUser", "Arn"] }, PayloadFormatVersion: "2.0" },
      },
    ],
    ...(auth && auth !== "AWS_IAM"
      ? [[`Authorizer${index}`, { Type: "AWS::ApiGatewayV2::Authorizer", Properties: { ApiId: { Ref: "Users" }, AuthorizerType: auth === "JWT" ? "JWT" : "REQUEST", IdentitySource: sources ?? ["$request.header.Authorization"] } }]]
      : []),
  ]);
  return {
    ...template,
    Resources: {
      Users: { Type: "AWS::ApiGatewayV2::Api", Properties: { ProtocolType: "HTTP", ...(cors !== undefined && { CorsConfiguration: cors }), ...api } },
      Stage: { Type: "AWS::ApiGatewayV2::Stage", Properties: { ApiId: { Ref: "Users" }, StageName: "$default", AutoDeploy: true } },
      CreateUser: { Type: "AWS::Lambda::Function", Properties: { Runtime: "nodejs22.x" } },
      ...Object.fromEntries(parts),
      ...resources,
    },
  };
}
