import { invalidReason } from "./invalid.ts";
import { chromiumMessage } from "./messages.ts";
import { mainFetch, type FetchContext, type Outcome } from "./main-fetch.ts";
import { Mended } from "./mended.ts";
import type { PreflightCache } from "./preflight-cache.ts";
import { ENGINES, Profile, type Engine, type ProfileName } from "./profile.ts";
import { requestFrom } from "./current-request.ts";
import type { Blocked, FetchRequest, Server, Verdict } from "./types.ts";

export interface PredictOptions<Cause = unknown> {
  /** Whose rules decide; `default` speaks for all three engines. */
  readonly profile?: ProfileName;
  /** Who answers at another origin, where a redirect leads there. Unknown origins make the verdict *cannot tell*. */
  readonly serverAt?: (origin: string) => Server<Cause> | undefined;
  /** What earlier preflights left behind. With the profile `default` it is shared by the engines and best left out. */
  readonly cache?: PreflightCache;
  /** `false`: the verdict comes without its steps, and sooner. */
  readonly trace?: boolean;
}

/**
 * What a browser decides about this request, from what is known of the answers: *allowed* or *blocked* only where every possibility
 * says so, else *cannot tell*. Follows the Fetch standard from "main fetch" on.
 *
 * @throws TypeError where `fetch` itself would throw, see {@link invalidReason}.
 */
export function predictFetch<Cause>(server: Server<Cause>, request: FetchRequest, options: PredictOptions<Cause> = {}): Verdict<Cause> {
  const invalid = invalidReason(request);
  if (invalid !== undefined) throw new TypeError(invalid);
  return predictBehind(server, request, options, undefined);
}

/** A request has fewer reasons to be refused than this: a few checks, and a header for each that it sends. */
const MAX_REFUSALS = 20;

/**
 * What would block a request next once `first` is mended, and so on, in the order in which a browser would come to say it. The answer to a
 * preflight that lacks Access-Control-Allow-Origin or an ok status is no answer at all, so the actual request is looked at next.
 *
 * @param first what {@link predictFetch} said of the same request.
 */
export function laterRefusals<Cause>(server: Server<Cause>, request: FetchRequest, first: Blocked<Cause>, options: PredictOptions<Cause> = {}): readonly Blocked<Cause>[] {
  const mended = new Mended();
  const refusals = [first];
  let refused = first;
  while (refusals.length < MAX_REFUSALS && mended.add(refused)) {
    const verdict = predictBehind(server, request, options, mended);
    if (verdict.outcome !== "blocked") break;
    if (!refusals.some((earlier) => isMendedWith(verdict, earlier))) refusals.push(verdict);
    refused = verdict;
  }
  return refusals.slice(1);
}

/** One line that decides both answers, to the preflight and to the request, is mended once. */
function isMendedWith<Cause>(later: Blocked<Cause>, earlier: Blocked<Cause>): boolean {
  const { place } = later.response;
  return place !== undefined && place.id === earlier.response.place?.id && later.exchange !== earlier.exchange && later.error === earlier.error.replace(/^Preflight/u, "");
}

function predictBehind<Cause>(server: Server<Cause>, request: FetchRequest, options: PredictOptions<Cause>, mended: Mended | undefined): Verdict<Cause> {
  const profile = options.profile ?? "default";
  if (profile !== "default") return predictWith(server, request, options, new Profile(profile), mended);
  const chromium = new Profile("chromium");
  const verdict = predictWith(server, request, options, chromium, mended);
  if (!chromium.enginesDiffer) return verdict;
  const others = ENGINES.slice(1).map((engine) => predictWith(server, request, options, new Profile(engine), mended));
  return [verdict, ...others].every(({ outcome }) => outcome === verdict.outcome) ? verdict : dissent([verdict, ...others]);
}

/** Engines that disagree: nobody can tell for all of them. */
function dissent<Cause>(verdicts: readonly [Verdict<Cause>, ...Verdict<Cause>[]]): Verdict<Cause> {
  const said = (outcome: Verdict["outcome"]): string => listed(ENGINES.filter((_, index) => verdicts[index]?.outcome === outcome));
  const blocked = said("blocked");
  const allowed = said("allowed");
  const reasons = verdicts.flatMap((verdict) => (verdict.outcome === "cannot-tell" ? verdict.reasons : []));
  if (reasons.length === 0) reasons.push(`browsers disagree: ${allowed} would allow it, ${blocked} would block it`);
  return { outcome: "cannot-tell", reasons: [...new Set(reasons)], trace: verdicts[0].trace };
}

const NAMES: Readonly<Record<Engine, string>> = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKit" };

function listed(engines: readonly Engine[]): string {
  return engines.map((engine) => NAMES[engine]).join(" and ");
}

function predictWith<Cause>(server: Server<Cause>, request: FetchRequest, options: PredictOptions<Cause>, profile: Profile, mended: Mended | undefined): Verdict<Cause> {
  const context: FetchContext<Cause> = {
    profile,
    cache: options.cache,
    trace: options.trace !== false,
    serverAt: (origin) => (origin === request.target ? server : options.serverAt?.(origin)),
    exchanges: { left: MAX_EXCHANGES },
    mended,
  };
  return verdictFrom(mainFetch(context, requestFrom(request, profile)), request);
}

/** Redirects among several possible answers multiply; past this many exchanges nothing more is predicted. */
const MAX_EXCHANGES = 200;

function verdictFrom<Cause>(outcome: Outcome<Cause>, request: FetchRequest): Verdict<Cause> {
  const trace = outcome.steps;
  switch (outcome.kind) {
    case "unknown":
      return { outcome: "cannot-tell", reasons: [...new Set(outcome.reasons)], trace };
    case "allowed": {
      const { response, responseType, readable } = outcome;
      return { outcome: "allowed", response, responseType, trace, ...(readable ? { readableHeaders: readable } : {}) };
    }
    case "blocked": {
      const { exchange, step, error, detail, response, evidence } = outcome;
      const blocked: Blocked<Cause> = {
        outcome: "blocked", exchange, step, error, ...(detail === undefined ? {} : { detail }), response, evidence, trace,
        browserMessage: chromiumMessage({
          url: request.target + request.path,
          ...(outcome.url === request.target + request.path ? {} : { finalUrl: outcome.url }),
          origin: request.origin,
          method: request.method,
          error,
          ...(detail === undefined ? {} : { detail }),
          api: request.useCorsPreflightFlag ? "XMLHttpRequest" : "fetch",
        }),
      };
      return blocked;
    }
  }
}

