import type { HeaderField, HttpRequest, Response, Server } from "../../fetch/index.ts";
import { known, oneOf, type Tri, type Value } from "../../source/index.ts";
import { requestHeader, unknownResponse } from "../cors-answer.ts";
import { joined, type CorsRules } from "../cors-block.ts";
import type { AwsCause, Bucket } from "../model.ts";
import { listMatch, type ListMatch } from "../wildcard-list.ts";
import type { BucketRules } from "./bucket-rules.ts";

type Answer = Response<AwsCause>;

interface Fit {
  readonly rule: CorsRules;
  readonly answer: Tri;
  readonly origin: ListMatch;
}

/** Answers as S3 does where a bucket has CORS rules (6.2). Whether a request may read or write the object is no part of it. */
export class BucketServer implements Server<AwsCause> {
  readonly #bucket: Bucket;
  readonly #rules: BucketRules;

  constructor(bucket: Bucket, rules: BucketRules) {
    this.#bucket = bucket;
    this.#rules = rules;
  }

  respond(request: HttpRequest): readonly [Answer, ...Answer[]] {
    const { rules, hidden } = this.#rules;
    const refused = rules.find(({ block }) => (block.refused?.length ?? 0) > 0 || block.unknownProperties.length > 0);
    if (refused) return [this.#unknown("S3 refuses its CORS rules")];
    const origin = requestHeader(request, "origin");
    const asked = request.method === "OPTIONS" ? requestHeader(request, "access-control-request-method") : request.method;
    const answers: Answer[] = [];
    if (origin !== undefined && asked !== undefined) {
      for (const fit of this.#fits(origin, asked, request)) {
        answers.push(request.method === "OPTIONS" ? this.#preflight(fit, origin, request) : this.#actual(fit, origin));
        if (fit.answer === "yes") return [answers[0] ?? this.#none(request), ...answers.slice(1)];
      }
    }
    if (hidden !== undefined) answers.push(this.#unknown(hidden));
    const [first = this.#none(request), ...others] = [...answers, this.#none(request)];
    return [first, ...others];
  }

  /** The rules that may be the first to fit, up to one that does for sure (SB2). Headers count for preflights alone (SB6). */
  *#fits(origin: string, method: string, request: HttpRequest): Generator<Fit> {
    for (const rule of this.#rules.rules) {
      const match = listMatch(rule.allowOrigins, origin);
      const answers = [match.answer, listMatch(rule.allowMethods, method).answer, ...(request.method === "OPTIONS" ? headersMatch(rule, request) : [])];
      if (answers.includes("no")) continue;
      yield { rule, answer: answers.includes("maybe") ? "maybe" : "yes", origin: match };
    }
  }

  get #who(): string {
    return `the bucket ${this.#bucket.name}`;
  }

  /** SB3. */
  #preflight({ rule, origin: match, answer }: Fit, origin: string, request: HttpRequest): Answer {
    const headers = [...this.#common(rule, match, origin), header("access-control-allow-methods", joined(rule.allowMethods), rule.allowMethods.place)];
    const asked = requestHeader(request, "access-control-request-headers");
    if (asked !== undefined) headers.push(header("access-control-allow-headers", known(asked), rule.allowHeaders.place));
    if (rule.maxAge) headers.push(header("access-control-max-age", rule.maxAge.value, rule.maxAge.place));
    return this.#answer(known("200"), headers, rule, answer, match);
  }

  #actual({ rule, origin: match, answer }: Fit, origin: string): Answer {
    return this.#answer(known("200"), this.#common(rule, match, origin), rule, answer, match);
  }

  /** SB3: the caller's origin and credentials, or `*` without them. */
  #common(rule: CorsRules, match: ListMatch, origin: string): HeaderField[] {
    const isOpen = match.answer === "maybe" || (match.hasWildcard && !match.byWildcard);
    const value = isOpen ? oneOf([known(origin), known("*")]) : known(match.byWildcard ? "*" : origin);
    const headers = [header("access-control-allow-origin", value, match.place)];
    if (!match.byWildcard) headers.push({ ...header("access-control-allow-credentials", known("true"), match.place), presence: isOpen ? "maybe" : "present" });
    if (rule.exposeHeaders.presence !== "no") headers.push(header("access-control-expose-headers", joined(rule.exposeHeaders), rule.exposeHeaders.place));
    headers.push(header("vary", known("Origin, Access-Control-Request-Headers, Access-Control-Request-Method"), match.place));
    return headers;
  }

  #answer(status: Value, headers: readonly HeaderField[], { block }: CorsRules, originAllowed: Tri, { place }: ListMatch): Answer {
    return { status, headers, unlisted: "absent", answeredBy: `the CORS configuration of ${this.#who}`, cause: { kind: "cors-configuration", block, originAllowed }, place };
  }

  /** SB4, SB5: a preflight that no rule fits is refused; any other request is served without CORS headers. */
  #none(request: HttpRequest): Answer {
    const [first] = this.#rules.rules;
    if (!first) return this.#unknown("its CORS rules are out of view");
    const origin = requestHeader(request, "origin");
    const status = request.method !== "OPTIONS" ? "200" : origin === undefined ? "400" : "403";
    const method = requestHeader(request, "access-control-request-method") ?? request.method;
    const nearest = this.#rules.rules.find((rule) => listMatch(rule.allowMethods, method).answer !== "no") ?? first;
    const originAllowed = origin === undefined ? "no" : listMatch(nearest.allowOrigins, origin).answer;
    return { ...this.#answer(known(status), [], nearest, originAllowed, listMatch(nearest.allowOrigins, origin ?? "")), place: nearest.block.place };
  }

  #unknown(reason: string): Answer {
    return unknownResponse(reason, this.#who, this.#bucket.place);
  }
}

/** Header names are compared without regard to case. */
function headersMatch({ allowHeaders }: CorsRules, request: HttpRequest): readonly Tri[] {
  const asked = requestHeader(request, "access-control-request-headers")?.split(",").map((name) => name.trim().toLowerCase()) ?? [];
  const lower = { ...allowHeaders, items: allowHeaders.items.map(({ value, place }) => ({ place, value: value.kind === "known" ? known(value.text.toLowerCase()) : value })) };
  return asked.filter((name) => name !== "").map((name) => listMatch(lower, name).answer);
}

function header(name: string, value: Value, place: HeaderField["place"]): HeaderField {
  return { name, value, presence: "present", ...(place && { place }) };
}
