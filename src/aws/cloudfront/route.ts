import { type FetchRequest, predictFetch, type Response } from "../../fetch/index.ts";
import type { Place } from "../../source/index.ts";
import { MAX_ORIGINS, originsMeantBy } from "../browser-requests.ts";
import type { AddedHeaders, Authorization, AwsCause, BrowserRequest, Integration, Intent, RequiredHeader, Route, SharedCopy } from "../model.ts";
import type { Behavior } from "./behavior.ts";
import type { BuiltDistribution } from "./distribution.ts";
import type { EdgeOrigin } from "./origin.ts";
import type { DistributionServer } from "./server.ts";
import { sharedCopies } from "./shared-copies.ts";

/** Requests that are looked at for one behavior; more would show the same again. */
const MAX_REQUESTS = 100;

/** Routes of an API that are asked for such requests. */
const MAX_ROUTES = 200;

/** A call by way of the distribution, and what the API would be asked without it: what it refuses then is its own defect. */
interface Call {
  readonly call: BrowserRequest;
  readonly alone: FetchRequest;
}

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

  get headersPolicy(): AddedHeaders | undefined {
    const { headers } = this.#behavior;
    if (headers.kind !== "rules") return undefined;
    const { rules, override, overridePlace } = headers;
    return { origins: [...new Set(rules.allowOrigins.items.flatMap(({ value }) => originsMeantBy(value)))], allowsCredentials: rules.allowCredentials.value, override, overridePlace };
  }

  #isForPages(): boolean {
    return this.api.intent.kind === "browser" && !this.#origin.isSigned;
  }

  #ofOrigin(): readonly BrowserRequest[] {
    const { methods: { names, isWritten }, forwarding } = this.#behavior;
    const calls = [...this.#calls()];
    const taken = isWritten && names && forwarding.keeps !== "never" ? calls.filter(({ call }) => names.includes(call.request.method)) : calls;
    const found: BrowserRequest[] = [];
    for (const { call, alone } of taken.length > 0 ? taken : calls) {
      if (predictFetch(this.#origin.api.server, alone).outcome !== "blocked") found.push(call);
      if (found.length === MAX_REQUESTS) break;
    }
    return found;
  }

  /** Calls of pages to the routes behind it, by way of the distribution. */
  *#calls(): Generator<Call> {
    const { api, fromApi, toApi } = this.#origin;
    const { names, isWritten } = this.#behavior.methods;
    for (const route of api.routes.slice(0, MAX_ROUTES)) {
      if (route.isOptions || route.intent.kind !== "browser") continue;
      const own = route.browserRequests.map((call): Call => ({ call, alone: call.request }));
      for (const { call, alone } of [...own, ...this.#ofPolicy(route.browserRequests)]) {
        // A list that somebody wrote outweighs a guess at the methods.
        if (this.api.ownOrigins.has(call.request.origin) || (isWritten && route.guessesMethods === true && names?.includes(call.request.method) === false)) continue;
        // A route that takes every path has an example of its own, which need not be below `OriginPath`.
        const path = fromApi(call.request.path) ?? "/";
        const asked = toApi(path);
        if (asked !== undefined && this.#server.taking(path)[0] === this.#behavior) yield { call: { kind: call.kind, request: { ...call.request, path } }, alone: { ...alone, path: asked } };
      }
    }
  }

  /** What the headers policy says of pages that the API does not: their origins, and that they send credentials. */
  #ofPolicy(own: readonly BrowserRequest[]): readonly Call[] {
    const { headersPolicy: policy } = this;
    const alike = own.filter(({ request }) => request.origin === own[0]?.request.origin);
    if (!policy) return [];
    const pages = policy.origins.filter((page) => !own.some(({ request }) => request.origin === page)).slice(0, MAX_ORIGINS);
    const fromPages = pages.flatMap((page) => alike.map(({ kind, request }): Call => ({ call: { kind, request: { ...request, origin: page } }, alone: request })));
    if (policy.allowsCredentials !== "yes" || own.some(({ kind }) => kind === "credentialed")) return fromPages;
    const plain = alike.filter(({ kind }) => kind === "required");
    return [...fromPages, ...plain.map(({ request }): Call => ({ call: { kind: "credentialed", request: { ...request, credentials: "include" } }, alone: request }))];
  }

  sharedCopies(): readonly SharedCopy[] {
    return (this.#copies ??= sharedCopies(this.#behavior, this.#server, this.browserRequests));
  }

  errorResponses(): readonly Response<AwsCause>[] {
    return [];
  }
}
