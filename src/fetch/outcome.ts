import type { CorsError, Evidence, Response, Step, StepName } from "./types.ts";

/** What becomes of a request, or of one possibility of it. */
export type Outcome<Cause> = AllowedOutcome<Cause> | BlockedOutcome<Cause> | UnknownOutcome<Cause>;

export interface AllowedOutcome<Cause> {
  readonly kind: "allowed";
  readonly response: Response<Cause>;
  readonly responseType: "basic" | "cors" | "opaqueredirect";
  readonly readable: readonly string[] | undefined;
  readonly steps: readonly Step<Cause>[];
}

export interface BlockedOutcome<Cause> {
  readonly kind: "blocked";
  readonly exchange: Step["exchange"];
  readonly step: StepName;
  readonly error: CorsError;
  readonly detail: string | undefined;
  readonly response: Response<Cause>;
  readonly evidence: readonly Evidence[];
  /** The URL that was asked when it happened. */
  readonly url: string;
  readonly steps: readonly Step<Cause>[];
}

export interface UnknownOutcome<Cause> {
  readonly kind: "unknown";
  readonly reasons: readonly string[];
  readonly steps: readonly Step<Cause>[];
}

/** The outcomes of all possibilities as one, without steps: allowed or blocked where all are. `responses` are the answers they belong to. */
export function combineOutcomes<Cause>(outcomes: readonly Outcome<Cause>[], responses: readonly Response<Cause>[]): Outcome<Cause> {
  const [first] = outcomes;
  if (first && first.kind !== "unknown" && outcomes.every(({ kind }) => kind === first.kind)) {
    if (first.kind === "blocked") return first;
    const same = outcomes.every((outcome) => outcome.kind === "allowed" && outcome.readable?.join() === first.readable?.join());
    return same ? first : { ...first, readable: undefined };
  }
  const reasons = outcomes.flatMap((outcome) => (outcome.kind === "unknown" ? outcome.reasons : []));
  return { kind: "unknown", reasons: reasons.length > 0 ? reasons : [whyMixed(outcomes, responses)], steps: [] };
}

function whyMixed(outcomes: readonly Outcome<unknown>[], responses: readonly Response[]): string {
  const who = (isBlocked: boolean): string | undefined => responses.find((_, index) => (outcomes[index]?.kind === "blocked") === isBlocked)?.answeredBy;
  const [refused, accepted] = [who(true), who(false)];
  if (refused === undefined || accepted === undefined || refused === accepted) return `${refused ?? accepted ?? "the server"} has several answers, and not all of them pass`;
  return `either ${accepted} answers, and the browser lets it pass, or ${refused}, and it does not`;
}
