import type { Template } from "../template/types.ts";
import { mayAsk, mayOffer } from "../template/joined/may-ask.ts";
import { type Judged, uncovered } from "./uncovered.ts";

/**
 * The templates of a run as they are judged: those that are a part of another are left out, and those that take an API from each other are
 * one.
 */
export async function wholeTemplates(templates: readonly Template[]): Promise<readonly Template[]> {
  const whole = uncovered(templates);
  if (whole.length < 2 || !whole.some(mayAsk)) return whole;
  const { joinStacks } = await import("../template/joined/join-stacks.ts");
  return joinStacks(whole);
}

/** Templates that wait for others to be read, so that memory has a bound. */
const MAX_HELD = 500;

/** What came of the templates of a run, of which one that may be a part of another waits until all are read. */
export class Judgements<Result extends Judged> {
  readonly #judge: (template: Template) => Result;
  readonly #waiting: Template[] = [];
  readonly #slots = new Map<string, number>();
  readonly #results: (Result | undefined)[] = [];

  constructor(judge: (template: Template) => Result) {
    this.#judge = judge;
  }

  add(template: Template): void {
    if (this.#waiting.length >= MAX_HELD || !(mayAsk(template) || mayOffer(template))) {
      this.push(this.#judge(template));
      return;
    }
    this.#slots.set(template.name, this.#results.push(undefined) - 1);
    this.#waiting.push(template);
  }

  /** What did not come of a template. */
  push(result: Result): void {
    this.#results.push(result);
  }

  /** All of them, in the order in which they came, without what turned out to be a part of another. */
  async all(): Promise<readonly Result[]> {
    const results = [...this.#results];
    const kept = new Set(uncovered<Judged>([...results.filter((result) => result !== undefined), ...this.#waiting]));
    for (const template of await wholeTemplates(this.#waiting.filter((waiting) => kept.has(waiting)))) {
      results[this.#slots.get(template.name) ?? results.length] = this.#judge(template);
    }
    return uncovered(results.filter((result) => result !== undefined));
  }
}
