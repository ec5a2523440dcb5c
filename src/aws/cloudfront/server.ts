import type { HttpRequest, Response, Server } from "../../fetch/index.ts";
import { known, type Tri } from "../../source/index.ts";
import { isPreflight, requestHeader, unknownResponse } from "../cors-answer.ts";
import type { AwsCause, Distribution, Obstacle, Route } from "../model.ts";
import type { Behavior } from "./behavior.ts";
import { withEdgeHeaders } from "./edge-headers.ts";
import type { EdgeOrigin } from "./origin.ts";
import { takesPath } from "./path-pattern.ts";

type Answer = Response<AwsCause>;

/** Headers that a page need not rely on, and those whose way is looked at one by one. */
const UNREMARKABLE: ReadonlySet<string> = new Set(["accept", "accept-language", "content-language", "content-type", "origin", "access-control-request-method", "access-control-request-headers"]);

/** Answers as CloudFront does: it refuses a method, or asks what stands behind and changes headers on the way (6.1). */
export class DistributionServer implements Server<AwsCause> {
  readonly #distribution: Distribution;
  readonly #behaviors: readonly Behavior[];

  constructor(distribution: Distribution, behaviors: readonly Behavior[]) {
    this.#distribution = distribution;
    this.#behaviors = behaviors;
  }

  respond(request: HttpRequest): readonly [Answer, ...Answer[]] {
    return this.respondAsTo(request, request);
  }

  /** The same from a copy that was made for another request: what stands behind was asked then, and the rest is as now. */
  respondAsTo(made: HttpRequest, request: HttpRequest): readonly [Answer, ...Answer[]] {
    const answers = this.taking(request.path).flatMap((behavior) => this.#answers(behavior, made, request));
    const [first = this.#unknown("no behavior of it is in view"), ...others] = answers;
    return [first, ...others];
  }

  /** The behaviors that may take the path, the last of which does for sure. */
  taking(path: string): readonly Behavior[] {
    const taking: Behavior[] = [];
    for (const behavior of this.#behaviors) {
      const answer: Tri = takesPath(behavior.pattern, path);
      if (answer === "no") continue;
      taking.push(behavior);
      if (answer === "yes") break;
    }
    return taking;
  }

  #answers(behavior: Behavior, made: HttpRequest, request: HttpRequest): readonly Answer[] {
    const { methods, runsCode, origin } = behavior;
    const doubts = runsCode ? [this.#unknown("code that runs at the edge may answer, or change headers")] : [];
    if (methods.names && !methods.names.includes(request.method)) return [this.#refusal(behavior, request.method), ...doubts];
    if (!origin) return [this.#unknown("what stands behind it is out of view")];
    if (!methods.names) doubts.push(this.#unknown("it is not known which methods it allows"));
    const path = origin.toApi(request.path);
    if (path === undefined) return [this.#unknown("its path leads to no stage of the API")];
    if (origin.isSigned) doubts.push(this.#unknown("CloudFront signs the requests to it"));
    if (origin.hasOtherHost) doubts.push(this.#unknown(`${origin.api.name} answers there only to requests for its custom domain`));
    doubts.push(...this.#lostHeaders(behavior, origin, request));
    const asked = { ...made, path };
    return [...this.#asked(behavior, origin, asked).flatMap((answer) => withEdgeHeaders(behavior.headers, answer, request)), ...doubts];
  }

  /** C1, C3: what stands behind answers the request as it arrives there. */
  #asked(behavior: Behavior, origin: EdgeOrigin, request: HttpRequest): readonly Answer[] {
    const whole = origin.api.server.respond(request);
    const forwards = behavior.forwarding.forwards("origin");
    if (forwards === "yes") {
      // Whether the other headers of a preflight arrive where only Origin is named is not documented.
      const arrives = ["access-control-request-method", "access-control-request-headers"].every((name) => requestHeader(request, name) === undefined || behavior.forwarding.forwards(name) === "yes");
      return arrives || !isPreflight(request) ? whole : [...whole, ...without(origin, request, /^access-control-request-/u)];
    }
    const allows = whole.some(sendsOrigin);
    const bare = without(origin, request, /^origin$/u).map((answer) => (allows && !sendsOrigin(answer) && answer.unlisted === "absent" ? this.#hidden(behavior, origin, answer) : answer));
    return forwards === "no" ? bare : [...whole, ...bare];
  }

  #hidden({ forwarding }: Behavior, { api }: EdgeOrigin, answer: Answer): Answer {
    const obstacle: Obstacle = { kind: "edge-origin", evidence: "documented", place: forwarding.place, route: undefined, what: `${this.#who} does not hand the Origin header on to ${api.name}` };
    return { ...answer, cause: { kind: "gateway", type: undefined, gatewayResponse: undefined, obstacle }, place: forwarding.place };
  }

  /** C4: reported by many, and not documented in these words. */
  #refusal({ methods, name }: Behavior, method: string): Answer {
    const obstacle: Obstacle = { kind: "edge-method", evidence: "reported", place: methods.place, route: this.#routeOf(name), what: `${this.#who} does not allow ${method} for ${name}` };
    return { status: known("403"), headers: [], unlisted: "absent", answeredBy: this.#who, cause: { kind: "gateway", type: undefined, gatewayResponse: undefined, obstacle }, place: methods.place };
  }

  /** Without its Authorization a request gets another answer; which one is no matter of CORS. C9: so does one with a Host that is not the API's. */
  #lostHeaders({ forwarding }: Behavior, { api }: EdgeOrigin, request: HttpRequest): readonly Answer[] {
    const lost = request.headers.find(([name]) => !UNREMARKABLE.has(name.toLowerCase()) && forwarding.forwards(name.toLowerCase()) !== "yes");
    const doubts = lost ? [this.#unknown(`CloudFront may not hand ${lost[0]} on`)] : [];
    return api.kind !== "bucket" && forwarding.forwards("host") === "yes" ? [...doubts, this.#unknown("API Gateway and Lambda may refuse the Host header that CloudFront hands on")] : doubts;
  }

  #routeOf(name: string): Route | undefined {
    return this.#distribution.routes.find(({ path }) => path === name);
  }

  get #who(): string {
    return `the distribution ${this.#distribution.name}`;
  }

  #unknown(reason: string): Answer {
    return unknownResponse(reason, this.#who, this.#distribution.place);
  }
}

function without({ api }: EdgeOrigin, request: HttpRequest, header: RegExp): readonly Answer[] {
  return api.server.respond({ ...request, headers: request.headers.filter(([name]) => !header.test(name.toLowerCase())) });
}

function sendsOrigin({ headers }: Answer): boolean {
  return headers.some(({ name, presence }) => name.toLowerCase() === "access-control-allow-origin" && presence === "present");
}
