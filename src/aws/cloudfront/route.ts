import { predictFetch, type Response } from "../../fetch/index.ts";
import type { Place } from "../../source/index.ts";
import type { Authorization, AwsCause, BrowserRequest, Integration, Intent, RequiredHeader, Route, SharedCopy } from "../model.ts";
import type { Behavior } from "./behavior.ts";
import type { BuiltDistribution } from "./distribution.ts";
import type { EdgeOrigin } from "./origin.ts";
import type { DistributionServer } from "./server.ts";
import { sharedCopies } from "./shared-copies.ts";

/** Requests that are looked at for one behavior; more would show the same again. */
const MAX_REQUESTS = 100;

/** Routes of an API that are asked for such requests. */
const MAX_ROUTES = 200;

/** A behavior that leads to an API or a bucket of the template. */
export class BehaviorRoute implements Route {
  readonly api: BuiltDistribution;
  readonly method = "ANY";
  readonly path: string;
  readonly isOptions = false;
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly integration: Integration;
  readonly authorization: Authorization = { kind: "unknown", reason: "what stands behind the distribution decides who may call it" };
  readonly requiredHeaders: readonly RequiredHeader[] = [];
  readonly #behavior: Behavior;
  readonly #origin: EdgeOrigin;
  readonly #server: DistributionServer;
  #requests: readonly BrowserRequest[] | undefined;
  #copies: readonly SharedCopy[] | undefined;

  constructor(api: BuiltDistribution, behavior: Behavior, origin: EdgeOrigin, server: DistributionServer) {
    this.api = api;
    this.path = behavior.name;
    this.place = behavior.place;
    this.constructPath = api.constructPath;
    this.integration = { kind: "proxy-http", place: origin.place, functionId: undefined, target: origin.api.name };
    this.#behavior = behavior;
    this.#origin = origin;
    this.#server = server;
  }

  get intent(): Intent {
    return this.api.intent;
  }

  get examplePath(): string {
    return this.browserRequests[0]?.request.path ?? this.path.replace(/\*/gu, "");
  }

  get browserMethods(): readonly string[] {
    return [...new Set(this.browserRequests.map(({ request }) => request.method))];
  }

  /**
   * What pages send to the API behind it, by way of the distribution. What that API refuses by itself is said where it stands, and is no
   * request of this route. Where a person lists `GET` and `HEAD` for a cache, other requests are not meant to come this way, unless that
   * leaves none.
   */
  get browserRequests(): readonly BrowserRequest[] {
    return (this.#requests ??= this.#isForPages() ? this.#ofOrigin() : []);
  }

  #isForPages(): boolean {
    return this.api.intent.kind === "browser" && !this.#origin.isSigned;
  }

  #ofOrigin(): readonly BrowserRequest[] {
    const { methods: { names, isWritten }, forwarding } = this.#behavior;
    const calls = [...this.#calls()];
    const taken = isWritten && names && forwarding.keeps !== "never" ? calls.filter(([{ request }]) => names.includes(request.method)) : calls;
    const found: BrowserRequest[] = [];
    for (const [call, asked] of taken.length > 0 ? taken : calls) {
      if (predictFetch(this.#origin.api.server, { ...call.request, path: asked }).outcome !== "blocked") found.push(call);
      if (found.length === MAX_REQUESTS) break;
    }
    return found;
  }

  /** Calls of pages to the routes behind it, by way of the distribution, each with the path that the API is asked for. */
  *#calls(): Generator<readonly [BrowserRequest, string]> {
    const { api, fromApi, toApi } = this.#origin;
    for (const route of api.routes.slice(0, MAX_ROUTES)) {
      if (route.isOptions || route.intent.kind !== "browser") continue;
      for (const { kind, request } of route.browserRequests) {
        if (this.api.ownOrigins.has(request.origin)) continue;
        // A route that takes every path has an example of its own, which need not be below `OriginPath`.
        const path = fromApi(request.path) ?? "/";
        const asked = toApi(path);
        if (asked !== undefined && this.#server.taking(path)[0] === this.#behavior) yield [{ kind, request: { ...request, path } }, asked];
      }
    }
  }

  sharedCopies(): readonly SharedCopy[] {
    return (this.#copies ??= sharedCopies(this.#behavior, this.#server, this.browserRequests));
  }

  errorResponses(): readonly Response<AwsCause>[] {
    return [];
  }
}
