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
  #text = 0;
  readonly #slots = new Map<string, number>();
  readonly #results: (Result | undefined)[] = [];

  readonly #maxText: number;

  /** The templates that wait have together no more text than `maxText` (in UTF-16 units); a tree takes a dozen times as much. */
  constructor(judge: (template: Template) => Result, maxText = Infinity) {
    this.#judge = judge;
    this.#maxText = maxText;
  }

  add(template: Template): void {
    const { length } = template.written.place.file.text;
    if (this.#waiting.length >= MAX_HELD || this.#text + length > this.#maxText || !(mayAsk(template) || mayOffer(template))) {
      this.push(this.#judge(template));
      return;
    }
    this.#slots.set(template.name, this.#results.push(undefined) - 1);
    this.#waiting.push(template);
    this.#text += length;
  }

  /** What did not come of a template. */
  push(result: Result): void {
    this.#results.push(result);
  }

  /** All of them, in the order in which they came, without what turned out to be a part of another. */
  async all(): Promise<readonly Result[]> {
    const results = [...this.#results];
    const kept = new Set(uncovered<Judged>([...results.filter((result) => result !== undefined), ...this.#waiting]));
    const whole = [...(await wholeTemplates(this.#waiting.filter((waiting) => kept.has(waiting))))].toReversed();
    this.#waiting.length = 0;
    // Each is let go of once it was judged.
    for (let template = whole.pop(); template; template = whole.pop()) results[this.#slots.get(template.name) ?? results.length] = this.#judge(template);
    return uncovered(results.filter((result) => result !== undefined));
  }
}
