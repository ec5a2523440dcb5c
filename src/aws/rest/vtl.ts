import { concat, describe, known, oneOf, unknown } from "../../source/index.ts";
import type { Tri, Value } from "../../source/index.ts";
import type { HttpRequest } from "../../fetch/index.ts";
import { type Expression, parseVtl, type Reference, type Statement } from "./vtl-parser.ts";
import { both, called, either, flagOf, NONE, not, rendered, same, truth, type VtlValue } from "./vtl-values.ts";

/** What a mapping template does to the response (1.5, M11 to M16). */
export interface TemplateEffect {
  /** The text that it renders. */
  readonly text: Value;
  readonly headers: readonly { readonly name: string; readonly value: Value; readonly presence: "present" | "maybe" }[];
  /** `$context.responseOverride.status`. */
  readonly status: { readonly value: Value; readonly presence: "present" | "maybe" } | undefined;
}

/** A request as a template reads it; `undefined`: any request. */
export interface TemplateInput {
  readonly request: HttpRequest | undefined;
  /** Names of path parameters. */
  readonly pathParameters: ReadonlySet<string>;
}

const MAX_STEPS = 20_000;

const MAX_PARTS = 200;

/** Stands for an unknown part in a template's text. */
const HOLE = "\uE000";

/**
 * Runs a mapping template for a request. How the names of request headers are spelled when they reach API Gateway differs between
 * clients (M16), so it runs once for `origin` and once for `Origin`; what differs then is a `maybe`. `undefined`: nobody can read it.
 */
export function templateEffect(template: Value, input: TemplateInput): TemplateEffect | undefined {
  const [first, second] = templateRuns(template, input);
  return first && second ? merged(first, second) : first;
}

/** The same, one effect for each spelling; none where nobody can read it. */
export function templateRuns(template: Value, input: TemplateInput): readonly TemplateEffect[] {
  const holes: Value[] = [];
  const source = sourceOf(template, holes);
  if (source === undefined) return [];
  if (!/[$#]/u.test(source)) return [{ text: template, headers: [], status: undefined }];
  const statements = parsed(source);
  if (statements === undefined) return source.includes("responseOverride") ? [] : [{ text: unknown("the template is not understood"), headers: [], status: undefined }];
  const spellings = input.request === undefined ? [lower] : [lower, title];
  const runs = spellings.map((spelling) => new Run(input, spelling, holes).effectOf(statements));
  return runs.every((run) => run !== undefined) ? runs : [];
}

function sourceOf(template: Value, holes: Value[]): string | undefined {
  if (template.kind === "known") return template.text;
  if (template.kind !== "pattern") return undefined;
  return template.parts.map((part) => (typeof part === "string" ? part : `${HOLE}${String.fromCharCode(0xe100 + Math.min(holes.push(part) - 1, 500))}`)).join("");
}

let lastParsed: { readonly source: string; readonly statements: readonly Statement[] | undefined } | undefined;

/** A template is run for request after request; the last one is kept. */
function parsed(source: string): readonly Statement[] | undefined {
  if (lastParsed?.source !== source) lastParsed = { source, statements: parseVtl(source) };
  return lastParsed.statements;
}

function lower(name: string): string {
  return name.toLowerCase();
}

function title(name: string): string {
  return name.replace(/(?:^|-)[a-z]/gu, (letter) => letter.toUpperCase());
}

function merged(a: TemplateEffect, b: TemplateEffect): TemplateEffect {
  const state = { ...emptyState(), headers: headersByName(a), status: a.status };
  const other = { ...emptyState(), headers: headersByName(b), status: b.status };
  const { headers, status } = mergedStates(state, other);
  return { text: oneOf([a.text, b.text]), headers: [...headers.values()], status };
}

function headersByName(effect: TemplateEffect): State["headers"] {
  return new Map(effect.headers.map((header) => [header.name.toLowerCase(), header]));
}

interface State {
  variables: Map<string, VtlValue>;
  headers: Map<string, TemplateEffect["headers"][number]>;
  status: TemplateEffect["status"];
  output: Value;
}

function emptyState(): State {
  return { variables: new Map(), headers: new Map(), status: undefined, output: known("") };
}

class Run {
  readonly #input: TemplateInput;
  readonly #spelling: (name: string) => string;
  readonly #holes: readonly Value[];
  #state = emptyState();
  #steps = 0;
  #isUnreadable = false;

  constructor(input: TemplateInput, spelling: (name: string) => string, holes: readonly Value[]) {
    this.#input = input;
    this.#spelling = spelling;
    this.#holes = holes;
  }

  effectOf(statements: readonly Statement[]): TemplateEffect | undefined {
    this.#run(statements);
    if (this.#isUnreadable) return undefined;
    return { text: this.#state.output, headers: [...this.#state.headers.values()], status: this.#state.status };
  }

  #run(statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (++this.#steps > MAX_STEPS) this.#isUnreadable = true;
      if (this.#isUnreadable) return;
      this.#step(statement);
    }
  }

  #step(statement: Statement): void {
    switch (statement.kind) {
      case "text":
        return this.#write(this.#withHoles(statement.text));
      case "output":
        return this.#write(rendered(this.#value(statement.reference)));
      case "set":
        return this.#set(statement.target, this.#value(statement.value));
      case "if":
        return this.#if(statement.branches);
      case "foreach":
        return this.#foreach(statement);
    }
  }

  #write(value: Value): void {
    const { output } = this.#state;
    // A text of very many unknown parts tells nobody anything, and to copy it each time would cost its square.
    this.#state.output = output.kind === "pattern" && output.parts.length > MAX_PARTS ? unknown("the template writes a long text") : concat([output, value]);
  }

  #set(target: Reference, value: VtlValue): void {
    const path = target.steps.map((step) => (step.kind === "property" ? step.name : step.kind === "index" ? describe(rendered(this.#value(step.index))) : ""));
    if (target.name !== "context" || path[0] !== "responseOverride") {
      this.#state.variables.set(target.name, target.steps.length === 0 ? value : { kind: "unknown", reason: `\`$${target.name}\` is changed` });
      return;
    }
    const [, kind, name] = path;
    const presence = value.kind === "none" ? "maybe" : "present";
    // To override the same thing twice is a server error (M13).
    if (kind === "status" && this.#state.status === undefined) this.#state.status = { value: rendered(value), presence };
    else if (kind === "header" && name !== undefined && !this.#state.headers.has(name.toLowerCase())) this.#state.headers.set(name.toLowerCase(), { name, value: rendered(value), presence });
    else this.#isUnreadable = true;
  }

  #if(branches: Extract<Statement, { kind: "if" }>["branches"]): void {
    const [branch, ...others] = branches;
    if (branch === undefined) return;
    const decision: Tri = branch.condition === undefined ? "yes" : truth(this.#value(branch.condition));
    if (decision === "yes") return this.#run(branch.body);
    if (decision === "no") return this.#if(others);
    const before = this.#state;
    this.#state = copyOf(before);
    this.#run(branch.body);
    const taken = this.#state;
    this.#state = copyOf(before);
    this.#if(others);
    this.#state = mergedStates(taken, this.#state);
  }

  #foreach({ variable, list, body }: Extract<Statement, { kind: "foreach" }>): void {
    const items = this.#value(list);
    if (items.kind === "list") {
      for (const item of items.items) {
        this.#state.variables.set(variable, item);
        this.#run(body);
      }
      return;
    }
    const before = this.#state;
    this.#state = copyOf(before);
    this.#state.variables.set(variable, { kind: "unknown", reason: "a list is not known" });
    this.#run(body);
    this.#state = mergedStates(before, this.#state);
    this.#state.output = concat([before.output, unknown("a list is not known")]);
  }

  #value(expression: Expression): VtlValue {
    switch (expression.kind) {
      case "literal":
        if (typeof expression.value === "number") return { kind: "number", number: expression.value };
        return typeof expression.value === "boolean" ? flagOf(expression.value ? "yes" : "no") : { kind: "text", value: this.#withHoles(expression.value) };
      case "interpolated":
        return { kind: "text", value: this.#interpolated(expression.parts) };
      case "list":
        return { kind: "list", items: expression.items.map((item) => this.#value(item)) };
      case "not":
        return flagOf(not(truth(this.#value(expression.operand))));
      case "binary":
        return this.#binary(expression);
      case "reference":
        return this.#reference(expression);
    }
  }

  #binary({ operator, left, right }: Extract<Expression, { kind: "binary" }>): VtlValue {
    const [a, b] = [this.#value(left), this.#value(right)];
    switch (operator) {
      case "and":
        return flagOf(both(truth(a), truth(b)));
      case "or":
        return flagOf(either(truth(a), truth(b)));
      case "eq":
        return flagOf(same(a, b));
      case "ne":
        return flagOf(not(same(a, b)));
      case "other":
        return { kind: "unknown", reason: "the template computes a number" };
    }
  }

  #interpolated(parts: readonly Statement[]): Value {
    const outside = this.#state.output;
    this.#state.output = known("");
    this.#run(parts);
    const text = this.#state.output;
    this.#state.output = outside;
    return text;
  }

  #reference({ name, steps }: Reference): VtlValue {
    let value: VtlValue = name === "input" ? { kind: "object", name: "input" } : (this.#state.variables.get(name) ?? { kind: "unknown", reason: `\`$${name}\` is not known` });
    if (name === "context" && steps.some((step) => step.kind !== "index" && step.name === "responseOverride")) this.#isUnreadable ||= steps.some((step) => step.kind === "call");
    for (const step of steps) {
      if (value.kind === "object") value = this.#member(value.name, step.kind === "index" ? "get" : step.name, step.kind === "call" ? step.args : step.kind === "index" ? [step.index] : []);
      else if (step.kind === "call") value = called(value, step.name, step.args.map((argument) => this.#value(argument)));
      else if (step.kind === "index") value = called(value, "get", [this.#value(step.index)]);
      else value = { kind: "unknown", reason: `\`${step.name}\` is not known` };
    }
    return value;
  }

  #member(object: Extract<VtlValue, { kind: "object" }>["name"], member: string, args: readonly Expression[]): VtlValue {
    const [argument] = args.map((arg) => rendered(this.#value(arg)));
    const name = member === "get" || member === "params" ? (argument?.kind === "known" ? argument.text : undefined) : member;
    const isUnnamed = argument === undefined;
    if (object === "input" && member === "params") return isUnnamed ? { kind: "object", name: "params" } : this.#parameter(name);
    if (object === "params" && name === "header") return { kind: "object", name: "headers" };
    if (object === "params" && name === "querystring") return { kind: "object", name: "query" };
    if (object === "params" && name === "path") return { kind: "object", name: "path" };
    if (object === "headers" && name !== undefined) return this.#header(name);
    if (object === "query" && name !== undefined) return this.#query(name);
    return { kind: "unknown", reason: `\`$input\` is read in a way that is not known` };
  }

  /** `$input.params('x')` looks in the path, the query and the headers. */
  #parameter(name: string | undefined): VtlValue {
    if (name === undefined || this.#input.pathParameters.has(name)) return { kind: "unknown", reason: "a path parameter is not known" };
    const query = this.#query(name);
    return query.kind === "none" ? this.#header(name) : query;
  }

  #header(name: string): VtlValue {
    if (this.#input.request === undefined) return { kind: "unknown", reason: `it depends on the request's ${name}` };
    const found = this.#input.request.headers.find(([header]) => this.#spelling(header) === name);
    return found === undefined ? NONE : { kind: "text", value: known(found[1]) };
  }

  #query(name: string): VtlValue {
    if (this.#input.request === undefined) return { kind: "unknown", reason: "it depends on the request" };
    const at = this.#input.request.path.indexOf("?");
    const found = at < 0 ? null : new URLSearchParams(this.#input.request.path.slice(at)).get(name);
    return found === null ? NONE : { kind: "text", value: known(found) };
  }

  #withHoles(text: string): Value {
    if (!text.includes(HOLE)) return known(text);
    return concat(text.split(HOLE).flatMap((part, index) => (index === 0 ? [known(part)] : [this.#holes[part.charCodeAt(0) - 0xe100] ?? unknown("a part is not known"), known(part.slice(1))])));
  }
}

function copyOf(state: State): State {
  return { variables: new Map(state.variables), headers: new Map(state.headers), status: state.status, output: state.output };
}

/** Nobody knows which of two it is. */
function mergedStates(a: State, b: State): State {
  const variables = new Map<string, VtlValue>();
  for (const name of new Set([...a.variables.keys(), ...b.variables.keys()])) {
    const [left = NONE, right = NONE] = [a.variables.get(name), b.variables.get(name)];
    variables.set(name, left === right ? left : { kind: "unknown", reason: `\`$${name}\` is not known` });
  }
  const headers: State["headers"] = new Map();
  for (const name of new Set([...a.headers.keys(), ...b.headers.keys()])) {
    const [left, right] = [a.headers.get(name), b.headers.get(name)];
    const one = left ?? right;
    if (one === undefined) continue;
    const isSure = left?.presence === "present" && right?.presence === "present";
    headers.set(name, { name: one.name, value: left && right ? oneOf([left.value, right.value]) : one.value, presence: isSure ? "present" : "maybe" });
  }
  const status = a.status ?? b.status;
  const isSure = a.status?.presence === "present" && b.status?.presence === "present";
  return {
    variables,
    headers,
    status: status && { value: a.status && b.status ? oneOf([a.status.value, b.status.value]) : status.value, presence: isSure ? "present" : "maybe" },
    output: a.output === b.output ? a.output : oneOf([a.output, b.output]),
  };
}
