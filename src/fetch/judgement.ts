import type { CorsError, Evidence, Response, Step, StepName } from "./types.ts";

/** What one step says of one possibility. */
export type Judgement =
  | { readonly result: "passed"; readonly text: string }
  | { readonly result: "failed"; readonly text: string; readonly error: CorsError; readonly detail?: string }
  | { readonly result: "unknown"; readonly text: string; readonly reasons: readonly string[] };

/** A step that was judged, with what decided it. */
export interface JudgedStep {
  readonly name: StepName;
  readonly judgement: Judgement;
  readonly evidence: readonly Evidence[];
}

export function passed(text: string): Judgement {
  return { result: "passed", text };
}

export function failed(error: CorsError, text: string, detail?: string): Judgement {
  return { result: "failed", text, error, ...(detail === undefined ? {} : { detail }) };
}

export function notKnown(text: string, reasons: readonly string[]): Judgement {
  return { result: "unknown", text, reasons };
}

/**
 * The judgements of all possibilities as one: passed or failed where all say so. Where known possibilities contradict each other,
 * `whyMixed` is what cannot be told.
 */
export function agreeOn(judgements: readonly [Judgement, ...Judgement[]], whyMixed: string): Judgement {
  const [first] = judgements;
  if (judgements.every(({ result }) => result !== "unknown" && result === first.result)) return first;
  const reasons = [...new Set(judgements.flatMap((judgement) => (judgement.result === "unknown" ? judgement.reasons : [])))];
  const why = reasons.length > 0 ? reasons : [whyMixed];
  const unknownOne = judgements.find(({ result }) => result === "unknown");
  return notKnown(unknownOne?.text ?? `This depends: ${whyMixed}.`, why);
}

/** Why known possibilities of one header contradict each other, as a phrase that completes "cannot tell: …". */
export function whyHeaderVaries(response: Response, name: string, mayBeAbsent: boolean): string {
  return mayBeAbsent ? `${response.answeredBy} may or may not send ${name}` : `${name} is one of several values`;
}

/** The judged step as a step of the trace. */
export function stepFrom<Cause>(step: JudgedStep, exchange: Step["exchange"], prefix = ""): Step<Cause> {
  return { name: step.name, exchange, result: step.judgement.result, text: prefix + step.judgement.text, evidence: step.evidence };
}
