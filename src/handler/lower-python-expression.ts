import type { SyntaxNode } from "@lezer/common";
import type { Argument, Expr, FunctionIr, ObjectEntry, Parameter, Pattern, Stmt } from "./ir.ts";
import { after, before, childrenOf, splitAt, stringParts, unescaped, without } from "./python-tree.ts";

const MAX_DEPTH = 160;

/** Lowers expressions, targets and parameters of one Python file. */
export class PythonExpressions {
  readonly text: string;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  textOf(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  expression(node: SyntaxNode): Expr {
    const span = { start: node.from, end: node.to };
    if (this.#depth > MAX_DEPTH) return { kind: "opaque", reason: "nested too deeply", parts: [], ...span };
    this.#depth++;
    try {
      return this.#lower(node, span);
    } finally {
      this.#depth--;
    }
  }

  /** One expression, or a tuple where several stand side by side. */
  list(nodes: readonly SyntaxNode[]): Expr {
    const runs = splitAt(nodes, ",");
    const [first] = runs;
    const hasComma = nodes.some((node) => node.name === ",");
    if (first?.length === 1 && first[0] && runs.length === 1 && !hasComma) return this.expression(first[0]);
    const span = { start: nodes[0]?.from ?? 0, end: nodes.at(-1)?.to ?? 0 };
    if (runs.length === 0) return { kind: "opaque", reason: "an expression is missing", parts: [], ...span };
    return { kind: "array", items: this.#items(runs), ...span };
  }

  #items(runs: readonly (readonly SyntaxNode[])[]): { value: Expr; spread: boolean }[] {
    return runs.flatMap((run) => {
      const value = run.at(-1);
      return value ? [{ value: this.expression(value), spread: run[0]?.name === "*" }] : [];
    });
  }

  #lower(node: SyntaxNode, span: { start: number; end: number }): Expr {
    const kids = childrenOf(node);
    const opaque = (reason: string, parts: readonly SyntaxNode[] = []): Expr => ({ kind: "opaque", reason, parts: parts.map((part) => this.expression(part)), ...span });
    const nth = (index: number): Expr => {
      const kid = kids[index];
      return kid ? this.expression(kid) : opaque("a part is missing");
    };
    switch (node.name) {
      case "String":
        return { kind: "const", value: this.#string(node), ...span };
      case "FormatString":
        return { kind: "template", parts: this.#formatParts(node), ...span };
      case "ContinuedString":
        return this.#continued(kids, span);
      case "Number":
        return { kind: "const", value: Number(this.textOf(node).replaceAll("_", "")), ...span };
      case "Boolean":
        return { kind: "const", value: this.textOf(node) === "True", ...span };
      case "None":
        return { kind: "const", value: null, ...span };
      case "VariableName":
        return { kind: "name", name: this.textOf(node), ...span };
      case "ParenthesizedExpression":
        return this.list(without(kids, "(", ")"));
      case "AwaitExpression":
        return nth(kids.length - 1);
      case "DictionaryExpression":
        return { kind: "object", entries: this.#entries(kids), ...span };
      case "ArrayExpression":
      case "TupleExpression":
      case "SetExpression":
        return { kind: "array", items: this.#items(splitAt(without(kids, "[", "]", "(", ")", "{", "}"), ",")), ...span };
      case "MemberExpression":
        return this.#member(kids, span);
      case "CallExpression":
        return { kind: "call", callee: nth(0), args: this.argumentsOf(kids.find((kid) => kid.name === "ArgList")), isNew: false, ...span };
      case "LambdaExpression":
        return this.#lambda(kids, span);
      case "ConditionalExpression": {
        const [then, , test, , otherwise] = kids;
        if (!then || !test || !otherwise) return opaque("an incomplete condition", kids.filter((kid) => kid.name.endsWith("Expression")));
        return { kind: "conditional", test: this.expression(test), then: this.expression(then), otherwise: this.expression(otherwise), ...span };
      }
      case "BinaryExpression":
        return this.#binary(kids, span);
      case "UnaryExpression": {
        const value = nth(kids.length - 1);
        if (kids[0]?.name === "not") return { kind: "not", value, ...span };
        return { kind: "opaque", reason: "a unary operator", parts: [value], ...span };
      }
      case "NamedExpression": {
        const target = kids[0];
        return { kind: "assign", target: target ? this.pattern(target) : { kind: "ignored" }, value: nth(kids.length - 1), ...span };
      }
      case "DictionaryComprehensionExpression":
      case "ArrayComprehensionExpression":
      case "SetComprehensionExpression":
      case "ComprehensionExpression":
        return this.#comprehension(kids.slice(1, -1), span);
      default:
        return opaque(`${node.type.isError ? "a syntax error" : node.name} is not followed`);
    }
  }

  #string(node: SyntaxNode): string {
    const literal = this.textOf(node);
    const { prefix, start, end } = stringParts(literal);
    return unescaped(literal.slice(start, end), prefix.includes("r"));
  }

  #formatParts(node: SyntaxNode): (string | Expr)[] {
    const literal = this.textOf(node);
    const { prefix, start, end } = stringParts(literal);
    const raw = prefix.includes("r");
    const parts: (string | Expr)[] = [];
    let from = node.from + start;
    const text = (until: number): void => {
      if (until > from) parts.push(unescaped(this.text.slice(from, until), raw).replaceAll("{{", "{").replaceAll("}}", "}"));
    };
    for (const replacement of childrenOf(node)) {
      if (replacement.name !== "FormatReplacement") continue;
      text(replacement.from);
      const value = without(childrenOf(replacement), "{", "}", "FormatConversion", "FormatSpec", "FormatSelfDoc");
      parts.push(value.length > 0 ? this.list(value) : { kind: "opaque", reason: "an empty replacement", parts: [], start: replacement.from, end: replacement.to });
      from = replacement.to;
    }
    text(node.from + end);
    return parts;
  }

  #continued(kids: readonly SyntaxNode[], span: { start: number; end: number }): Expr {
    const pieces = kids.map((kid) => this.expression(kid));
    if (pieces.every((piece) => piece.kind === "const" && typeof piece.value === "string")) {
      return { kind: "const", value: pieces.map((piece) => (piece.kind === "const" ? String(piece.value) : "")).join(""), ...span };
    }
    return { kind: "template", parts: pieces, ...span };
  }

  #entries(kids: readonly SyntaxNode[]): ObjectEntry[] {
    return splitAt(without(kids, "{", "}"), ",").flatMap((run): ObjectEntry[] => {
      const last = run.at(-1);
      const first = run[0];
      if (!first || !last) return [];
      if (first.name === "**") return [{ kind: "spread", value: this.expression(last) }];
      const value = after(run, ":")[0];
      return value ? [{ kind: "property", key: this.expression(first), value: this.expression(value) }] : [];
    });
  }

  #member(kids: readonly SyntaxNode[], span: { start: number; end: number }): Expr {
    const [object] = kids;
    if (!object) return { kind: "opaque", reason: "a part is missing", parts: [], ...span };
    const base = this.expression(object);
    const property = kids.find((kid) => kid.name === "PropertyName");
    if (property) return { kind: "get", object: base, key: { kind: "const", value: this.textOf(property), start: property.from, end: property.to }, ...span };
    const inside = without(after(kids, "["), "]");
    const [index] = inside;
    if (inside.length !== 1 || !index) return { kind: "opaque", reason: "a slice", parts: [base], ...span };
    return { kind: "get", object: base, key: this.expression(index), ...span };
  }

  argumentsOf(list: SyntaxNode | undefined): Argument[] {
    if (!list) return [];
    return splitAt(without(childrenOf(list), "(", ")"), ",").flatMap((run): Argument[] => {
      const [first] = run;
      const last = run.at(-1);
      if (!first || !last) return [];
      if (first.name === "**") return [{ value: this.expression(last), spread: true, keyword: "**" }];
      if (first.name === "*") return [{ value: this.expression(last), spread: true }];
      if (run[1]?.name === "AssignOp" && this.textOf(run[1]) === "=") return [{ value: this.expression(last), spread: false, keyword: this.textOf(first) }];
      if (run.some((node) => node.name === "for")) return [{ value: this.#comprehension(without(childrenOf(list), "(", ")"), { start: first.from, end: list.to }), spread: false }];
      return [{ value: this.expression(first), spread: false }];
    });
  }

  /** `key: value for target in of if test`; several `for` are not followed. */
  #comprehension(kids: readonly SyntaxNode[], span: { start: number; end: number }): Expr {
    const head = without(before(kids, "for"), "async");
    const rest = after(kids, "for");
    const [of, ...tests] = splitAt(after(rest, "in"), "if");
    const [first] = head;
    const value = head.at(-1);
    if (!first || !value || !of?.[0] || rest.some((node) => node.name === "for")) return { kind: "opaque", reason: "a comprehension", parts: [], ...span };
    const key = head.some((node) => node.name === ":") ? this.expression(first) : undefined;
    return { kind: "comprehension", target: this.patterns(before(rest, "in")), of: this.expression(of[0]), tests: tests.map((run) => this.list(run)), key, value: this.expression(value), ...span };
  }

  #binary(kids: readonly SyntaxNode[], span: { start: number; end: number }): Expr {
    const [left] = kids;
    const right = kids.at(-1);
    if (!left || !right || kids.length < 3) return { kind: "opaque", reason: "an incomplete expression", parts: [], ...span };
    const operator = kids.slice(1, -1).map((kid) => this.textOf(kid)).join(" ");
    if (operator === "and" || operator === "or") return { kind: "logical", operator, left: this.expression(left), right: this.expression(right), ...span };
    const known = operator === "is" ? "==" : operator === "is not" ? "!=" : operator;
    return { kind: "binary", operator: known, left: this.expression(left), right: this.expression(right), ...span };
  }

  #lambda(kids: readonly SyntaxNode[], span: { start: number; end: number }): Expr {
    const params = kids.find((kid) => kid.name === "ParamList");
    const body = after(kids, ":")[0];
    const statements: Stmt[] = body ? [{ kind: "return", value: this.expression(body), start: body.from, end: body.to }] : [];
    const fn: FunctionIr = { name: undefined, params: params ? this.parameters(params) : [], body: statements, isAsync: false, isGenerator: false, isArrow: true, decorators: [], locals: [], ...span };
    return { kind: "function", fn, ...span };
  }

  parameters(list: SyntaxNode): Parameter[] {
    return splitAt(without(childrenOf(list), "(", ")"), ",").flatMap((run): Parameter[] => {
      const name = run.find((node) => node.name === "VariableName");
      if (!name) return [];
      const target: Pattern = { kind: "name", name: this.textOf(name), start: name.from, end: name.to };
      const type = run.find((node) => node.name === "TypeDef");
      const typed = type ? { type: this.textOf(type).replace(/^\s*:\s*/u, "") } : {};
      if (run[0]?.name === "*") return [{ target, rest: "positional", ...typed }];
      if (run[0]?.name === "**") return [{ target, rest: "keywords", ...typed }];
      const fallback = after(run, "AssignOp")[0];
      return [{ target, ...typed, ...(fallback ? { fallback: this.expression(fallback) } : {}) }];
    });
  }

  /** The target of an assignment. */
  pattern(node: SyntaxNode): Pattern {
    if (node.name === "VariableName") return { kind: "name", name: this.textOf(node), start: node.from, end: node.to };
    if (node.name === "MemberExpression") {
      const target = this.expression(node);
      return target.kind === "get" ? { kind: "get", target } : { kind: "ignored" };
    }
    if (["TupleExpression", "ArrayExpression", "ParenthesizedExpression"].includes(node.name)) return this.patterns(without(childrenOf(node), "(", ")", "[", "]"));
    return { kind: "ignored" };
  }

  /** One target, or several that take a sequence apart. */
  patterns(nodes: readonly SyntaxNode[]): Pattern {
    const runs = splitAt(nodes, ",");
    const [first] = runs;
    const single = first?.[0];
    if (runs.length === 1 && single && !nodes.some((node) => node.name === ",")) return this.pattern(single);
    if (runs.some((run) => run[0]?.name === "*")) return { kind: "array", items: before(nodes, "*").filter((node) => node.name !== ",").map((node) => this.pattern(node)), rest: { kind: "ignored" } };
    return { kind: "array", items: runs.map((run) => (run[0] ? this.pattern(run[0]) : undefined)) };
  }
}
