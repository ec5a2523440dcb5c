import type { FetchRequest, HeaderField, Response, Server } from "../fetch/index.ts";
import type { HandlerResponse } from "../handler/index.ts";
import type { Place, Tri, Value } from "../source/index.ts";
import type { Template, View, World } from "../template/index.ts";
import type { Declaration, Deployment, Intent } from "./circumstances.ts";
import type { Declarations } from "./declared.ts";
import type { AddedHeaders, SharedCopy } from "./in-front.ts";

export type * from "./circumstances.ts";
export type * from "./handler-use.ts";
export type * from "./in-front.ts";

/**
 * What AWS would put in front of a browser, in one scenario. Rules read this and ask for verdicts; they name no resource type and parse
 * no header. Section numbers (1.2, H1, …) are those of docs/aws-behaviour.md.
 */
export type Api = RestApi | HttpApi | FunctionUrl | Bucket | Distribution | HeadersPolicy;

export type ApiKind = Api["kind"];

/** An API of a template, before a scenario is chosen. */
export interface ApiOutline {
  readonly kind: ApiKind;
  /** Logical id of the API's resource; of one that is only referred to, the text of the reference. */
  readonly id: string;
  readonly template: Template;
  /** Every resource that can matter to it: the argument for {@link Template.scenarios}. */
  readonly members: readonly string[];
  /** The API in a scenario; `undefined` where it does not exist there. `declarations`: what the configuration says of it. */
  build(world: World, declarations?: Declarations): Api | undefined;
}

interface ApiBase {
  readonly id: string;
  /** As a person calls it: its name property if known, else the logical id. */
  readonly name: string;
  readonly world: World;
  /** The logical id of its resource. */
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly routes: readonly Route[];
  /** Answers as the deployed API would. */
  readonly server: Server<AwsCause>;
  readonly intent: Intent;
  /** Parts of the API that are out of view (an external body, a macro, methods of another stack). Empty: complete. */
  readonly outOfView: readonly { readonly what: string; readonly place: Place }[];
  readonly deployment: Deployment;
  /** Everything that is written about CORS for this API, wherever it is written. */
  readonly settings: readonly CorsSetting[];
  /** CORS objects with properties of their own: `CorsConfiguration`, `Cors` of a function URL, `x-amazon-apigateway-cors`. */
  readonly corsBlocks: readonly CorsBlock[];
  /** The OpenAPI document that defines it, if one does and it is in view. */
  readonly document?: ApiDocument | undefined;
}

export interface ApiDocument {
  /** The whole document: in the template (`Body`, `DefinitionBody`), or a file of its own. */
  readonly place: Place;
  /** How a header is described differs: `type`, or `schema` with a `type`. */
  readonly version: "swagger-2" | "openapi-3";
}

export interface RestApi extends ApiBase {
  readonly kind: "rest";
  /** `PRIVATE` endpoints are out of a public browser's reach. */
  readonly endpoint: "edge" | "regional" | "private" | "unknown";
  readonly methods: readonly RestMethod[];
  readonly gatewayResponses: readonly GatewayResponse[];
  /** Header mappings of all integration responses and gateway responses. */
  readonly mappings: readonly HeaderMapping[];
  /** `BinaryMediaTypes` and `x-amazon-apigateway-binary-media-types`, decoded (`image/png`, or any type). */
  readonly binaryMediaTypes: readonly { readonly value: Value; readonly place: Place }[];
  /** The response that API Gateway gives for a type, after fall-back and shadowing (1.8). */
  gatewayResponse(type: GatewayResponseType): Response<AwsCause>;
}

export interface HttpApi extends ApiBase {
  readonly kind: "http";
  /** It answers preflights itself and puts its own headers on responses (H1, H2). `maybe`: not known. */
  readonly ownsCors: Tri;
  /** A WebSocket API: CORS does not apply. Such an API has no routes here. */
  readonly webSocket: boolean;
}

export interface FunctionUrl extends ApiBase {
  readonly kind: "function-url";
  readonly ownsCors: Tri;
  readonly functionId: string | undefined;
}

/** An S3 bucket with CORS rules; one without has nothing to say about CORS. */
export interface Bucket extends ApiBase {
  readonly kind: "bucket";
  readonly ownsCors: Tri;
}

/** A CloudFront distribution in front of an API or a bucket of the template. Its routes are the cache behaviors that lead there. */
export interface Distribution extends ApiBase {
  readonly kind: "distribution";
  readonly ownsCors: Tri;
  /** Origins of pages that come from it: its aliases. */
  readonly ownOrigins: ReadonlySet<string>;
}

/** A response headers policy with CORS headers. It answers nothing: distributions put its headers on what their origins answer. */
export interface HeadersPolicy extends ApiBase {
  readonly kind: "headers-policy";
  readonly ownsCors: Tri;
}

/** One method of one path that clients can call. */
export interface Route {
  readonly api: Api;
  /** `GET`, …; `ANY` for one that takes every method (also `$default` and function URLs). */
  readonly method: string;
  /** As the template writes it: `/users/{id}`, `/{proxy+}`, `$default`. */
  readonly path: string;
  /** A concrete path that this route serves. */
  readonly examplePath: string;
  /** Methods a browser can call it with. For `ANY`: those that are known to be meant, else `["GET", "POST"]`; never OPTIONS. */
  readonly browserMethods: readonly string[];
  /** {@link browserMethods} are a guess: nothing says which methods pages call it with. */
  readonly guessesMethods?: boolean;
  /** The smallest place that names it: the value of `HttpMethod`, the key `post:`, the route key. */
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly integration: Integration;
  readonly authorization: Authorization;
  /** Headers without which the gateway refuses the request (authorizer, API key, required parameters). */
  readonly requiredHeaders: readonly RequiredHeader[];
  readonly intent: Intent;
  /** The OPTIONS method itself: answered, never called by a page. */
  readonly isOptions: boolean;
  /** What pages would send to it; see {@link BrowserRequest}. Empty for OPTIONS. */
  readonly browserRequests: readonly BrowserRequest[];
  /** What the configuration says of it. */
  readonly declaration?: Declaration | undefined;
  /** CORS headers that are put on what the route answers by a policy before it. */
  readonly headersPolicy?: AddedHeaders | undefined;
  /** Copies of answers that a cache before it keeps, and hands to pages for which they were not made. Absent: no cache is known. */
  sharedCopies?(): readonly SharedCopy[];
  /** Requests with credentials from pages that the configuration does not name; empty where it names none. */
  foreignRequests?(): readonly BrowserRequest[];
  /** Error responses that this route can lead to: gateway responses that can occur, mappings for errors. */
  errorResponses(): readonly Response<AwsCause>[];
  /** Those among them with which API Gateway turns a request away that the route does not want: no token, no key, another body. Absent: not told apart. */
  refusals?(): readonly Response<AwsCause>[];
}

/**
 * A request to predict. `required` holds only what the gateway itself demands, so a blocked one blocks every page. `typical` adds what
 * pages send without being asked to (`content-type: application/json` with a body). `credentialed` asks with credentials, and is there only
 * where the API says that it expects them.
 */
export interface BrowserRequest {
  readonly kind: "required" | "typical" | "credentialed";
  readonly request: FetchRequest;
}

export interface RequiredHeader {
  /** Lower case. */
  readonly name: string;
  readonly because: "authorizer" | "api-key" | "parameter" | "iam";
  readonly place: Place;
}

export type Authorization =
  | { readonly kind: "none" }
  | { readonly kind: "iam"; readonly place: Place }
  /** `refusesPreflight`: what it does to a request without credentials (1.6). */
  | { readonly kind: "authorizer"; readonly type: "jwt" | "cognito" | "token" | "request" | "unknown"; readonly name: string; readonly place: Place; readonly refusesPreflight: Tri }
  | { readonly kind: "unknown"; readonly reason: string };

export interface Integration {
  /** `proxy-function`: the Lambda function's own response is sent. `proxy-http`: the back end's. `custom`: only mapped headers. */
  readonly kind: "mock" | "custom" | "proxy-function" | "proxy-http" | "missing" | "unknown";
  readonly place: Place;
  /** The function behind it, where that is known. */
  readonly functionId: string | undefined;
  /** As a person reads it: `Lambda function CreateUser`, `SQS`, `https://…`. */
  readonly target: string;
  /** What API Gateway is permitted to call the function for; `undefined` where nothing about it is in view. */
  readonly invokePermission?: InvokePermission | undefined;
}

/** The permissions of a function that are in view. */
export interface InvokePermission {
  /** The `SourceArn` that narrows it, if there is one. */
  readonly place: Place;
  /** `no`: a call for this method and path gets 500, whoever calls. */
  allows(method: string, path: string): Tri;
}

export interface RestMethod {
  readonly route: Route;
  readonly resource: View;
  readonly responses: readonly MappedResponse[];
}

/** An integration response together with the method response of the same status (1.4). */
export interface MappedResponse {
  readonly method: RestMethod;
  readonly status: Value;
  /** Regular expression over status or error message; `undefined`: the default. */
  readonly selectionPattern: Value | undefined;
  readonly place: Place;
  /** Where the status is written. */
  readonly statusPlace?: Place | undefined;
  /** Headers declared by the method response. */
  readonly declarations: readonly HeaderDeclaration[];
  /** `no`: there is no method response for this status (the deployment fails). */
  readonly hasMethodResponse: Tri;
  /** The method response of the same status, if one is in view. */
  readonly methodResponsePlace: Place | undefined;
  readonly mappings: readonly HeaderMapping[];
  /** Headers that a response template sets (`$context.responseOverride.header.*`); `undefined`: a template nobody can read. */
  readonly overrides: readonly HeaderField[] | undefined;
}

export interface HeaderDeclaration {
  /** As written, `Access-Control-Allow-Origin`. */
  readonly name: string;
  readonly place: Place;
  /** `no`: declared and never mapped, so never sent. */
  readonly mapped: Tri;
}

export interface HeaderMapping {
  readonly holder: "integration-response" | "gateway-response";
  readonly response: MappedResponse | GatewayResponse;
  readonly keyPlace: Place;
  readonly valuePlace: Place;
  /** The key as written. */
  readonly key: string;
  /** The response header it sets; `undefined` where the key is not one that sets a header. */
  readonly header: string | undefined;
  /** The value as written. */
  readonly written: Value;
  /** What is sent: for a static value the text between the quotes. */
  readonly value: Value;
  /** How the expression reads: a quoted text, a reference to something of the request or the integration, or not known. */
  readonly expression: "static" | "reference" | "unknown" | "malformed";
  readonly problems: readonly MappingProblem[];
}

export type MappingProblem =
  /** `integration.response.header.X` (or anything else) where `method.response.header.X` must stand (1.4, G3). */
  | { readonly kind: "invalid-key"; readonly correctKey: string | undefined }
  /** A gateway response's key that SAM prefixes once more, or that lacks its prefix. */
  | { readonly kind: "malformed-gateway-key"; readonly correctKey: string | undefined }
  | { readonly kind: "undeclared" }
  /** A literal without single quotes. */
  | { readonly kind: "unquoted"; readonly correct: string | undefined }
  /** Quotes that close early or are not balanced. */
  | { readonly kind: "unbalanced-quotes"; readonly correct: string | undefined };

export interface GatewayResponse {
  readonly type: GatewayResponseType | undefined;
  /** As written, also where it is no known type. */
  readonly typeText: Value;
  readonly status: Value | undefined;
  readonly place: Place;
  readonly mappings: readonly HeaderMapping[];
  /** The type that is sent where this one is not customized; what is customized here, that one's headers do not reach (G2). */
  readonly fallback?: "DEFAULT_4XX" | "DEFAULT_5XX" | undefined;
}

export type GatewayResponseType =
  | "ACCESS_DENIED"
  | "API_CONFIGURATION_ERROR"
  | "AUTHORIZER_CONFIGURATION_ERROR"
  | "AUTHORIZER_FAILURE"
  | "BAD_REQUEST_BODY"
  | "BAD_REQUEST_PARAMETERS"
  | "DEFAULT_4XX"
  | "DEFAULT_5XX"
  | "EXPIRED_TOKEN"
  | "INTEGRATION_FAILURE"
  | "INTEGRATION_TIMEOUT"
  | "INVALID_API_KEY"
  | "INVALID_SIGNATURE"
  | "MISSING_AUTHENTICATION_TOKEN"
  | "QUOTA_EXCEEDED"
  | "REQUEST_TOO_LARGE"
  | "RESOURCE_NOT_FOUND"
  | "THROTTLED"
  | "UNAUTHORIZED"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "WAF_FILTERED";

/** The header (or the property that becomes it) that a setting is about. */
export type CorsProperty = "allow-origin" | "allow-methods" | "allow-headers" | "allow-credentials" | "expose-headers" | "max-age";

/** One thing that is written about CORS: a mapped header, or a property of a CORS object. */
export interface CorsSetting {
  readonly property: CorsProperty;
  /** `header`: one text that is sent as it is. `list`: items that AWS matches or joins. `value`: a flag or number of a CORS object. */
  readonly form: "header" | "list" | "value";
  /** The single values: list items, or the elements of a comma-separated header. For `allow-origin` in a header: the header as a whole. */
  readonly items: readonly SettingItem[];
  /** The whole, as it would be sent; for lists the items joined by commas. */
  readonly value: Value;
  readonly place: Place;
  /** The answers it stands in. `all`: preflight and responses alike. */
  readonly role: "preflight" | "response" | "error" | "all";
  readonly api: Api;
  /** The route it belongs to; `undefined` where it holds for the whole API. */
  readonly route: Route | undefined;
  /** Forms beside exact origins that its service matches (H4): `https://*`. */
  readonly originWildcards: "none" | "scheme" | "subdomain";
  /** Written between single quotes, as REST wants it. Places of items are inside the quotes. */
  readonly mapping: HeaderMapping | undefined;
  readonly block: CorsBlock | undefined;
  /** The one answer it stands in, also where a template sets the header; `undefined` where a service answers by its own rules. */
  readonly response?: MappedResponse | GatewayResponse | undefined;
  /** Of an allowed origin that is not fixed: it is whatever `Origin` the request has, or that of the pages which a template names. */
  readonly echoes?: "any-origin" | "chosen-origins" | undefined;
}

export interface SettingItem {
  readonly value: Value;
  readonly place: Place;
}

export interface CorsBlock {
  readonly api: Api;
  readonly dialect: "http-api" | "http-api-openapi" | "function-url" | "bucket" | "headers-policy";
  readonly place: Place;
  readonly view: View;
  /** Properties that the service does not know, with the nearest one that it does. */
  readonly unknownProperties: readonly { readonly name: string; readonly place: Place; readonly nearest: string | undefined }[];
  /** Values outside the service's limits (L1, F72). `certain: no` where the limit is not confirmed. */
  readonly limits: readonly { readonly property: CorsProperty; readonly what: string; readonly place: Place; readonly clampTo: string | undefined }[];
  /** The service refuses (or ignores) it as a whole. */
  readonly rejected: { readonly kind: "wildcard-credentials" | "scheme" | "malformed" | "websocket"; readonly why: string; readonly place: Place } | undefined;
  /** Single values that the service refuses, so that the deployment fails. Absent: not looked for. */
  readonly refused?: readonly RefusedValue[];
}

/** A value that S3 or CloudFront refuses. */
export interface RefusedValue {
  readonly kind:
    /** A method that is none of those which the service knows. */
    | "method"
    /** `ALL` beside the names of methods. */
    | "all-and-methods"
    /** More than one wildcard in one value. */
    | "wildcards"
    /** A wildcard anywhere but as the leftmost part of a domain. */
    | "wildcard-position"
    /** A wildcard in the list of exposed headers, where the service knows none. */
    | "exposed-wildcard"
    /** A wildcard in the list of request headers together with credentials. */
    | "headers-wildcard-with-credentials";
  readonly property: CorsProperty;
  readonly text: string;
  readonly place: Place;
  /** What was meant, where that is clear. */
  readonly correct: string | undefined;
}

/** Why AWS gives an answer. */
export type AwsCause =
  /** The CORS configuration of an HTTP API or function URL answers the preflight, or adds its headers to a response. */
  | { readonly kind: "cors-configuration"; readonly block: CorsBlock; readonly originAllowed: Tri }
  /** A mapped response of a MOCK, AWS or HTTP integration. */
  | { readonly kind: "mapped-response"; readonly response: MappedResponse }
  /** What a function or a back end returns; `returned` is the response in its source, where that is in view. */
  | { readonly kind: "function"; readonly route: Route; readonly functionId: string | undefined; readonly returned?: HandlerResponse }
  | { readonly kind: "backend"; readonly route: Route }
  /** API Gateway's own answer. */
  | { readonly kind: "gateway"; readonly type: GatewayResponseType | undefined; readonly gatewayResponse: GatewayResponse | undefined; readonly obstacle: Obstacle }
  | { readonly kind: "unknown"; readonly reason: string };

/** What stands between a request and its integration. `evidence: "reported"`: seen by users, not documented by AWS; never an error. */
export interface Obstacle {
  readonly kind:
    | "no-route"
    | "authorizer"
    | "api-key"
    | "request-validation"
    | "resource-policy"
    | "missing-integration"
    | "mock-without-template"
    | "mock-without-status"
    | "no-matching-response"
    | "binary-media-type"
    | "passthrough"
    /** CloudFront refuses the method, or keeps Origin from what stands behind it. */
    | "edge-method"
    | "edge-origin"
    | "runtime-error";
  readonly evidence: "documented" | "reported";
  /** The line to blame. */
  readonly place: Place | undefined;
  readonly route: Route | undefined;
  /** A clause: `the authorizer UserPool refuses requests without Authorization`. */
  readonly what: string;
}
