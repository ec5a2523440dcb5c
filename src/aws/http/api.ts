import type { HttpRequest, Server } from "../../fetch/index.ts";
import type { Place, Tri } from "../../source/index.ts";
import type { World, WorldResource } from "../../template/index.ts";
import { IntendedOrigins } from "../browser-requests.ts";
import { corsSettings } from "../cors-block.ts";
import { ApiDeclarations, type Declarations } from "../declared.ts";
import { httpDeployment } from "../deployment.ts";
import { corsHeaderSent } from "../handlers/index.ts";
import { apiIntent, hasIdentityPool, signal } from "../intent.ts";
import type { AwsCause, CorsBlock, CorsSetting, Deployment, HttpApi, Intent, IntentEvidence, Route } from "../model.ts";
import { opensAsPage } from "../navigation.ts";
import { apiDocument } from "../openapi/index.ts";
import { corsChoices } from "./cors-choices.ts";
import { ApiRoute } from "./route.ts";
import { bodyOf, routeSources, type OutOfView } from "./route-sources.ts";
import { Router } from "./router.ts";
import { HttpApiServer, type Resolved } from "./server.ts";

/** Where an API comes from: its resource, or, for one of another template, the place that refers to it. */
export interface ApiOrigin {
  readonly id: string;
  readonly resource: WorldResource | undefined;
  readonly place: Place;
}

/** An HTTP API in one scenario. What rules may never ask for (intent, deployment) is worked out when they do. */
export class BuiltHttpApi implements HttpApi {
  readonly kind = "http";
  readonly id: string;
  readonly name: string;
  readonly world: World;
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly webSocket: boolean;
  readonly outOfView: readonly OutOfView[];
  readonly document: HttpApi["document"];
  readonly routes: readonly Route[];
  readonly settings: readonly CorsSetting[];
  readonly corsBlocks: readonly CorsBlock[];
  readonly ownsCors: Tri;
  readonly declared: ApiDeclarations;
  readonly server: Server<AwsCause>;
  readonly #corsPlace: Place | undefined;
  readonly #router = new Router<Route>();
  #intent: Intent | undefined;
  #deployment: Deployment | undefined;
  #origins: IntendedOrigins | undefined;

  constructor(world: World, { id, resource, place }: ApiOrigin, declarations?: Declarations) {
    this.id = id;
    this.name = resource?.properties.get("Name").known() ?? id;
    this.world = world;
    this.declared = new ApiDeclarations(declarations, this);
    this.place = place;
    this.constructPath = resource?.constructPath;
    this.webSocket = resource?.properties.get("ProtocolType").known()?.toUpperCase() === "WEBSOCKET";
    const body = resource ? bodyOf(world, resource) : { document: undefined, outOfView: [{ what: "the API itself, which belongs to another template", place }] };
    this.document = body.document && apiDocument(body.document);
    const sources = this.webSocket ? [] : routeSources(world, id, resource, body.document);
    this.outOfView = [...body.outOfView, ...macros(world, id), ...sources.filter(({ key }) => key === undefined).map((source) => ({ what: "a route whose key is not known", place: source.place }))];
    const cors = corsChoices(this, { resource, document: body.document, isHidden: body.outOfView.length > 0 });
    this.#corsPlace = cors.place;
    this.ownsCors = this.webSocket ? "no" : cors.ownsCors;
    this.corsBlocks = cors.rules.map(({ block }) => (this.webSocket ? { ...block, rejected: webSocketRejection(block) } : block));
    this.settings = this.webSocket ? [] : cors.rules.flatMap(corsSettings);
    const server = new HttpApiServer(this, cors.choices, (request) => this.#resolve(request));
    this.server = server;
    this.routes = sources.map((source) => new ApiRoute(this, source, server));
    for (const [index, { key }] of sources.entries()) {
      const route = this.routes[index];
      if (key && route) this.#router.add(key, route);
    }
  }

  get intent(): Intent {
    return (this.#intent ??= apiIntent(this.world, { id: this.id, kind: this.kind, place: this.place, signals: this.#signals(), settings: this.settings, declared: this.declared }));
  }

  get deployment(): Deployment {
    return (this.#deployment ??= httpDeployment(this.world, this.id, this.place, this.routes.length > 0));
  }

  /** Origins of the pages that are meant to call it. */
  get origins(): IntendedOrigins {
    return (this.#origins ??= new IntendedOrigins(this.settings));
  }

  /** Routes that may serve a request. A path that ends with a slash is tried without it as well: AWS does not document that case. */
  resolve(method: string, path: string): readonly (Route | undefined)[] {
    const bare = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : undefined;
    const ways = this.#router.resolve(method, path);
    return bare === undefined ? ways : [...new Set([...ways, ...this.#router.resolve(method, bare)])];
  }

  hasPath(path: string): boolean {
    return this.#router.hasPath(path);
  }

  #resolve({ method, path }: HttpRequest): readonly Resolved[] {
    const ways = this.resolve(method, path.split(/[?#]/u, 1)[0] ?? "/");
    const resolved: Resolved[] = ways.map((route) => (route ? { kind: "route", route } : { kind: "none" }));
    const [hidden] = this.outOfView;
    const [first] = ways;
    const isExact = first !== undefined && first.method === method && !/[{$]/u.test(first.path);
    if (hidden && !isExact) resolved.push({ kind: "hidden", what: hidden.what });
    return resolved;
  }

  #signals(): readonly IntentEvidence[] {
    const options = this.routes.find(({ isOptions }) => isOptions);
    const calls = this.routes.filter(({ isOptions }) => !isOptions);
    const [first] = calls;
    const isSigned = first !== undefined && calls.every(({ authorization }) => authorization.kind === "iam") && !hasIdentityPool(this.world);
    if (this.#corsPlace) return [signal.corsConfiguration(this.#corsPlace)];
    const sent = options ? undefined : corsHeaderSent(calls);
    const home = options || sent ? undefined : calls.find((route) => route.path === "/" && opensAsPage(route, undefined, undefined));
    return [...(home ? [signal.ownPages(home.place)] : []), ...(options ? [signal.options(options.place)] : []), ...(sent ? [signal.handlerHeader(sent)] : []), ...(isSigned ? [signal.iamOnly(first.authorization.kind === "iam" ? first.authorization.place : first.place)] : [])];
  }
}

/** Macros may add routes to any API, and change this one. */
function macros(world: World, id: string): readonly OutOfView[] {
  return world.template.opaque.filter(({ resource }) => resource === undefined || resource === id).map(({ what, place }) => ({ what, place }));
}

function webSocketRejection(block: CorsBlock): CorsBlock["rejected"] {
  return { kind: "websocket", why: "CORS is supported for HTTP APIs only, not for WebSocket APIs", place: block.place };
}
