import { equals } from "../../source/index.ts";
import type { Place } from "../../source/index.ts";
import type { Response, Server } from "../../fetch/index.ts";
import type { World } from "../../template/index.ts";
import { IntendedOrigins } from "../browser-requests.ts";
import { ApiDeclarations, type Declarations } from "../declared.ts";
import { restDeployment } from "../deployment.ts";
import { corsHeaderSent } from "../handlers/index.ts";
import { apiIntent, hasIdentityPool, type ServiceCaller, serviceCallers, signal } from "../intent.ts";
import type { AwsCause, CorsSetting, Deployment, GatewayResponseType, Intent, IntentEvidence, RestApi } from "../model.ts";
import type { RestDefinition } from "./definition.ts";
import { Gateway, type ReadGatewayResponse } from "./gateway-responses.ts";
import type { ReadMapping } from "./mappings.ts";
import type { ReadMethod } from "./method.ts";
import type { ResourcePolicy } from "./policy.ts";
import { RestRoute } from "./route.ts";
import { RouteTree } from "./routing.ts";
import { RestServer, type RestSurroundings } from "./server.ts";
import { settingsOf } from "./settings.ts";

/** A REST API in one scenario. Settings, intent and deployment are worked out when somebody asks. */
export class RestApiModel implements RestApi {
  readonly kind = "rest";
  readonly id: string;
  readonly name: string;
  readonly world: World;
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly routes: readonly RestRoute[];
  readonly methods: readonly ReadMethod[];
  readonly server: Server<AwsCause>;
  readonly outOfView: RestApi["outOfView"];
  readonly corsBlocks: RestApi["corsBlocks"] = [];
  readonly document: RestApi["document"];
  readonly endpoint: RestApi["endpoint"];
  readonly gatewayResponses: readonly ReadGatewayResponse[];
  readonly binaryMediaTypes: RestApi["binaryMediaTypes"];
  readonly tree = new RouteTree<ReadMethod>();
  readonly gateway: Gateway;
  readonly policy: ResourcePolicy | undefined;
  readonly apiKeySource: RestSurroundings["apiKeySource"];
  readonly hasFirewall: boolean;
  readonly declared: ApiDeclarations;
  readonly #definition: RestDefinition;
  #mappings: readonly ReadMapping[] | undefined;
  #settings: readonly CorsSetting[] | undefined;
  #intent: Intent | undefined;
  #origins: IntendedOrigins | undefined;
  #callers: readonly ServiceCaller[] | undefined;
  #deployment: Deployment | undefined;
  #expectsCredentials: boolean | undefined;
  #storesPages: boolean | undefined;
  #opens: boolean | undefined;

  constructor(world: World, definition: RestDefinition, declarations?: Declarations) {
    this.#definition = definition;
    this.world = world;
    this.id = definition.id;
    this.name = definition.name;
    this.declared = new ApiDeclarations(declarations, this);
    this.place = definition.place;
    this.constructPath = definition.resource?.constructPath;
    this.outOfView = definition.outOfView;
    this.document = definition.document;
    this.endpoint = definition.endpoint;
    this.gatewayResponses = definition.gatewayResponses;
    this.binaryMediaTypes = definition.binaryMediaTypes;
    this.policy = definition.policy;
    this.apiKeySource = definition.apiKeySource;
    this.hasFirewall = definition.hasFirewall;
    this.gateway = new Gateway(definition.gatewayResponses, definition.hiddenGateway);
    this.routes = definition.methods.map((spec) => new RestRoute(this, spec, world));
    this.methods = this.routes.map(({ restMethod }) => restMethod);
    for (const method of this.methods) this.tree.at(method.spec.segments).set(method.spec.method, method);
    this.server = new RestServer({
      tree: this.tree,
      gateway: this.gateway,
      policy: this.policy,
      hiddenMethods: definition.hiddenMethods,
      apiKeySource: this.apiKeySource,
      treatsAsBinary: definition.treatsAsBinary,
      place: this.place,
    });
  }

  get mappings(): readonly ReadMapping[] {
    return (this.#mappings ??= [...this.methods.flatMap(({ responses }) => responses.flatMap(({ mappings }) => mappings)), ...this.gatewayResponses.flatMap(({ mappings }) => mappings)]);
  }

  get settings(): readonly CorsSetting[] {
    return (this.#settings ??= settingsOf(this, this.methods, this.gatewayResponses));
  }

  get intent(): Intent {
    return (this.#intent ??= apiIntent(this.world, { id: this.id, kind: this.kind, place: this.place, signals: this.#signals(), settings: this.settings, declared: this.declared }));
  }

  get deployment(): Deployment {
    return (this.#deployment ??= restDeployment(this.world, this.id, this.place, this.#definition.methods.length > 0));
  }

  get origins(): IntendedOrigins {
    return (this.#origins ??= new IntendedOrigins(this.settings));
  }

  get callers(): readonly ServiceCaller[] {
    return (this.#callers ??= serviceCallers(this.world, this.id));
  }

  /** Some answer says `Access-Control-Allow-Credentials: true`. */
  get expectsCredentials(): boolean {
    return (this.#expectsCredentials ??= this.settings.some(({ property, value, role }) => property === "allow-credentials" && role !== "error" && equals(value, "true") === "yes"));
  }

  gatewayResponse(type: GatewayResponseType): Response<AwsCause> {
    return this.gateway.answer(type, { kind: "runtime-error", evidence: "documented", place: undefined, route: undefined, what: `API Gateway answers with ${type}` });
  }

  /**
   * The path has an OPTIONS method, or one of its methods sends CORS headers. `shared`: nothing but an OPTIONS method that each of the API's paths has, as SAM makes them of `Cors` and the
   * CDK of `defaultCorsPreflightOptions`.
   */
  ownCors(segments: readonly string[]): "own" | "shared" | undefined {
    const methods = [...this.tree.at(segments).values()];
    if (methods.some(({ isMapped, responses, route }) => !route.isOptions && isMapped && responses.some(({ mappings }) => mappings.some(isAllowOrigin)))) return "own";
    const options = methods.find(({ route }) => route.isOptions);
    if (options === undefined) return undefined;
    return this.#opensEachPath || options.spec.place.path.slice(-2).includes("Cors") ? "shared" : "own";
  }

  get #opensEachPath(): boolean {
    if (this.#opens === undefined) {
      const open = new Set(this.routes.flatMap(({ isOptions, path }) => (isOptions ? [path] : [])));
      const called = new Set(this.routes.flatMap(({ isOptions, path }) => (isOptions ? [] : [path])));
      this.#opens = called.size > 1 && [...called].every((path) => open.has(path));
    }
    return this.#opens;
  }

  /** Some route hands out a document of a bucket. */
  get storesPages(): boolean {
    return (this.#storesPages ??= this.routes.some((route) => route.storedPage));
  }

  #signals(): readonly IntentEvidence[] {
    const signals: IntentEvidence[] = [];
    const options = this.routes.find(({ isOptions }) => isOptions);
    if (options) signals.push(signal.options(options.place));
    const origin = this.settings.find(({ property, role }) => property === "allow-origin" && role !== "error");
    const errorOrigin = this.settings.find(({ property, role }) => property === "allow-origin" && role === "error");
    if (origin) signals.push(signal.corsHeader(origin.place));
    if (errorOrigin) signals.push(signal.corsHeader(errorOrigin.place));
    const sent = options || origin || errorOrigin ? undefined : corsHeaderSent(this.routes);
    if (sent) signals.push(signal.handlerHeader(sent));
    if (this.endpoint === "private") signals.push(signal.privateEndpoint(this.place));
    const home = signals.length === 0 ? this.routes.find((route) => route.path === "/" && route.opensAsPage) : undefined;
    if (home) signals.push(signal.ownPages(home.place));
    const [first] = this.routes;
    if (first === undefined) return signals;
    const called = this.routes.filter(({ isOptions }) => !isOptions);
    if (called.length > 0 && called.every(({ authorization }) => authorization.kind === "iam") && !hasIdentityPool(this.world)) signals.push(signal.iamOnly(first.place));
    const wantsKeys = called.length > 0 && this.methods.every(({ spec }) => spec.method === "OPTIONS" || spec.apiKey.required === "yes");
    if (wantsKeys && !options && !origin && !errorOrigin && this.world.ofType("AWS::ApiGateway::UsagePlan").length > 0) signals.push(signal.apiKeyOnly(first.place));
    return signals;
  }
}

function isAllowOrigin({ header }: ReadMapping): boolean {
  return header?.toLowerCase() === "access-control-allow-origin";
}
