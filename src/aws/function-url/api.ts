import type { Response, Server } from "../../fetch/index.ts";
import type { Place, Tri } from "../../source/index.ts";
import type { View, World, WorldResource } from "../../template/index.ts";
import { IntendedOrigins, meantMethods } from "../browser-requests.ts";
import { corsRules, corsSettings } from "../cors-block.ts";
import { ApiDeclarations, type Declarations } from "../declared.ts";
import { functionBehind, functionTarget } from "../functions.ts";
import { signed } from "../http/authorization.ts";
import { corsHeaderSent, functionErrors, functionMethods, functionOrigins } from "../handlers/index.ts";
import { integrationResponses } from "../integration-response.ts";
import { apiIntent, hasIdentityPool, routeIntent, signal } from "../intent.ts";
import type { Authorization, AwsCause, BrowserRequest, CorsBlock, CorsSetting, Declaration, Deployment, FunctionUrl, Integration, Intent, RequiredHeader, Route } from "../model.ts";
import { FunctionUrlServer } from "./server.ts";

/** The URL of a Lambda function in one scenario. It has one route, which takes every path and method. */
export class BuiltFunctionUrl implements FunctionUrl {
  readonly kind = "function-url";
  readonly id: string;
  readonly name: string;
  readonly world: World;
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly functionId: string | undefined;
  readonly ownsCors: Tri;
  readonly corsBlocks: readonly CorsBlock[];
  readonly settings: readonly CorsSetting[];
  readonly server: Server<AwsCause>;
  readonly routes: readonly Route[];
  readonly outOfView: readonly { readonly what: string; readonly place: Place }[];
  readonly deployment: Deployment;
  readonly declared: ApiDeclarations;
  #intent: Intent | undefined;

  constructor(world: World, resource: WorldResource, declarations?: Declarations) {
    const { properties } = resource;
    const target = properties.get("TargetFunctionArn");
    this.id = resource.id;
    this.name = resource.id;
    this.world = world;
    this.declared = new ApiDeclarations(declarations, this);
    this.place = resource.place;
    this.constructPath = resource.constructPath;
    this.functionId = functionBehind(world, target);
    this.outOfView = world.template.opaque.filter((opaque) => opaque.resource === resource.id).map(({ what, place }) => ({ what, place }));
    this.deployment = { live: "yes", stages: [], why: "a function URL is live as soon as it exists", place: resource.place, snapshots: [] };
    const cors = properties.get("Cors");
    const rules = cors.kind === "absent" || cors.kind === "opaque" ? undefined : corsRules(this, "function-url", cors);
    const isMalformed = rules?.block.rejected !== undefined;
    this.ownsCors = cors.kind === "opaque" || isMalformed ? "maybe" : rules ? "yes" : "no";
    this.corsBlocks = rules ? [rules.block] : [];
    this.settings = rules ? corsSettings(rules) : [];
    this.routes = [new UrlRoute(this, target, properties.get("AuthType"), resource)];
    this.server = new FunctionUrlServer(this, isMalformed ? undefined : rules, this.ownsCors);
  }

  get intent(): Intent {
    return (this.#intent ??= apiIntent(this.world, { id: this.id, kind: this.kind, place: this.place, signals: this.#signals(), settings: this.settings, declared: this.declared }));
  }

  #signals(): ReturnType<typeof signal.options>[] {
    const [block] = this.corsBlocks;
    if (block) return [signal.corsConfiguration(block.place)];
    const sent = corsHeaderSent(this.routes);
    if (sent) return [signal.handlerHeader(sent)];
    const [route] = this.routes;
    return route?.authorization.kind === "iam" && !hasIdentityPool(this.world) ? [signal.iamOnly(route.authorization.place)] : [];
  }
}

class UrlRoute implements Route {
  readonly api: BuiltFunctionUrl;
  readonly method = "ANY";
  readonly path = "/";
  readonly examplePath = "/";
  readonly isOptions = false;
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly integration: Integration;
  readonly authorization: Authorization;
  readonly requiredHeaders: readonly RequiredHeader[];
  #intent: Intent | undefined;
  #requests: readonly BrowserRequest[] | undefined;

  constructor(api: BuiltFunctionUrl, target: View, authType: View, resource: WorldResource) {
    this.api = api;
    this.place = resource.place;
    this.constructPath = resource.constructPath;
    this.integration = { kind: "proxy-function", place: target.place, functionId: api.functionId, target: functionTarget(api.functionId, target) };
    const access = accessFrom(authType);
    this.authorization = access.authorization;
    this.requiredHeaders = access.requiredHeaders;
  }

  get intent(): Intent {
    const { path, method, place } = this;
    return (this.#intent ??= routeIntent(this.api.intent, { path, method, place, functionId: this.api.functionId, ownCors: this.api.corsBlocks.length > 0 ? "own" : undefined, declared: this.api.declared.intent(path) }));
  }

  get browserMethods(): readonly string[] {
    const meant = meantMethods(this.api.settings);
    const named = meant.length > 0 ? meant : functionMethods(this);
    return named.length > 0 ? named : ["GET", "POST"];
  }

  get guessesMethods(): boolean {
    return meantMethods(this.api.settings).length === 0 && functionMethods(this).length === 0;
  }

  get browserRequests(): readonly BrowserRequest[] {
    return (this.#requests ??= this.#browserRequests());
  }

  #browserRequests(): readonly BrowserRequest[] {
    const { settings, declared, ownsCors } = this.api;
    const { browserMethods: methods, examplePath, requiredHeaders } = this;
    const origins = new IntendedOrigins(settings).and(ownsCors === "no" ? functionOrigins(this) : []);
    return declared.browserRequests(this.path, { methods, examplePath, requiredHeaders, origins }, settings);
  }

  get declaration(): Declaration | undefined {
    return this.api.declared.of(this.path);
  }

  foreignRequests(): readonly BrowserRequest[] {
    const { browserMethods: methods, examplePath, requiredHeaders } = this;
    return this.api.declared.foreignRequests(this.path, { methods, examplePath, requiredHeaders });
  }

  /** The function's own errors, and Lambda's for one that fails or is throttled, of which it is not known whether they have CORS headers (L11). */
  errorResponses(): readonly Response<AwsCause>[] {
    const known = functionErrors(this);
    return known.length > 0 ? known : integrationResponses(this, "GET").filter(({ cause }) => cause.kind === "function" && !cause.returned);
  }
}

function accessFrom(authType: View): { readonly authorization: Authorization; readonly requiredHeaders: readonly RequiredHeader[] } {
  switch (authType.known()) {
    case "NONE":
      return { authorization: { kind: "none" }, requiredHeaders: [] };
    case "AWS_IAM":
      return signed(authType.place);
    default:
      return { authorization: { kind: "unknown", reason: "the AuthType of the function URL is not known" }, requiredHeaders: [] };
  }
}
