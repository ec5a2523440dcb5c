import type { Tri } from "../source/index.ts";
import type { State } from "./heap.ts";
import { isMethod, isOfOtherEvents, isOrigin, options, type Check, type CheckVal, type Site, type Val } from "./values.ts";

/** Does a test with this value pass? */
export function truthOf(state: State, value: Val): Tri {
  switch (value.k) {
    case "prim":
      return value.value ? "yes" : "no";
    case "ref": {
      const cell = state.get(value.id);
      // An empty dict or list is false in Python; in JavaScript every object is true. Which language it was is not asked: both read as maybe.
      const isEmpty = cell !== undefined && cell.props.size === 0 && cell.items.length === 0 && cell.cls === undefined;
      return isEmpty || cell === undefined ? "maybe" : "yes";
    }
    case "fn":
    case "cls":
      return "yes";
    case "event":
      return value.path === "" ? "yes" : isOfOtherEvents(value) ? "no" : "maybe";
    case "special":
      return value.what === "error" || value.what === "context" ? "yes" : "maybe";
    case "text":
      return value.value.kind === "pattern" ? "yes" : "maybe";
    case "union": {
      const answers = new Set(value.options.map((option) => truthOf(state, option)));
      const [only] = answers;
      return answers.size === 1 && only ? only : "maybe";
    }
    case "ext":
    case "check":
    case "unknown":
      return "maybe";
  }
}

/** What can be left of a value once it is known to be true (or false). */
export function narrowed(state: State, value: Val, truth: boolean): readonly Val[] {
  return options(value).filter((option) => truthOf(state, option) !== (truth ? "no" : "yes"));
}

/** Records in `state` that a test came out as it did. */
export function assume(state: State, value: Val, truth: boolean): void {
  const checks = value.k === "check" ? checksThatHold(value, truth) : presenceCheck(value, truth);
  if (checks.length > 0) state.checks = [...state.checks, ...checks].slice(-24);
}

function presenceCheck(value: Val, truth: boolean): Check[] {
  return truth && isOrigin(value) ? [{ kind: "presence", subject: "origin", site: value.site, negated: false }] : [];
}

/** Of `a && b` both hold where it is true; of `a || b` neither where it is false. */
function checksThatHold(value: CheckVal, truth: boolean): readonly Check[] {
  if (truth) return value.mode === "all" || value.checks.length === 1 ? value.checks : weakestOf(value.checks);
  if (value.isPartial) return [];
  if (value.mode === "any" || value.checks.length === 1) return value.checks.map(negation);
  return [];
}

/** One of several tests passed: as good as the weakest of them, where all are about the same thing. */
function weakestOf(checks: readonly Check[]): readonly Check[] {
  const subjects = new Set(checks.map((check) => check.subject));
  return subjects.size === 1 ? checks : [];
}

export function negation(check: Check): Check {
  return { ...check, negated: !check.negated };
}

export function notCheck(value: CheckVal): CheckVal {
  if (value.isPartial) return { k: "check", checks: [], mode: "all" };
  return { k: "check", checks: value.checks.map(negation), mode: value.mode === "all" ? "any" : "all" };
}

/** The outcome of a test of `subject`, if it is something that rules ask about. */
export function checkOf(kind: Check["kind"], subject: Val, site: Site, text?: string): CheckVal | undefined {
  const about = options(subject).some(isOrigin) ? "origin" : options(subject).some(isMethod) ? "method" : originInText(subject) ? "origin" : undefined;
  if (about === undefined) return undefined;
  const actual = about === "method" && (kind === "equality" || kind === "text") ? "method" : kind;
  return { k: "check", checks: [{ kind: actual, subject: about, site, negated: false, ...(text === undefined ? {} : { text }) }], mode: "all" };
}

function originInText(value: Val): boolean {
  return options(value).some((option) => option.k === "text" && option.origin !== undefined);
}

/** Kinds of values that `check && value` is there to hand on: `...(isAllowed && { … })`. */
const CARRIED: readonly Val["k"][] = ["ref", "fn", "text"];

/** `a && b` or `a || b` of two tests. */
export function combined(left: Val, right: Val, operator: "and" | "or"): Val | undefined {
  if (left.k === "check" && right.k === "check") {
    const mode = operator === "and" ? ("all" as const) : ("any" as const);
    const fits = (value: CheckVal): boolean => value.checks.length === 1 || value.mode === mode;
    return fits(left) && fits(right) ? { k: "check", checks: [...left.checks, ...right.checks], mode } : operator === "and" ? left : undefined;
  }
  if (operator === "and" && right.k === "check") return { ...right, isPartial: !(isOrigin(left) && right.checks.every((check) => check.subject === "origin")) };
  if (operator === "and" && left.k === "check" && !options(right).some(({ k }) => CARRIED.includes(k))) return { ...left, isPartial: true };
  return undefined;
}
