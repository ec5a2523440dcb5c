import { declare, lookup } from "./assign.ts";
import type { Expr } from "./ir.ts";
import type { State } from "./heap.ts";
import { siteIn, type Env } from "./machine.ts";
import { narrowed } from "./truth.ts";
import { options, unionOf, type Val } from "./values.ts";

/** Narrows the variables of a test to what they can be where it came out as it did: after `if (!handler) return …`, `handler` is there. */
export function refine(env: Env, state: State, test: Expr, truth: boolean, depth = 0): void {
  if (depth > 20) return;
  switch (test.kind) {
    case "name":
      keep(env, state, test, (value) => narrowed(state, value, truth));
      refineBehind(env, state, test.name, truth, depth);
      return;
    case "not":
      refine(env, state, test.value, !truth, depth + 1);
      return;
    case "assign":
      if (test.target.kind === "name") refine(env, state, { kind: "name", name: test.target.name, start: test.start, end: test.end }, truth, depth + 1);
      return;
    case "logical":
      if (test.operator === (truth ? "and" : "or")) {
        refine(env, state, test.left, truth, depth + 1);
        refine(env, state, test.right, truth, depth + 1);
      }
      return;
    case "binary":
      refineComparison(env, state, test, truth);
      if (test.operator === (truth ? "in" : "not in")) keepMembers(env, state, test.left, test.right);
      return;
    case "call": {
      const { callee, args } = test;
      const [first] = args;
      const asks = callee.kind === "get" && callee.key.kind === "const" && (callee.key.value === "includes" || callee.key.value === "has");
      if (truth && asks && first) keepMembers(env, state, first.value, callee.object);
      return;
    }
    default:
      return;
  }
}

/** Notes that a constant is the outcome of a test: where it is true, the test has passed. */
export function rememberTest(env: Env, state: State, name: string, test: Expr | undefined): void {
  const scope = scopeOf(env, state, name);
  if (scope !== undefined && test) env.m.tests.set(`${scope}:${name}`, test);
}

function refineBehind(env: Env, state: State, name: string, truth: boolean, depth: number): void {
  const scope = scopeOf(env, state, name);
  const test = env.m.tests.get(`${scope}:${name}`);
  // The names in the test mean what they meant where it stands.
  if (scope !== undefined && test) refine({ ...env, scope }, state, test, truth, depth + 1);
}

function refineComparison(env: Env, state: State, test: Extract<Expr, { kind: "binary" }>, truth: boolean): void {
  const isEqual = /^={2,3}$/u.test(test.operator);
  if (!isEqual && !/^!={1,2}$/u.test(test.operator)) return;
  const [subject, other] = test.left.kind === "name" ? [test.left, test.right] : [test.right, test.left];
  if (subject.kind !== "name" || other.kind !== "const" || (other.value !== null && other.value !== undefined)) return;
  const wantsNothing = isEqual === truth;
  keep(env, state, subject, (value) => options(value).filter((option) => isNothing(option) === wantsNothing || !isCertain(option)));
}

/** What is in a list is none of the values that the list does not have: after `ALLOWED.includes(origin)`, `origin` is not empty. */
function keepMembers(env: Env, state: State, subject: Expr, list: Expr): void {
  if (subject.kind !== "name" || list.kind !== "name") return;
  const haystack = lookup(env, state, list);
  const cell = haystack.k === "ref" ? state.get(haystack.id) : undefined;
  if (cell?.kind !== "array" || cell.open !== undefined || !cell.items.every((item) => item.k === "prim")) return;
  const members = new Set(cell.items.map((item) => item.value));
  keep(env, state, subject, (value) => options(value).filter((option) => option.k !== "prim" || members.has(option.value)));
}

function isNothing(value: Val): boolean {
  return value.k === "prim" && (value.value === null || value.value === undefined);
}

function isCertain(value: Val): boolean {
  return value.k === "prim" || value.k === "ref" || value.k === "fn" || value.k === "cls";
}

function keep(env: Env, state: State, name: Extract<Expr, { kind: "name" }>, filter: (value: Val) => readonly Val[]): void {
  const value = lookup(env, state, name);
  if (value.k !== "union") return;
  const left = filter(value);
  if (left.length > 0 && left.length < value.options.length) declareWhereItStands(env, state, name, unionOf(left));
}

function declareWhereItStands(env: Env, state: State, name: Extract<Expr, { kind: "name" }>, value: Val): void {
  const scope = scopeOf(env, state, name.name);
  if (scope !== undefined) declare({ ...env, scope }, state, name.name, value, "block", siteIn(env, name));
}

/** The innermost scope that has a name. */
function scopeOf(env: Env, state: State, name: string): number | undefined {
  for (let id: number | undefined = env.scope, i = 0; id !== undefined && i < 200; id = state.get(id)?.parent, i++) if (state.get(id)?.props.has(name)) return id;
  return undefined;
}
