import type { Place, Tri } from "../../source/index.ts";
import type { HttpRequest, Response, Server } from "../../fetch/index.ts";
import type { AwsCause, Obstacle } from "../model.ts";
import { integrationAnswers, type Surroundings, unknownAnswer } from "./answers.ts";
import { Likenesses } from "./likeness.ts";
import type { ReadMethod } from "./method.ts";
import type { ResourcePolicy } from "./policy.ts";
import type { RouteCandidate, RouteTree } from "./routing.ts";

type Answer = Response<AwsCause>;

/** What a request may meet at one step: an answer that ends its way, for sure or perhaps. */
interface Barrier {
  readonly stands: Exclude<Tri, "no">;
  readonly answer: Answer;
}

/** Everything that {@link RestServer} needs to know of an API. */
export interface RestSurroundings extends Surroundings {
  readonly tree: RouteTree<ReadMethod>;
  readonly policy: ResourcePolicy | undefined;
  /** Why there may be methods for a path that are not in view. */
  readonly hiddenMethods: (path: string) => string | undefined;
  readonly apiKeySource: "header" | "authorizer" | "unknown";
  readonly place: Place;
}

/**
 * Answers as a deployed REST API does: policy, route, authorizer, API key, validation, integration, and the first that refuses has the
 * last word (1.2). The order of the finer steps is not confirmed, but none of them can make a refused request succeed.
 */
export class RestServer implements Server<AwsCause> {
  readonly #api: RestSurroundings;
  readonly #likenesses = new Likenesses();
  readonly #soleMethods = new Map<string, ReadMethod | undefined>();

  constructor(api: RestSurroundings) {
    this.#api = api;
  }

  respond(request: HttpRequest): readonly [Answer, ...Answer[]] {
    const { certain, possible } = this.#winners(request);
    const answers = [...certain, ...possible].flatMap((winner) => this.#answersOf(winner, request));
    const [first, ...others] = answers;
    return first === undefined ? [this.#noRoute(request, undefined)] : [first, ...others];
  }

  likeness(method: string, path: string): string | undefined {
    if (this.#api.policy !== undefined) return undefined;
    const serving = [this.#soleMethod("OPTIONS", path), this.#soleMethod(method, path)].map((found) => found && this.#likenesses.of(found));
    return serving.includes(undefined) ? undefined : serving.join();
  }

  /** The method that serves a request, where there is no doubt which one does. */
  #soleMethod(method: string, path: string): ReadMethod | undefined {
    const key = `${method} ${path}`;
    if (this.#soleMethods.has(key)) return this.#soleMethods.get(key);
    const { certain: [winner], possible } = this.#winners({ method, path });
    const sole = winner?.kind === "method" && possible.length === 0 ? winner.method : undefined;
    this.#soleMethods.set(key, sole);
    return sole;
  }

  /** The methods that may serve a request; `undefined` stands for none, which is API Gateway's own 403 (R10). */
  #winners(request: Pick<HttpRequest, "method" | "path">): { readonly certain: readonly Winner[]; readonly possible: readonly Winner[] } {
    const { candidates, mayBeHidden } = this.#api.tree.match(request.path);
    const hidden = this.#api.hiddenMethods(request.path) ?? (mayBeHidden ? "the path of a resource is not known" : undefined);
    const [nearest] = candidates;
    const index = candidates.findIndex(({ methods }) => methodFor(methods, request.method) !== undefined);
    const winner = candidates[index];
    const method = winner && methodFor(winner.methods, request.method);
    const neighbour = anyOf(nearest);
    if (winner === undefined || method === undefined) return { certain: hidden === undefined ? [{ kind: "none", neighbour }] : [], possible: hidden === undefined ? [] : [{ kind: "hidden", reason: hidden }] };
    const possible: Winner[] = [];
    // From a literal resource to `{id}`, whether a request falls through is not confirmed; to `{proxy+}` it was recorded (R6).
    if (index > 0 && !winner.isGreedy) possible.push({ kind: "none", neighbour });
    if (hidden !== undefined && (index > 0 || winner.isGreedy || method.spec.method === "ANY" || mayBeHidden)) possible.push({ kind: "hidden", reason: hidden });
    return { certain: [{ kind: "method", method }], possible };
  }

  #answersOf(winner: Winner, request: HttpRequest): readonly Answer[] {
    if (winner.kind === "hidden") return [unknownAnswer(winner.reason)];
    const method = winner.kind === "method" ? winner.method : undefined;
    return this.#answersBehind([...this.#barriers(method, winner.kind === "none" ? winner.neighbour : undefined, request)], method, request);
  }

  #answersBehind(barriers: readonly Barrier[], method: ReadMethod | undefined, request: HttpRequest): readonly Answer[] {
    const possible: Answer[] = [];
    for (const [index, barrier] of barriers.entries()) {
      if (barrier.stands === "yes") {
        const behind = (): readonly Answer[] => this.#answersBehind(barriers.slice(index + 1), method, request);
        return [method === undefined ? barrier.answer : { ...barrier.answer, behind }, ...possible];
      }
      possible.push(barrier.answer);
    }
    if (method === undefined) return possible;
    return [...integrationAnswers(method, request, this.#api), ...possible];
  }

  *#barriers(method: ReadMethod | undefined, neighbour: ReadMethod | undefined, request: HttpRequest): Iterable<Barrier> {
    yield* this.#policy(method, request);
    if (method === undefined) {
      yield { stands: "yes", answer: this.#noRoute(request, neighbour) };
      return;
    }
    yield* this.#access(method, request);
    yield* this.#apiKey(method, request);
    yield* this.#validation(method, request);
  }

  *#policy(method: ReadMethod | undefined, request: HttpRequest): Iterable<Barrier> {
    const decision = this.#api.policy?.decide(request.method, request.path);
    if (decision === undefined || decision.denied === "no") return;
    // Signed requests and authorizers have a say of their own where no statement denies.
    const isOpen = method === undefined || method.spec.access.authorization.kind === "none";
    const stands = decision.denied === "yes" && (decision.isExplicit || isOpen) ? "yes" : "maybe";
    const what = decision.isExplicit ? `the resource policy denies ${request.method} requests` : `no statement of the resource policy allows ${request.method} requests`;
    yield { stands, answer: this.#api.gateway.answer("ACCESS_DENIED", { kind: "resource-policy", evidence: "documented", place: decision.place, route: method?.route, what }, request) };
  }

  #noRoute(request: HttpRequest, neighbour: ReadMethod | undefined): Answer {
    const path = neighbour?.route.path ?? request.path.replace(/\?.*$/su, "");
    const obstacle: Obstacle = { kind: "no-route", evidence: "documented", place: neighbour?.route.place ?? this.#api.place, route: neighbour?.route, what: `${path} has no ${request.method} method` };
    return this.#api.gateway.answer("MISSING_AUTHENTICATION_TOKEN", obstacle, request);
  }

  *#access({ route, spec: { access } }: ReadMethod, request: HttpRequest): Iterable<Barrier> {
    const { authorization, headers, refusal, evidence } = access;
    if (authorization.kind === "none") return;
    const missing = headers.find(({ name }) => !has(request, name));
    const isPreflight = request.method === "OPTIONS";
    if (authorization.kind === "iam" && /[?&]X-Amz-Signature=/iu.test(request.path)) return;
    const stands = missing !== undefined ? access.refusesPreflight === "maybe" ? "maybe" : "yes" : !isPreflight ? "no" : headers.length > 0 ? "no" : access.refusesPreflight;
    if (stands === "no") return;
    const who = authorization.kind === "iam" ? "IAM authorization" : authorization.kind === "authorizer" ? `the authorizer ${authorization.name}` : "the authorization";
    const lacking = authorization.kind === "iam" ? "a signature" : missing && headerName(missing.name);
    const what = lacking === undefined ? `${who} may refuse requests that carry no credentials` : `${who} refuses requests without ${lacking}`;
    const place = authorization.kind === "unknown" ? route.place : authorization.place;
    yield { stands, answer: this.#api.gateway.answer(refusal, { kind: "authorizer", evidence, place, route, what }, request) };
  }

  *#apiKey({ route, spec: { apiKey } }: ReadMethod, request: HttpRequest): Iterable<Barrier> {
    if (apiKey.required === "no" || has(request, "x-api-key")) return;
    const source = this.#api.apiKeySource;
    // With the authorizer as source the key does not come from the request (1.6).
    if (source === "authorizer" && request.method !== "OPTIONS") return;
    const stands = source === "header" ? apiKey.required : "maybe";
    yield { stands, answer: this.#api.gateway.answer("INVALID_API_KEY", { kind: "api-key", evidence: "documented", place: apiKey.place, route, what: `${route.method} ${route.path} refuses requests without an API key` }, request) };
  }

  *#validation({ route, spec: { validation } }: ReadMethod, request: HttpRequest): Iterable<Barrier> {
    const missing = validation.headers.filter(({ name }) => !has(request, name));
    const header = missing.find(({ certain }) => certain) ?? missing[0];
    if (header !== undefined) {
      const what = `${route.method} ${route.path} refuses requests without ${headerName(header.name)}`;
      yield { stands: header.certain ? "yes" : "maybe", answer: this.#api.gateway.answer("BAD_REQUEST_PARAMETERS", { kind: "request-validation", evidence: "documented", place: header.place, route, what }, request) };
    }
    if (validation.body !== undefined && request.method === "OPTIONS") {
      const what = `${route.method} ${route.path} checks the empty body of a preflight against its model`;
      yield { stands: "maybe", answer: this.#api.gateway.answer("BAD_REQUEST_BODY", { kind: "request-validation", evidence: "reported", place: validation.body, route, what }, request) };
    }
  }
}

type Winner =
  | { readonly kind: "method"; readonly method: ReadMethod }
  | { readonly kind: "none"; readonly neighbour: ReadMethod | undefined }
  | { readonly kind: "hidden"; readonly reason: string };

/** An explicit method beats `ANY` (R4). */
function methodFor(methods: ReadonlyMap<string, ReadMethod>, method: string): ReadMethod | undefined {
  return methods.get(method) ?? (ANY_METHODS.has(method) ? methods.get("ANY") : undefined);
}

/** R3. */
const ANY_METHODS: ReadonlySet<string> = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]);

function anyOf(candidate: RouteCandidate<ReadMethod> | undefined): ReadMethod | undefined {
  return candidate?.methods.values().next().value;
}

function has(request: HttpRequest, name: string): boolean {
  return request.headers.some(([header]) => header === name);
}

function headerName(name: string): string {
  return name.replace(/(?:^|-)[a-z]/gu, (letter) => letter.toUpperCase());
}
