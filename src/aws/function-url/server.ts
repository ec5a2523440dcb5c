import type { HeaderField, HttpRequest, Response, Server } from "../../fetch/index.ts";
import { known, unknown, type Tri } from "../../source/index.ts";
import { configuredHeaders, isPreflight, preflightHeaders, requestHeader, unknownResponse } from "../cors-answer.ts";
import type { CorsRules } from "../cors-block.ts";
import { integrationResponses } from "../integration-response.ts";
import type { AwsCause, FunctionUrl, Route } from "../model.ts";

type Answer = Response<AwsCause>;

/** Answers as the function URL would (section 4, 7.4). */
export class FunctionUrlServer implements Server<AwsCause> {
  readonly #url: FunctionUrl;
  readonly #rules: CorsRules | undefined;
  readonly #owns: Tri;

  constructor(url: FunctionUrl, rules: CorsRules | undefined, owns: Tri) {
    this.#url = url;
    this.#rules = rules;
    this.#owns = owns;
  }

  respond(request: HttpRequest): readonly [Answer, ...Answer[]] {
    const [route] = this.#url.routes;
    if (!route) return [this.#unknown("the function is out of view")];
    const first = this.#rules ? this.#configured(this.#rules, route, request) : this.#bare(route, request);
    return this.#owns === "maybe" ? [...first, this.#unknown("the CORS configuration is out of view")] : first;
  }

  get #who(): string {
    return `the function URL ${this.#url.name}`;
  }

  get #configuration(): string {
    return `the CORS configuration of ${this.#who}`;
  }

  #configured(rules: CorsRules, route: Route, request: HttpRequest): readonly [Answer, ...Answer[]] {
    const { authorization } = route;
    if (isPreflight(request)) {
      const preflight = this.#preflight(rules, request);
      if (authorization.kind === "none") return [preflight];
      return [preflight, authorization.kind === "unknown" ? this.#unknown(authorization.reason) : this.#unsignedPreflight()];
    }
    const actual = this.#actual(rules, route, request);
    if (authorization.kind === "none" || isSigned(request)) return actual;
    return authorization.kind === "unknown" ? [...actual, this.#unknown(authorization.reason)] : [this.#unknown("AWS does not document whether a request that a function URL refuses gets CORS headers")];
  }

  /** L10: that a preflight is answered before the signature is asked for is believed, not documented. Else it gets 403, with whatever headers. */
  #unsignedPreflight(): Answer {
    return { ...this.#unknown("AWS does not document whether the preflight of a function URL needs a signature"), status: known("403") };
  }

  #unknown(reason: string): Answer {
    return unknownResponse(reason, this.#who, this.#url.place);
  }

  /** L3, L4: answered without the function, and only with what is configured. */
  #preflight(rules: CorsRules, request: HttpRequest): Answer {
    const { match, headers } = preflightHeaders(rules, request);
    const status = match.allowed === "yes" ? known("200") : unknown("AWS does not document the status for an origin that is not allowed");
    return { status, headers, unlisted: "absent", answeredBy: this.#configuration, cause: { kind: "cors-configuration", block: rules.block, originAllowed: match.allowed }, place: match.place };
  }

  /** L4: the configured headers, and beside them those that the function sends: two of the same name if both send one. */
  #actual(rules: CorsRules, route: Route, request: HttpRequest): readonly [Answer, ...Answer[]] {
    const { match, headers } = configuredHeaders(rules, request);
    const together = (returned: Answer): Answer => {
      const reason = `${returned.answeredBy} may send CORS headers of its own`;
      const own: readonly HeaderField[] = returned.unlisted === "absent" ? [] : [{ name: "access-control-allow-origin", value: unknown(reason), presence: "maybe", place: route.integration.place }];
      const isListed = returned.headers.some(({ name }) => name === "access-control-allow-origin");
      return {
        ...returned,
        headers: [...headers, ...returned.headers, ...(isListed ? [] : own)],
        unlisted: returned.unlisted === "absent" ? "absent" : { unknown: reason },
        answeredBy: `${this.#configuration} and ${returned.answeredBy}`,
        cause: { kind: "cors-configuration", block: rules.block, originAllowed: match.allowed },
        place: match.place,
      };
    };
    const [first, ...others] = integrationResponses(route, request.method);
    return [together(first), ...others.map(together)];
  }

  /** L6: without `Cors` the function answers all by itself. */
  #bare(route: Route, request: HttpRequest): readonly [Answer, ...Answer[]] {
    const { authorization } = route;
    if (authorization.kind === "none" || isSigned(request)) return integrationResponses(route, request.method);
    if (authorization.kind !== "iam") return [this.#unknown("the AuthType of the function URL is not known")];
    const what = `${this.#who} refuses requests that are not signed with IAM keys`;
    const obstacle = { kind: "authorizer", evidence: "reported", place: authorization.place, route, what } as const;
    return [{ status: known("403"), headers: [], unlisted: "absent", answeredBy: this.#who, cause: { kind: "gateway", type: undefined, gatewayResponse: undefined, obstacle }, place: authorization.place }];
  }
}

function isSigned(request: HttpRequest): boolean {
  return requestHeader(request, "authorization") !== undefined || /[?&]X-Amz-Signature=/u.test(request.path);
}
