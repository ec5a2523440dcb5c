import { assign, innerScope } from "./assign.ts";
import { equality, noteMethod } from "./binary.ts";
import { applyDecorators } from "./decorators.ts";
import { evaluate } from "./evaluate.ts";
import type { Stmt } from "./ir.ts";
import type { State } from "./heap.ts";
import { siteIn, throwTo, type Env, type Frame, type Thrown } from "./machine.ts";
import { importModule, reExport } from "./imports.ts";
import { isOfProject } from "./names.ts";
import { refine, rememberTest } from "./refine.ts";
import { assume, truthOf } from "./truth.ts";
import { options, UNDEFINED, unionOf, unknownVal, type Val } from "./values.ts";

/** Runs statements in a state. A state that has returned, thrown, or left a loop is no longer live. */
export function execute(env: Env, state: State, statements: readonly Stmt[]): void {
  for (const statement of statements) {
    if (!state.live || !env.m.step()) return;
    executeOne(env, state, statement);
  }
}

function executeOne(env: Env, state: State, statement: Stmt): void {
  switch (statement.kind) {
    case "expression":
      evaluate(env, state, statement.value);
      return;
    case "declare": {
      const value = statement.value === undefined ? UNDEFINED : evaluate(env, state, statement.value);
      const decorated = value.k === "fn" && value.fn.decorators.length > 0 ? applyDecorators(env, state, value) : value;
      const at = statement.value ?? statement;
      assign(env, state, statement.target, decorated, siteIn(env, at), statement.scope);
      if (statement.constant && statement.target.kind === "name" && value.k === "check") rememberTest(env, state, statement.target.name, statement.value);
      return;
    }
    case "return": {
      const at = statement.value ?? statement;
      const value = statement.value === undefined ? UNDEFINED : evaluate(env, state, statement.value);
      if (state.live) env.frame.returns.push({ value, state: state.fork(), site: siteIn(env, at), inCatch: env.inCatch });
      state.live = false;
      return;
    }
    case "throw": {
      const value = statement.value && evaluate(env, state, statement.value);
      if (state.live) throwTo(env, [{ value: env.frame.module.language === "python" ? undefined : value, state: state.fork() }]);
      state.live = false;
      return;
    }
    case "if":
      executeIf(env, state, statement);
      return;
    case "loop":
      executeLoop(env, state, statement);
      return;
    case "switch":
      executeSwitch(env, state, statement);
      return;
    case "try":
      executeTry(env, state, statement);
      return;
    case "break":
      env.frame.targets.at(-1)?.breaks.push(state.fork());
      state.live = false;
      return;
    case "continue":
      env.frame.targets.findLast((target) => target.kind === "loop")?.continues.push(state.fork());
      state.live = false;
      return;
    case "block":
      execute(innerScope(env, state), state, statement.body);
      return;
    case "import":
      importModule(env, state, statement);
      return;
    case "export":
      env.m.exportsOf(env.frame.module).set(statement.name, evaluate(env, state, statement.value));
      return;
    case "re-export":
      reExport(env, state, statement);
      return;
  }
}

function executeIf(env: Env, state: State, statement: Extract<Stmt, { kind: "if" }>): void {
  const test = evaluate(env, state, statement.test);
  const truth = truthOf(state, test);
  if (truth !== "maybe") {
    execute(env, state, truth === "yes" ? statement.then : statement.otherwise);
    return;
  }
  const [yes, no] = [state.fork(), state.fork()];
  assume(yes, test, true);
  assume(no, test, false);
  refine(env, yes, statement.test, true);
  refine(env, no, statement.test, false);
  execute(env, yes, statement.then);
  execute(env, no, statement.otherwise);
  state.merge([yes, no]);
}

function executeLoop(env: Env, state: State, loop: Extract<Stmt, { kind: "loop" }>): void {
  const inner = { ...innerScope(env, state), loops: env.loops + 1 };
  execute(inner, state, loop.init);
  const breaks: State[] = [];
  const start = state.fork();
  const list = loop.each ? evaluate(inner, start, loop.each.of) : UNDEFINED;
  const known = env.loops < 2 ? knownItems(start, list) : undefined;
  // A list that is known is gone through item by item; of anything else two rounds are taken, or none.
  const rounds = known ?? Array.from({ length: env.loops < 2 ? 2 : 1 }, () => unknownVal("an item of a list"));
  for (const item of rounds) {
    const round = start.fork();
    // A function that is made in a round keeps the variables of that round.
    const roundEnv = loop.each && loop.init.length > 0 ? innerScope(inner, round) : inner;
    const test = loop.test ? evaluate(inner, round, loop.test) : undefined;
    if (test && truthOf(round, test) === "no" && !loop.runsOnce) break;
    if (test) assume(round, test, true);
    if (loop.each) assign(roundEnv, round, loop.each.target, item, siteIn(inner, loop.each.of), loop.init.length > 0 ? "block" : undefined);
    const target: Frame["targets"][number] = { kind: "loop", breaks: [], continues: [] };
    env.frame.targets.push(target);
    execute(roundEnv, round, loop.body);
    env.frame.targets.pop();
    const after = start.fork();
    after.merge([round, ...target.continues]);
    if (after.live && loop.update) evaluate(inner, after, loop.update);
    breaks.push(...target.breaks);
    if (!after.live) {
      if (known) start.live = false;
      break;
    }
    start.merge(known ? [after] : [after, start.fork()]);
  }
  const endless = loop.each === undefined && (loop.test === undefined || (loop.test.kind === "const" && Boolean(loop.test.value)));
  if (!endless && start.live) execute(inner, start, loop.otherwise);
  state.merge(endless ? breaks : [...breaks, start]);
}

const MAX_ROUNDS = 12;

function knownItems(state: State, list: Val): readonly Val[] | undefined {
  const cell = list.k === "ref" ? state.get(list.id) : undefined;
  return cell?.kind === "array" && cell.open === undefined && cell.items.length <= MAX_ROUNDS ? cell.items : undefined;
}

function executeSwitch(env: Env, state: State, statement: Extract<Stmt, { kind: "switch" }>): void {
  const subject = evaluate(env, state, statement.subject);
  const inner = innerScope(env, state);
  const target: Frame["targets"][number] = { kind: "switch", breaks: [], continues: [] };
  env.frame.targets.push(target);
  let through: State | undefined;
  const outs: State[] = [];
  const rest = state.fork();
  const hasDefault = statement.cases.some((item) => item.tests === "default");
  for (const item of statement.cases) {
    const entry = rest.fork();
    if (item.tests === "default") {
      if (statement.cases.at(-1) === item) entry.checks = rest.checks;
    } else {
      const outcomes = item.tests.map((test) => (test ? equality(env, subject, evaluate(inner, entry, test), siteIn(env, test)) : undefined));
      const [only] = outcomes;
      if (outcomes.length === 1 && only?.k === "prim" && !only.value) entry.live = false;
      const checks = outcomes.flatMap((outcome) => (outcome?.k === "check" ? outcome.checks : []));
      if (checks.length > 0 && checks.length === outcomes.length) {
        noteMethod(env, { k: "check", checks, mode: "any" });
        assume(entry, { k: "check", checks, mode: "any" }, true);
        assume(rest, { k: "check", checks, mode: "any" }, false);
      }
    }
    const start: State = state.fork();
    start.merge([entry, ...(through?.live ? [through] : [])]);
    execute(inner, start, item.body);
    if (statement.fallsThrough) through = start;
    else outs.push(start);
  }
  env.frame.targets.pop();
  // `continue` inside a switch belongs to the loop around it.
  state.merge([...outs, ...target.breaks, ...(through?.live ? [through] : []), ...(hasDefault ? [] : [rest])]);
}

function executeTry(env: Env, state: State, statement: Extract<Stmt, { kind: "try" }>): void {
  const mark = env.frame.returns.length;
  const body = state.fork();
  const thrown: Thrown[] = [];
  const calls = env.m.extCalls.length;
  env.frame.throws.push(thrown);
  execute(env, body, statement.body);
  env.frame.throws.pop();
  const inTry = env.frame.returns.slice(mark).map((found) => found.state);
  const outs: State[] = [];
  if (statement.catches.length === 0) throwTo(env, thrown);
  const caught = caughtIn(env, thrown, calls);
  for (const clause of statement.catches) {
    const handler = state.fork();
    const entry = body.live ? body.fork() : undefined;
    handler.merge([state.fork(), ...thrown.map((one) => one.state), ...inTry, ...(entry ? [entry] : [])]);
    const inner = { ...innerScope(env, handler), inCatch: true };
    if (clause.param) assign(inner, handler, clause.param, caught, siteIn(inner, statement), "block");
    execute(inner, handler, clause.body);
    outs.push(handler);
  }
  if (body.live) execute(env, body, statement.otherwise);
  state.merge([body, ...outs]);
  if (statement.last.length > 0) executeFinally(env, state, statement.last, mark);
}

/** What a `catch` gets: an error, what the program throws itself, and what functions of the project that are not in view may throw. */
function caughtIn(env: Env, thrown: readonly Thrown[], calls: number): Val {
  const values = thrown.flatMap(({ value }) => (value === undefined ? [] : options(value))).filter((value) => value.k === "ref" || value.k === "unknown" || value.k === "event");
  const isHidden = env.m.extCalls.slice(calls).some(({ path }) => isOfProject(path));
  return unionOf([{ k: "special", what: "error" }, ...values, ...(isHidden ? [unknownVal("what a function out of view throws")] : [])]);
}

/** `finally` runs on every way out; where it returns itself, that is what counts. */
function executeFinally(env: Env, state: State, last: readonly Stmt[], mark: number): void {
  const pending = env.frame.returns.splice(mark);
  for (const [index, found] of pending.entries()) {
    if (index < 12) execute(env, found.state, last);
    if (found.state.live) env.frame.returns.push(found);
  }
  if (state.live) execute(env, state, last);
}
