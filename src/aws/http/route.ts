import type { Response } from "../../fetch/index.ts";
import { describe, type Place } from "../../source/index.ts";
import { meantMethods } from "../browser-requests.ts";
import { functionMethods, functionOrigins } from "../handlers/index.ts";
import { routeIntent, serviceCallers } from "../intent.ts";
import type { Authorization, AwsCause, BrowserRequest, Declaration, Integration, Intent, RequiredHeader, Route } from "../model.ts";
import { opensAsPage, sendsElsewhere } from "../navigation.ts";
import type { BuiltHttpApi } from "./api.ts";
import { exampleFor } from "./route-key.ts";
import type { RouteSource } from "./route-sources.ts";
import type { HttpApiServer } from "./server.ts";

/** A route of an HTTP API. */
export class ApiRoute implements Route {
  readonly api: BuiltHttpApi;
  readonly method: string;
  readonly path: string;
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly integration: Integration;
  readonly authorization: Authorization;
  readonly requiredHeaders: readonly RequiredHeader[];
  readonly isOptions: boolean;
  readonly #isKnown: boolean;
  readonly #server: HttpApiServer;
  #intent: Intent | undefined;
  #examplePath: string | undefined;
  #browserMethods: readonly string[] | undefined;
  #requests: readonly BrowserRequest[] | undefined;

  constructor(api: BuiltHttpApi, { key, keyText, place, constructPath, integration, access }: RouteSource, server: HttpApiServer) {
    this.api = api;
    this.method = key?.method ?? "ANY";
    this.path = key?.path ?? describe(keyText);
    this.place = place;
    this.constructPath = constructPath;
    this.integration = integration;
    this.authorization = access.authorization;
    this.requiredHeaders = access.requiredHeaders;
    this.isOptions = this.method === "OPTIONS";
    this.#isKnown = key !== undefined;
    this.#server = server;
  }

  get intent(): Intent {
    if (this.#intent) return this.#intent;
    const { api, path, method, place } = this;
    const ownCors = this.isOptions || (path !== "$default" && api.resolve("OPTIONS", this.examplePath)[0]?.isOptions === true) ? ("own" as const) : undefined;
    const route = { path, method, place, functionId: this.integration.functionId, ownCors, sendsElsewhere: sendsElsewhere(this, undefined), opensAsPage: opensAsPage(this, undefined, undefined), declared: api.declared.intent(path) };
    return (this.#intent = routeIntent(api.intent, route, serviceCallers(api.world, api.id)));
  }

  /** A path that this route serves rather than a sibling, where there is one that is easily found. */
  get examplePath(): string {
    return (this.#examplePath ??= this.#candidates().find((path) => this.#serves(path)) ?? exampleFor(this.path));
  }

  #candidates(): readonly string[] {
    if (this.path === "$default") return ["/", "/default", "/any/other/path"];
    return [exampleFor(this.path), exampleFor(this.path.replace(/\{([^{}+]*)\+?\}/gu, "{$1-1}"))];
  }

  #serves(path: string): boolean {
    if (this.path === "$default") return !this.api.hasPath(path);
    const method = this.method === "ANY" ? "X-ANY" : this.method;
    return this.api.resolve(method, path).includes(this);
  }

  get browserMethods(): readonly string[] {
    return (this.#browserMethods ??= this.#isKnown ? this.#methods() : []);
  }

  #methods(): readonly string[] {
    if (this.isOptions) return [];
    if (this.method !== "ANY") return [this.method];
    const meant = meantMethods(this.api.settings).filter((method) => this.api.resolve(method, this.examplePath).includes(this));
    const named = meant.length > 0 ? meant : functionMethods(this).filter((method) => this.api.resolve(method, this.examplePath).includes(this));
    return named.length > 0 ? named : ["GET", "POST"];
  }

  get guessesMethods(): boolean {
    return this.method === "ANY" && meantMethods(this.api.settings).length === 0 && functionMethods(this).length === 0;
  }

  get browserRequests(): readonly BrowserRequest[] {
    return (this.#requests ??= this.#browserRequests());
  }

  #browserRequests(): readonly BrowserRequest[] {
    const { browserMethods: methods, examplePath, requiredHeaders, api } = this;
    // What a function sends matters only where the API has no headers of its own.
    const origins = api.origins.and(api.ownsCors === "no" ? functionOrigins(this) : []);
    return api.declared.browserRequests(this.path, { methods, examplePath, requiredHeaders, origins }, api.settings);
  }

  get declaration(): Declaration | undefined {
    return this.api.declared.of(this.path);
  }

  foreignRequests(): readonly BrowserRequest[] {
    const { browserMethods: methods, examplePath, requiredHeaders, api } = this;
    return api.declared.foreignRequests(this.path, { methods, examplePath, requiredHeaders });
  }

  errorResponses(): readonly Response<AwsCause>[] {
    return this.#server.errorResponses(this);
  }
}
