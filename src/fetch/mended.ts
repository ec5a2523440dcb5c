import type { JudgedStep } from "./judgement.ts";
import type { Blocked, Response } from "./types.ts";

/**
 * Causes of refusals that are taken for mended, so that a prediction goes on behind them: a page that is blocked by the first of three
 * mistakes is blocked by the second once the first is mended.
 */
export class Mended {
  #isPreflight = false;
  #lifted = 0;
  readonly #checks = new Set<string>();
  readonly #headers = new Set<string>();

  /** The preflight passes as a whole: nothing is known of the answer that it would get. */
  get isPreflight(): boolean {
    return this.#isPreflight;
  }

  /** The answers behind the refusals that are lifted, see {@link Response.behind}. */
  answersBehind<Cause>(responses: readonly Response<Cause>[]): readonly Response<Cause>[] {
    let answers = responses;
    for (let lifted = 0; lifted < this.#lifted; lifted++) answers = answers.flatMap((answer) => answer.behind?.() ?? [answer]);
    return answers;
  }

  /** Names of headers that the answer to a preflight still has to list. */
  namesLeft(names: readonly string[]): readonly string[] {
    return this.#headers.size === 0 ? names : names.filter((name) => !this.#headers.has(name));
  }

  /** Is this failure one of those that are mended? */
  covers({ judgement }: JudgedStep): boolean {
    return judgement.result === "failed" && this.#checks.has(judgement.error);
  }

  /** Takes the cause of this refusal for mended. `false`: nothing lies behind it. */
  add<Cause>({ exchange, error, detail, response }: Blocked<Cause>): boolean {
    if (exchange === "actual") return false;
    if (response.behind) {
      this.#lifted += 1;
      return true;
    }
    switch (error) {
      // What answers here was not meant for preflights, or is not even there: its other headers say nothing.
      case "PreflightMissingAllowOriginHeader":
      case "PreflightInvalidStatus":
      case "PreflightDisallowedRedirect":
        this.#isPreflight = true;
        return true;
      case "HeaderDisallowedByPreflightResponse":
        if (detail === undefined || this.#headers.has(detail)) return false;
        this.#headers.add(detail);
        return true;
      default:
        if (this.#checks.has(error)) return false;
        this.#checks.add(error);
        return true;
    }
  }
}
