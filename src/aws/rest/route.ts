import { endsWith, type Place } from "../../source/index.ts";
import type { Response } from "../../fetch/index.ts";
import type { World } from "../../template/index.ts";
import { allowsNoOrigin, functionErrors, functionMethods, functionOrigins } from "../handlers/index.ts";
import { routeIntent } from "../intent.ts";
import type { Api, Authorization, AwsCause, BrowserRequest, Declaration, GatewayResponseType, Integration, Intent, Obstacle, RequiredHeader, Route } from "../model.ts";
import { opensAsPage, sendsElsewhere } from "../navigation.ts";
import { mappedErrors } from "./answers.ts";
import { integrationOf, readMethod, type ReadMethod } from "./method.ts";
import type { RestApiModel } from "./api.ts";
import type { MethodSpec } from "./spec.ts";

type GatewayError = Pick<Obstacle, "kind" | "place" | "what"> & { readonly type: GatewayResponseType };

/** A method of a path. What nobody asks for is not worked out. */
export class RestRoute implements Route {
  readonly api: Api;
  readonly method: string;
  readonly path: string;
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly integration: Integration;
  readonly authorization: Authorization;
  readonly isOptions: boolean;
  readonly restMethod: ReadMethod;
  readonly #model: RestApiModel;
  readonly #spec: MethodSpec;
  #examplePath: string | undefined;
  #intent: Intent | undefined;
  #requests: readonly BrowserRequest[] | undefined;

  constructor(model: RestApiModel, spec: MethodSpec, world: World) {
    this.api = model;
    this.#model = model;
    this.#spec = spec;
    this.method = spec.method;
    this.path = `/${spec.segments.join("/")}`;
    this.place = spec.place;
    this.constructPath = spec.constructPath;
    this.integration = integrationOf(spec, world, model.id);
    this.authorization = spec.access.authorization;
    this.isOptions = spec.method === "OPTIONS";
    this.restMethod = readMethod(this, spec);
  }

  get examplePath(): string {
    return (this.#examplePath ??= this.#model.tree.examplePath(this.#spec.segments));
  }

  /** `ANY` is not called with the methods that its path has besides. */
  get browserMethods(): readonly string[] {
    if (this.isOptions) return [];
    if (this.method !== "ANY") return [this.method];
    const siblings = this.#model.tree.at(this.#spec.segments);
    const named = functionMethods(this);
    return (named.length > 0 ? named : ["GET", "POST"]).filter((method) => !siblings.has(method));
  }

  get guessesMethods(): boolean {
    return this.method === "ANY" && functionMethods(this).length === 0;
  }

  get requiredHeaders(): readonly RequiredHeader[] {
    const { access, apiKey, validation } = this.#spec;
    const headers: RequiredHeader[] = [...access.headers];
    if (apiKey.required === "yes" && this.#model.apiKeySource === "header") headers.push({ name: "x-api-key", because: "api-key", place: apiKey.place });
    for (const { name, place, certain } of validation.headers) {
      if (certain && !headers.some((header) => header.name === name)) headers.push({ name, because: "parameter", place });
    }
    return headers;
  }

  /** Browsers open it: a page, or what a page of the same bucket loads. */
  get opensAsPage(): boolean {
    const stored = this.storedPage ? "page" : this.integration.target === "S3" && this.#model.storesPages ? "file of a page" : undefined;
    return opensAsPage(this, this.restMethod.isMapped ? this.restMethod.responses : undefined, stored);
  }

  /** It hands out a document of a bucket. */
  get storedPage(): boolean {
    const { integration } = this.#spec;
    return this.method === "GET" && this.integration.target === "S3" && integration !== undefined && endsWith(integration.uri.text(), ".html") === "yes";
  }

  get intent(): Intent {
    return (this.#intent ??= routeIntent(
      this.#model.intent,
      {
        path: this.path,
        method: this.method,
        place: this.place,
        functionId: this.integration.functionId,
        ownCors: this.#model.ownCors(this.#spec.segments),
        sendsElsewhere: sendsElsewhere(this, this.restMethod.isMapped ? this.restMethod.responses : undefined),
        opensAsPage: this.opensAsPage,
        isMapped: this.restMethod.isMapped,
        allowsNoOrigin: () => allowsNoOrigin(this),
        declared: this.#model.declared.intent(this.path),
      },
      this.#model.callers,
    ));
  }

  get browserRequests(): readonly BrowserRequest[] {
    return (this.#requests ??= this.isOptions ? [] : this.#browserRequests());
  }

  #browserRequests(): readonly BrowserRequest[] {
    const { browserMethods: methods, examplePath, requiredHeaders } = this;
    const { declared, settings, expectsCredentials, origins } = this.#model;
    return declared.browserRequests(this.path, { methods, examplePath, requiredHeaders, origins: origins.and(functionOrigins(this)) }, settings, expectsCredentials);
  }

  get declaration(): Declaration | undefined {
    return this.#model.declared.of(this.path);
  }

  foreignRequests(): readonly BrowserRequest[] {
    const { browserMethods: methods, examplePath, requiredHeaders } = this;
    return this.isOptions ? [] : this.#model.declared.foreignRequests(this.path, { methods, examplePath, requiredHeaders });
  }

  /** The types that can occur for this route (7.2), each as it would be sent, and mapped error responses. */
  errorResponses(): readonly Response<AwsCause>[] {
    return this.isOptions ? [] : [...mappedErrors(this.restMethod), ...functionErrors(this), ...this.#answersTo([...this.#refusals(), ...this.#failures()])];
  }

  refusals(): readonly Response<AwsCause>[] {
    return this.isOptions ? [] : this.#answersTo(this.#refusals());
  }

  #answersTo(errors: readonly GatewayError[]): readonly Response<AwsCause>[] {
    return errors.map(({ type, kind, place, what }) => this.#model.gateway.answer(type, { kind, place, what, evidence: "documented", route: this }));
  }

  /** What the gateway does not hand on to the integration. */
  #refusals(): readonly GatewayError[] {
    const { access, apiKey, validation } = this.#spec;
    const name = `${this.method} ${this.path}`;
    const errors: GatewayError[] = [];
    const { authorization } = access;
    if (authorization.kind === "authorizer") {
      const { place } = authorization;
      errors.push({ type: "UNAUTHORIZED", kind: "authorizer", place, what: `the authorizer ${authorization.name} refuses requests with a missing or expired token` });
      errors.push({ type: "ACCESS_DENIED", kind: "authorizer", place, what: `the authorizer ${authorization.name} denies access` });
      if (authorization.type !== "cognito") errors.push({ type: "AUTHORIZER_FAILURE", kind: "authorizer", place, what: `the authorizer ${authorization.name} fails` });
    }
    if (authorization.kind === "iam") {
      errors.push({ type: "MISSING_AUTHENTICATION_TOKEN", kind: "authorizer", place: authorization.place, what: "IAM authorization refuses requests without a signature" });
      errors.push({ type: "ACCESS_DENIED", kind: "authorizer", place: authorization.place, what: "IAM authorization denies access" });
    }
    if (this.#model.policy !== undefined) errors.push({ type: "ACCESS_DENIED", kind: "resource-policy", place: this.#model.policy.place, what: "the resource policy denies access" });
    if (this.#model.hasFirewall) errors.push({ type: "WAF_FILTERED", kind: "resource-policy", place: this.place, what: "the web ACL refuses requests" });
    if (apiKey.required === "yes") {
      errors.push({ type: "INVALID_API_KEY", kind: "api-key", place: apiKey.place, what: `${name} refuses requests without a valid API key` });
      errors.push({ type: "QUOTA_EXCEEDED", kind: "api-key", place: apiKey.place, what: "the quota of an API key is used up" });
    }
    if (validation.headers.length > 0) errors.push({ type: "BAD_REQUEST_PARAMETERS", kind: "request-validation", place: validation.headers[0]?.place, what: `${name} refuses requests that lack a parameter` });
    if (validation.body !== undefined) errors.push({ type: "BAD_REQUEST_BODY", kind: "request-validation", place: validation.body, what: `${name} refuses bodies that do not fit its model` });
    return errors;
  }

  /** What goes wrong although the request is in order. */
  #failures(): readonly GatewayError[] {
    const errors: GatewayError[] = [{ type: "THROTTLED", kind: "runtime-error", place: this.place, what: "too many requests arrive" }];
    if (this.integration.kind === "mock") return errors;
    const { functionId, kind } = this.integration;
    const who = functionId !== undefined ? `the function ${functionId}` : kind === "proxy-function" ? "the function" : "the back end";
    // A crash, a malformed response: no type of its own (G11).
    if (who !== "the back end") errors.push({ type: "DEFAULT_5XX", kind: "runtime-error", place: this.integration.place, what: `${who} crashes` });
    errors.push({ type: "INTEGRATION_FAILURE", kind: "runtime-error", place: this.integration.place, what: `${who} fails` });
    errors.push({ type: "INTEGRATION_TIMEOUT", kind: "runtime-error", place: this.integration.place, what: `${who} takes too long` });
    return errors;
  }
}

