import type { Server } from "../../fetch/index.ts";
import type { Place } from "../../source/index.ts";
import type { View, World, WorldResource } from "../../template/index.ts";
import { apiIntent } from "../intent.ts";
import type { Api, AwsCause, Deployment, Distribution, Intent, IntentEvidence, Route } from "../model.ts";
import { behaviorsOf, type Behavior } from "./behavior.ts";
import { ownOrigins } from "./own-origins.ts";
import { BehaviorRoute } from "./route.ts";
import { DistributionServer } from "./server.ts";

/** A distribution in one scenario, around the APIs and buckets that stand behind it. */
export class BuiltDistribution implements Distribution {
  readonly kind = "distribution";
  readonly ownsCors = "maybe";
  readonly id: string;
  readonly name: string;
  readonly world: World;
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly routes: readonly Route[];
  readonly server: Server<AwsCause>;
  readonly outOfView: readonly { readonly what: string; readonly place: Place }[];
  readonly deployment: Deployment;
  readonly settings = [];
  readonly corsBlocks = [];
  readonly #config: View;
  readonly #behaviors: readonly Behavior[];
  readonly #hasOtherOrigins: boolean;
  #intent: Intent | undefined;
  #ownOrigins: ReadonlySet<string> | undefined;

  constructor(world: World, resource: WorldResource, apis: ReadonlyMap<string, Api>) {
    this.id = resource.id;
    this.name = resource.id;
    this.world = world;
    this.place = resource.place;
    this.constructPath = resource.constructPath;
    this.outOfView = world.template.opaque.filter((opaque) => opaque.resource === resource.id).map(({ what, place }) => ({ what, place }));
    this.deployment = { live: "yes", stages: [], why: "a distribution is live as soon as it exists", place: resource.place, snapshots: [] };
    this.#config = resource.properties.get("DistributionConfig");
    const { behaviors, hasOtherOrigins } = behaviorsOf(this, world, this.#config, apis);
    this.#behaviors = behaviors;
    this.#hasOtherOrigins = hasOtherOrigins;
    const server = new DistributionServer(this, behaviors);
    this.server = server;
    this.routes = behaviors.flatMap((behavior) => (behavior.origin ? [new BehaviorRoute(this, behavior, behavior.origin, server)] : []));
  }

  /** That of what stands behind it, unless pages come from here as well: then page and API have one origin. */
  get intent(): Intent {
    return (this.#intent ??= apiIntent(this.world, { id: this.id, kind: this.kind, place: this.place, signals: this.#signals() }));
  }

  /** Origins of pages that come from here. */
  get ownOrigins(): ReadonlySet<string> {
    return (this.#ownOrigins ??= ownOrigins(this.#config, [...new Set(this.#behaviors.flatMap(({ origin }) => origin?.api ?? []))]));
  }

  #signals(): readonly IntentEvidence[] {
    if (this.#servesPages()) return [{ note: "pages may come from this distribution as well, and then no CORS is needed", weight: -10, place: this.place }];
    const intents = this.#behaviors.flatMap(({ origin }) => origin?.api.intent ?? []);
    return intents.find(({ kind }) => kind === "browser")?.evidence ?? [];
  }

  /** An origin out of view, or a bucket that is a site rather than a store. */
  #servesPages(): boolean {
    const buckets = this.#behaviors.flatMap(({ origin }) => (origin?.api.kind === "bucket" ? [origin.api] : []));
    const isSite = buckets.length > 0 && ["DefaultRootObject", "CustomErrorResponses"].some((name) => this.#config.get(name).kind !== "absent");
    return this.#hasOtherOrigins || isSite || buckets.some(({ id, routes }) => this.world.resources.get(id)?.properties.has("WebsiteConfiguration") === true || routes.some(({ browserMethods }) => browserMethods.some((method) => method !== "GET" && method !== "HEAD")));
  }
}
