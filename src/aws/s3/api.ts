import type { Response, Server } from "../../fetch/index.ts";
import type { Place } from "../../source/index.ts";
import type { View, World, WorldResource } from "../../template/index.ts";
import { browserRequests, IntendedOrigins, TARGET } from "../browser-requests.ts";
import { corsSettings } from "../cors-block.ts";
import { ApiDeclarations, type Declarations } from "../declared.ts";
import { apiIntent, intentOf, routeIntent, signal } from "../intent.ts";
import { DECISIVE } from "../intent-signals.ts";
import type { AwsCause, BrowserRequest, Bucket, CorsBlock, CorsSetting, Declaration, Deployment, Integration, Intent, Route } from "../model.ts";
import { bucketRules, methodsOf, type BucketRules } from "./bucket-rules.ts";
import { BucketServer } from "./server.ts";

/** A bucket with CORS rules, in one scenario. It has one route, which takes every object. */
export class BuiltBucket implements Bucket {
  readonly kind = "bucket";
  readonly ownsCors = "yes";
  readonly id: string;
  readonly name: string;
  readonly world: World;
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly corsBlocks: readonly CorsBlock[];
  readonly settings: readonly CorsSetting[];
  readonly server: Server<AwsCause>;
  readonly routes: readonly Route[];
  readonly outOfView: readonly { readonly what: string; readonly place: Place }[];
  readonly deployment: Deployment;
  readonly declared: ApiDeclarations;
  readonly rules: BucketRules;
  readonly #configuration: View;
  #intent: Intent | undefined;

  constructor(world: World, resource: WorldResource, configuration: View, declarations?: Declarations) {
    this.id = resource.id;
    this.name = resource.id;
    this.world = world;
    this.place = resource.place;
    this.constructPath = resource.constructPath;
    this.declared = new ApiDeclarations(declarations, this);
    this.outOfView = world.template.opaque.filter((opaque) => opaque.resource === resource.id).map(({ what, place }) => ({ what, place }));
    this.deployment = { live: "yes", stages: [], why: "a bucket is live as soon as it exists", place: resource.place, snapshots: [] };
    this.#configuration = configuration;
    this.rules = bucketRules(this, configuration);
    this.corsBlocks = this.rules.rules.map(({ block }) => block);
    this.settings = this.rules.rules.flatMap(corsSettings);
    this.server = new BucketServer(this, this.rules);
    this.routes = [new ObjectRoute(this)];
  }

  get intent(): Intent {
    return (this.#intent ??= this.#said() ?? intentOf([signal.corsConfiguration(this.#configuration.place)]));
  }

  /** A person's word. What else a template shows is about APIs: that a distribution serves the bucket as well says nothing of who uploads to it. */
  #said(): Intent | undefined {
    const { world, id, kind, place, declared } = this;
    const intent = apiIntent(world, { id, kind, place, signals: [], declared });
    return intent.evidence.some(({ weight }) => Math.abs(weight) >= DECISIVE) ? intent : undefined;
  }
}

/** An object of which nothing else is known. */
const EXAMPLE_PATH = "/users.json";

class ObjectRoute implements Route {
  readonly api: BuiltBucket;
  readonly method = "ANY";
  readonly path = "/{key+}";
  readonly examplePath = EXAMPLE_PATH;
  readonly isOptions = false;
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly integration: Integration;
  readonly authorization = { kind: "none" } as const;
  readonly requiredHeaders = [];
  #intent: Intent | undefined;
  #requests: readonly BrowserRequest[] | undefined;

  constructor(api: BuiltBucket) {
    this.api = api;
    this.place = api.place;
    this.constructPath = api.constructPath;
    this.integration = { kind: "custom", place: api.place, functionId: undefined, target: "objects" };
  }

  get intent(): Intent {
    const { path, method, place } = this;
    return (this.#intent ??= routeIntent(this.api.intent, { path, method, place, functionId: undefined, ownCors: "own", declared: this.api.declared.intent(path) }));
  }

  get browserMethods(): readonly string[] {
    return [...new Set(this.api.rules.rules.flatMap(methodsOf))];
  }

  /** For each rule what it names: which pages read and which ones write, no template tells otherwise. What headers they send, none tells at all. */
  get browserRequests(): readonly BrowserRequest[] {
    return (this.#requests ??= this.#browserRequests());
  }

  #browserRequests(): readonly BrowserRequest[] {
    const said = this.declaration;
    const requests = this.api.rules.rules.flatMap((rule) => {
      const input = { methods: methodsOf(rule), examplePath: EXAMPLE_PATH, requiredHeaders: [], credentials: false };
      if (said?.origins) return this.api.declared.browserRequests(this.path, { ...input, origins: [] }, []);
      return browserRequests({ ...input, origins: new IntendedOrigins(corsSettings(rule)).alone });
    });
    const required = requests.filter(({ kind }) => kind === "required");
    return [...new Map(required.map((found) => [`${found.request.method} ${found.request.origin}`, found])).values()].map((found) => ({ ...found, request: { ...found.request, target: TARGET } }));
  }

  /** What the configuration says of this bucket by name; what it says of all APIs alike is not about buckets. */
  get declaration(): Declaration | undefined {
    const said = this.api.declared.of(this.path);
    return said?.origins && !said.origins.isDefault ? said : undefined;
  }

  errorResponses(): readonly Response<AwsCause>[] {
    return [];
  }
}
