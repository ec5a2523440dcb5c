import type { ClassMember, Expr, Stmt } from "./ir.ts";
import type { Span } from "../source/index.ts";

/** A field of a dataclass, with its default as it is written. */
export interface DataclassField {
  readonly name: string;
  readonly fallback: Expr | undefined;
}

/** `@dataclass`, `@dataclasses.dataclass(frozen=True)`. */
export function isDataclass(decorator: Expr): boolean {
  const called = decorator.kind === "call" ? decorator.callee : decorator;
  return nameOf(called) === "dataclass";
}

/** The constructor that Python makes for a dataclass: a parameter for each field, in their order. */
export function dataclassConstructor(fields: readonly DataclassField[], members: readonly ClassMember[], span: Span): ClassMember {
  const at: Span = { start: span.start, end: span.end };
  const self = { kind: "name", name: "self", ...at } as const;
  const member = (name: string) => ({ kind: "get", object: self, key: { kind: "const", value: name, ...at }, ...at }) as const;
  const body = fields.map(({ name }): Stmt => ({ kind: "expression", value: { kind: "assign", target: { kind: "get", target: member(name) }, value: { kind: "name", name, ...at }, ...at }, ...at }));
  const later: Stmt[] = members.some(({ name }) => name === "__post_init__") ? [{ kind: "expression", value: { kind: "call", callee: member("__post_init__"), args: [], isNew: false, ...at }, ...at }] : [];
  const params = ["self", ...fields.map(({ name }) => name)].map((name, index) => {
    const fallback = fields[index - 1]?.fallback;
    return { target: { kind: "name" as const, name, ...at }, ...(fallback ? { fallback: defaultOf(fallback) } : {}) };
  });
  const fn = { name: "__init__", params, body: [...body, ...later], isAsync: false, isGenerator: false, isArrow: false, decorators: [], locals: [], ...at };
  return { name: "__init__", isStatic: false, kind: "method", value: { kind: "function", fn, ...at } };
}

/** `field(default_factory=dict)` calls the factory for each instance, `field(default=x)` is x. */
function defaultOf(fallback: Expr): Expr {
  if (fallback.kind !== "call" || nameOf(fallback.callee) !== "field") return fallback;
  const argument = (keyword: string): Expr | undefined => fallback.args.find((one) => one.keyword === keyword)?.value;
  const factory = argument("default_factory");
  const span = { start: fallback.start, end: fallback.end };
  if (factory) return { kind: "call", callee: factory, args: [], isNew: false, ...span };
  return argument("default") ?? { kind: "opaque", reason: "a field without a default", parts: [], ...span };
}

function nameOf(expr: Expr): string | undefined {
  if (expr.kind === "name") return expr.name;
  return expr.kind === "get" && expr.key.kind === "const" ? String(expr.key.value) : undefined;
}
