import type { HeaderField, HttpRequest, Response, Server } from "../../fetch/index.ts";
import { known, unknown } from "../../source/index.ts";
import { configuredHeaders, isPreflight, preflightHeaders, requestHeader, unknownResponse } from "../cors-answer.ts";
import type { CorsRules } from "../cors-block.ts";
import { functionErrors } from "../handlers/index.ts";
import { integrationResponses } from "../integration-response.ts";
import type { AwsCause, HttpApi, Obstacle, Route } from "../model.ts";
import type { CorsChoice } from "./cors-choices.ts";

/** What the router says of a request: a route, none (404), or one that is out of view. */
export type Resolved = { readonly kind: "route"; readonly route: Route } | { readonly kind: "none" } | { readonly kind: "hidden"; readonly what: string };

type Answer = Response<AwsCause>;

const UNDOCUMENTED_ERRORS = "AWS does not document whether an HTTP API with CORS puts its headers on errors of its own";

/** Answers as the deployed HTTP API would (2.1 to 2.3, 7.3). */
export class HttpApiServer implements Server<AwsCause> {
  readonly #api: HttpApi;
  readonly #choices: readonly CorsChoice[];
  readonly #resolve: (request: HttpRequest) => readonly Resolved[];

  constructor(api: HttpApi, choices: readonly CorsChoice[], resolve: (request: HttpRequest) => readonly Resolved[]) {
    this.#api = api;
    this.#choices = choices;
    this.#resolve = resolve;
  }

  respond(request: HttpRequest): readonly [Answer, ...Answer[]] {
    const resolved = this.#resolve(request);
    const answers = this.#choices.flatMap((choice) => resolved.flatMap((way) => this.#answers(choice, way, request)));
    const [first = unknownResponse("nothing is known of the API", this.#who, this.#api.place), ...others] = answers;
    return [first, ...others];
  }

  /** Error responses that a route can lead to: API Gateway's own ones, which nobody can customize (2.3). */
  errorResponses(route: Route): readonly Answer[] {
    const rules = this.#choices.some(({ kind }) => kind !== "none");
    return [...(rules ? [] : functionErrors(route)), ...(route.authorization.kind === "none" || route.authorization.kind === "unknown" ? [] : [this.#refusal(route, rules)]), this.#gatewayError(rules, "429"), this.#gatewayError(rules, "500")];
  }

  get #who(): string {
    return `the HTTP API ${this.#api.name}`;
  }

  #answers(choice: CorsChoice, way: Resolved, request: HttpRequest): readonly Answer[] {
    if (choice.kind === "unknown") return [unknownResponse(choice.reason, this.#who, this.#api.place)];
    const rules = choice.kind === "configured" ? choice.rules : undefined;
    if (rules && isPreflight(request)) return this.#preflight(rules, way, request);
    if (way.kind === "hidden") return [unknownResponse(`${way.what} may serve it`, this.#who, this.#api.place)];
    if (way.kind === "none") return [this.#notFound(rules !== undefined)];
    return this.#routed(rules, way.route, request);
  }

  /** The table of 2.2 for an API with CORS. */
  #preflight(rules: CorsRules, way: Resolved, request: HttpRequest): readonly Answer[] {
    const configured = this.#configuredPreflight(rules, request);
    if (way.kind === "none") return [configured];
    if (way.kind === "hidden") return [configured, unknownResponse(`${way.what} may serve it`, this.#who, this.#api.place)];
    const { route } = way;
    switch (route.authorization.kind) {
      case "iam":
        return [this.#refusal(route, true, [configured])];
      case "authorizer":
        return route.authorization.refusesPreflight === "yes" ? [this.#refusal(route, true, [configured])] : [configured, this.#refusal(route, true)];
      case "unknown":
        return [configured, unknownResponse(route.authorization.reason, this.#who, route.place)];
      case "none":
        // U5: whether an OPTIONS route's integration is called as well is not documented; the headers come from the configuration (H2).
        return route.isOptions ? [{ ...configured, status: unknown(`AWS does not document whether ${nameOf(route)} answers although CORS is configured`) }] : [configured];
    }
  }

  #configuredPreflight(rules: CorsRules, request: HttpRequest): Answer {
    const { match, headers } = preflightHeaders(rules, request);
    // U1: the status for an origin that is not allowed.
    const status = match.allowed === "yes" ? known("204") : unknown("AWS does not document the status for an origin that is not allowed");
    return { status, headers, unlisted: "absent", answeredBy: this.#configuration, cause: { kind: "cors-configuration", block: rules.block, originAllowed: match.allowed }, place: match.place };
  }

  get #configuration(): string {
    return `the CORS configuration of ${this.#who}`;
  }

  #routed(rules: CorsRules | undefined, route: Route, request: HttpRequest): readonly Answer[] {
    const { authorization } = route;
    const answers = this.#integrated(rules, route, request);
    // Cookies are the browser's to send, so their absence here says nothing.
    const isSignedInQuery = authorization.kind === "iam" && /[?&]X-Amz-Signature=/iu.test(request.path);
    const isCredentialMissing = !isSignedInQuery && route.requiredHeaders.some(({ name }) => name !== "cookie" && requestHeader(request, name) === undefined);
    switch (authorization.kind) {
      case "none":
        return answers;
      case "unknown":
        return [...answers, unknownResponse(authorization.reason, this.#who, route.place)];
      case "iam":
        return isCredentialMissing ? [this.#refusal(route, rules !== undefined, answers)] : answers;
      case "authorizer": {
        const refuses = isCredentialMissing || (request.method === "OPTIONS" && authorization.refusesPreflight === "yes");
        if (refuses) return [this.#refusal(route, rules !== undefined, answers)];
        return request.method === "OPTIONS" && authorization.refusesPreflight === "maybe" ? [...answers, this.#refusal(route, rules !== undefined)] : answers;
      }
    }
  }

  /** The integration's response; with CORS configured its own CORS headers are replaced by the configured ones (H1, H2). */
  #integrated(rules: CorsRules | undefined, route: Route, request: HttpRequest): readonly Answer[] {
    const responses = integrationResponses(route, request.method);
    if (!rules || route.integration.kind === "missing") return responses;
    const { match, headers } = configuredHeaders(rules, request);
    const cause: AwsCause = { kind: "cors-configuration", block: rules.block, originAllowed: match.allowed };
    const configured = { headers, unlisted: "absent", answeredBy: this.#configuration, cause, place: match.place } as const;
    // What else it sends matters to pages (a cookie, a header that is not exposed), not to whether they get it.
    const withOthers = responses.flatMap((response) => (response.headers.some(isNoCorsHeader) ? [{ ...configured, status: response.status, headers: [...headers, ...response.headers.filter(isNoCorsHeader)] }] : []));
    return withOthers.length > 0 ? withOthers : [{ ...configured, status: responses[0].status }];
  }

  #notFound(hasRules: boolean): Answer {
    return this.#gateway("404", hasRules, { kind: "no-route", evidence: "documented", place: this.#api.place, route: undefined, what: `${this.#who} has no route for it` });
  }

  /** 2.2: documented for `$default` and for APIs without CORS; for other routes beside a CORS configuration it is only reported. */
  #refusal(route: Route, hasRules: boolean, behind?: readonly Answer[]): Answer {
    const refusal = this.#refusalOf(route, hasRules);
    return behind ? { ...refusal, behind: () => behind } : refusal;
  }

  #refusalOf(route: Route, hasRules: boolean): Answer {
    const { authorization } = route;
    const place = authorization.kind === "iam" || authorization.kind === "authorizer" ? authorization.place : route.place;
    const evidence = hasRules && route.path !== "$default" ? "reported" : "documented";
    if (authorization.kind === "iam") {
      return this.#gateway("403", hasRules, { kind: "authorizer", evidence, place, route, what: `${nameOf(route)} refuses requests that are not signed with IAM keys` });
    }
    const name = authorization.kind === "authorizer" ? authorization.name : "of the route";
    const headers = route.requiredHeaders.map((header) => header.name).join(" and ");
    return this.#gateway("401", hasRules, { kind: "authorizer", evidence, place, route, what: `the authorizer ${name} refuses requests without ${headers || "a token"}` });
  }

  #gatewayError(hasRules: boolean, status: string): Answer {
    return this.#gateway(status, hasRules, { kind: "runtime-error", evidence: "documented", place: undefined, route: undefined, what: "an error of API Gateway itself" });
  }

  #gateway(status: string, hasRules: boolean, obstacle: Obstacle): Answer {
    return {
      status: known(status),
      headers: [],
      unlisted: hasRules ? { unknown: UNDOCUMENTED_ERRORS } : "absent",
      answeredBy: this.#who,
      cause: { kind: "gateway", type: undefined, gatewayResponse: undefined, obstacle },
      ...(obstacle.place && { place: obstacle.place }),
    };
  }
}

function isNoCorsHeader({ name }: HeaderField): boolean {
  return !/^access-control-/iu.test(name);
}

function nameOf(route: Route): string {
  return route.path === "$default" ? "the route $default" : `the route ${route.method} ${route.path}`;
}
