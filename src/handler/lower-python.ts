import type { SyntaxNode } from "@lezer/common";
import type { CatchClause, ClassMember, Expr, FunctionIr, ImportBinding, ModuleIr, Pattern, Stmt, SwitchCase } from "./ir.ts";
import { dataclassConstructor, isDataclass, type DataclassField } from "./dataclass.ts";
import { PythonExpressions } from "./lower-python-expression.ts";
import { after, before, childrenOf, splitAt, without } from "./python-tree.ts";

const MAX_BLOCKS = 120;

/** Lowers a Python file from its lezer tree. Never throws; what it does not know becomes opaque. */
export function lowerPython(root: SyntaxNode, file: string, text: string): ModuleIr {
  return { file, text, language: "python", body: new Statements(text).statements(childrenOf(root)) };
}

class Statements {
  readonly #expressions: PythonExpressions;
  /** Names that `global` and `nonlocal` name, by function. */
  readonly #outer: Set<string>[] = [];
  #depth = 0;

  constructor(text: string) {
    this.#expressions = new PythonExpressions(text);
  }

  statements(nodes: readonly SyntaxNode[]): Stmt[] {
    if (this.#depth > MAX_BLOCKS) return [];
    this.#depth++;
    try {
      return nodes.flatMap((node) => this.#statement(node, []));
    } finally {
      this.#depth--;
    }
  }

  #body(node: SyntaxNode | undefined): Stmt[] {
    return node ? this.statements(without(childrenOf(node), ":")) : [];
  }

  #list(nodes: readonly SyntaxNode[]): Expr {
    return this.#expressions.list(nodes);
  }

  #statement(node: SyntaxNode, decorators: readonly Expr[]): Stmt[] {
    const span = { start: node.from, end: node.to };
    const kids = childrenOf(node);
    switch (node.name) {
      case "StatementGroup":
        return this.statements(without(kids, ";"));
      case "ExpressionStatement":
        return [{ kind: "expression", value: this.#list(kids), ...span }];
      case "AssignStatement":
        return this.#assign(kids, span);
      case "UpdateStatement":
        return this.#update(kids, span);
      case "ReturnStatement": {
        const value = after(kids, "return");
        return [{ kind: "return", value: value.length > 0 ? this.#list(value) : undefined, ...span }];
      }
      case "RaiseStatement": {
        const value = before(after(kids, "raise"), "from");
        return [{ kind: "throw", value: value.length > 0 ? this.#list(value) : undefined, ...span }];
      }
      case "IfStatement":
        return this.#ifs(kids, span);
      case "WhileStatement": {
        const bodies = kids.filter((kid) => kid.name === "Body");
        const test = before(after(kids, "while"), "Body");
        return [{ kind: "loop", each: undefined, test: this.#list(test), update: undefined, init: [], body: this.#body(bodies[0]), runsOnce: false, otherwise: this.#body(bodies[1]), ...span }];
      }
      case "ForStatement": {
        const bodies = kids.filter((kid) => kid.name === "Body");
        const target = this.#expressions.patterns(before(after(kids, "for"), "in"));
        const of = this.#list(before(after(kids, "in"), "Body"));
        return [{ kind: "loop", each: { target, of }, test: undefined, update: undefined, init: [], body: this.#body(bodies[0]), runsOnce: false, otherwise: this.#body(bodies[1]), ...span }];
      }
      case "TryStatement":
        return [this.#try(kids, span)];
      case "WithStatement":
        return this.#with(kids, span);
      case "MatchStatement":
        return [this.#match(kids, span)];
      case "DecoratedStatement": {
        const found = kids.filter((kid) => kid.name === "Decorator").map((kid) => this.#decorator(kid));
        const inner = kids.at(-1);
        return inner ? this.#statement(inner, found) : [];
      }
      case "FunctionDefinition":
        return this.#function(kids, decorators, span);
      case "ClassDefinition":
        return this.#class(kids, decorators, span);
      case "ImportStatement":
        return this.#imports(kids, span);
      case "ScopeStatement":
        for (const kid of kids) if (kid.name === "VariableName") this.#outer.at(-1)?.add(this.#expressions.textOf(kid));
        return [];
      case "DeleteStatement":
        return this.#delete(after(kids, "del"), span);
      case "BreakStatement":
        return [{ kind: "break", ...span }];
      case "ContinueStatement":
        return [{ kind: "continue", ...span }];
      default:
        return [];
    }
  }

  /** `a = b = value`, `a: type = value`, `a, b = value`. */
  #assign(kids: readonly SyntaxNode[], span: { start: number; end: number }): Stmt[] {
    const groups: SyntaxNode[][] = [[]];
    for (const kid of kids) {
      if (kid.name === "AssignOp") groups.push([]);
      else if (kid.name !== "TypeDef") groups.at(-1)?.push(kid);
    }
    const last = groups.pop() ?? [];
    if (groups.length === 0 || last.length === 0) return [];
    let value = this.#list(last);
    for (const group of groups.reverse()) value = { kind: "assign", target: this.#expressions.patterns(group), value, start: span.start, end: span.end };
    return [{ kind: "expression", value, ...span }];
  }

  #update(kids: readonly SyntaxNode[], span: { start: number; end: number }): Stmt[] {
    const operator = kids.find((kid) => kid.name === "UpdateOp");
    const [target] = kids;
    if (!operator || !target) return [];
    const value: Expr = { kind: "assign", target: this.#expressions.pattern(target), operator: this.#expressions.textOf(operator).replace(/=$/u, ""), value: this.#list(after(kids, "UpdateOp")), ...span };
    return [{ kind: "expression", value, ...span }];
  }

  #delete(nodes: readonly SyntaxNode[], span: { start: number; end: number }): Stmt[] {
    return splitAt(nodes, ",").flatMap(([node]): Stmt[] => {
      const value = node && this.#expressions.expression(node);
      if (value?.kind !== "get") return [];
      const call: Expr = { kind: "call", callee: { kind: "name", name: "%delete", ...span }, args: [{ value: value.object, spread: false }, { value: value.key, spread: false }], isNew: false, ...span };
      return [{ kind: "expression", value: call, ...span }];
    });
  }

  #ifs(kids: readonly SyntaxNode[], span: { start: number; end: number }): Stmt[] {
    const keyword = kids.findIndex((kid) => kid.name === "if" || kid.name === "elif");
    if (keyword < 0) return this.#body(kids.find((kid) => kid.name === "Body"));
    const rest = kids.slice(keyword + 1);
    const bodyAt = rest.findIndex((kid) => kid.name === "Body");
    const next = bodyAt < 0 ? [] : rest.slice(bodyAt + 1);
    const test = this.#list(bodyAt < 0 ? rest : rest.slice(0, bodyAt));
    return [{ kind: "if", test, then: this.#body(rest[bodyAt]), otherwise: next.length > 0 ? this.#ifs(next, { start: next[0]?.from ?? span.start, end: span.end }) : [], ...span }];
  }

  #try(kids: readonly SyntaxNode[], span: { start: number; end: number }): Stmt {
    const catches: CatchClause[] = [];
    let body: Stmt[] = [];
    let otherwise: Stmt[] = [];
    let last: Stmt[] = [];
    let clause: SyntaxNode[] = [];
    for (const kid of kids) {
      if (kid.name !== "Body") {
        clause.push(kid);
        continue;
      }
      const [keyword] = clause;
      const lowered = this.#body(kid);
      if (keyword?.name === "try") body = lowered;
      else if (keyword?.name === "else") otherwise = lowered;
      else if (keyword?.name === "finally") last = lowered;
      else if (keyword?.name === "except") {
        const name = after(clause, "as")[0];
        catches.push({ param: name && this.#expressions.pattern(name), body: lowered });
      }
      clause = [];
    }
    return { kind: "try", body, catches, otherwise, last, ...span };
  }

  #with(kids: readonly SyntaxNode[], span: { start: number; end: number }): Stmt[] {
    const body = kids.find((kid) => kid.name === "Body");
    const items = splitAt(before(after(kids, "with"), "Body"), ",").flatMap((run): Stmt[] => {
      const [value] = run;
      const target = after(run, "as")[0];
      if (!value) return [];
      const expression = this.#expressions.expression(value);
      return [{ kind: "expression", value: target ? { kind: "assign", target: this.#expressions.pattern(target), value: expression, start: value.from, end: value.to } : expression, ...span }];
    });
    return [...items, ...this.#body(body)];
  }

  #match(kids: readonly SyntaxNode[], span: { start: number; end: number }): Stmt {
    const subject = this.#list(before(after(kids, "match"), "MatchBody"));
    const body = kids.find((kid) => kid.name === "MatchBody");
    const clauses = body ? childrenOf(body).filter((kid) => kid.name === "MatchClause") : [];
    const cases = clauses.map((clause): SwitchCase => {
      const parts = childrenOf(clause);
      const guarded = parts.some((kid) => kid.name === "Guard" || kid.name === "if");
      const pattern = parts[1];
      const lowered = this.#body(parts.find((kid) => kid.name === "Body"));
      if (pattern?.name === "CapturePattern" && !guarded) return { tests: "default", body: lowered };
      return { tests: guarded || !pattern ? [undefined] : this.#matchTests(pattern), body: lowered };
    });
    return { kind: "switch", subject, cases, fallsThrough: false, ...span };
  }

  #matchTests(pattern: SyntaxNode): (Expr | undefined)[] {
    if (pattern.name === "LiteralPattern") {
      const [literal] = childrenOf(pattern);
      return [literal && this.#expressions.expression(literal)];
    }
    if (pattern.name === "OrPattern") return childrenOf(pattern).filter((kid) => kid.name !== "LogicOp").flatMap((kid) => this.#matchTests(kid));
    return [undefined];
  }

  #decorator(node: SyntaxNode): Expr {
    const kids = without(childrenOf(node), "At");
    const span = { start: node.from + 1, end: kids.at(-1)?.to ?? node.to };
    let value: Expr | undefined;
    for (const kid of kids) {
      if (kid.name === ".") continue;
      if (kid.name === "ArgList") {
        const wrapped = this.#expressions.argumentsOf(kid);
        if (value) value = { kind: "call", callee: value, args: wrapped, isNew: false, ...span };
      } else if (value && (kid.name === "VariableName" || kid.name === "PropertyName")) {
        value = { kind: "get", object: value, key: { kind: "const", value: this.#expressions.textOf(kid), start: kid.from, end: kid.to }, ...span, end: kid.to };
      } else value = this.#expressions.expression(kid);
    }
    return value ?? { kind: "opaque", reason: "an empty decorator", parts: [], ...span };
  }

  #function(kids: readonly SyntaxNode[], decorators: readonly Expr[], span: { start: number; end: number }): Stmt[] {
    const name = kids.find((kid) => kid.name === "VariableName");
    const params = kids.find((kid) => kid.name === "ParamList");
    if (!name) return [];
    this.#outer.push(new Set());
    const body = this.#body(kids.find((kid) => kid.name === "Body"));
    const outer = this.#outer.pop();
    const type = kids.find((kid) => kid.name === "TypeDef");
    const fn: FunctionIr = {
      name: this.#expressions.textOf(name),
      params: params ? this.#expressions.parameters(params) : [],
      body,
      isAsync: kids.some((kid) => kid.name === "async"),
      isGenerator: yields(kids.find((kid) => kid.name === "Body")),
      isArrow: false,
      decorators,
      ...(type ? { type: this.#expressions.textOf(type).replace(/^\s*->\s*/u, "") } : {}),
      locals: localsOf(body).filter((local) => !outer?.has(local)),
      ...span,
    };
    return [{ kind: "declare", target: { kind: "name", name: this.#expressions.textOf(name), start: name.from, end: name.to }, value: { kind: "function", fn, ...span }, scope: "block", constant: true, ...span }];
  }

  #class(kids: readonly SyntaxNode[], decorators: readonly Expr[], span: { start: number; end: number }): Stmt[] {
    const name = kids.find((kid) => kid.name === "VariableName");
    const bases = kids.find((kid) => kid.name === "ArgList");
    if (!name) return [];
    const body = kids.find((kid) => kid.name === "Body");
    const own = this.#body(body).flatMap((statement): ClassMember[] => {
      if (statement.kind === "declare" && statement.target.kind === "name" && statement.value?.kind === "function") {
        const names = statement.value.fn.decorators.map((decorator) => (decorator.kind === "name" ? decorator.name : ""));
        const isStatic = names.includes("staticmethod");
        return [{ name: statement.target.name, value: statement.value, isStatic, kind: names.includes("property") ? ("getter" as const) : ("method" as const) }];
      }
      if (statement.kind === "expression" && statement.value.kind === "assign" && statement.value.target.kind === "name") {
        return [{ name: statement.value.target.name, value: statement.value.value, isStatic: true, kind: "field" as const }];
      }
      return [];
    });
    const [base] = bases ? this.#expressions.argumentsOf(bases) : [];
    const isPlain = base === undefined && own.every((member) => member.name !== "__init__");
    const members = body && isPlain && decorators.some(isDataclass) ? [...own, dataclassConstructor(this.#fields(body), own, span)] : own;
    const value: Expr = { kind: "class", cls: { name: this.#expressions.textOf(name), base: base?.value, members, ...span }, ...span };
    return [{ kind: "declare", target: { kind: "name", name: this.#expressions.textOf(name), start: name.from, end: name.to }, value, scope: "block", constant: true, ...span }];
  }

  /** `name: type = default` of a class. */
  #fields(body: SyntaxNode): DataclassField[] {
    return childrenOf(body).flatMap((node): DataclassField[] => {
      const kids = node.name === "AssignStatement" ? childrenOf(node) : [];
      const [name] = kids;
      if (name?.name !== "VariableName" || !kids.some((kid) => kid.name === "TypeDef")) return [];
      const given = after(kids, "AssignOp");
      return [{ name: this.#expressions.textOf(name), fallback: given.length > 0 ? this.#list(given) : undefined }];
    });
  }

  /** `import a.b as c, d` and `from .a import b as c, d`. */
  #imports(kids: readonly SyntaxNode[], span: { start: number; end: number }): Stmt[] {
    const names = (nodes: readonly SyntaxNode[]): string => nodes.map((node) => this.#expressions.textOf(node)).join("");
    if (kids[0]?.name !== "from") {
      return splitAt(after(kids, "import"), ",").map((run): Stmt => {
        const path = before(run, "as");
        const alias = after(run, "as")[0];
        const specifier = names(path);
        const local = alias ? this.#expressions.textOf(alias) : (specifier.split(".")[0] ?? specifier);
        return { kind: "import", specifier: alias ? specifier : local, bindings: [{ local, imported: "*" }], ...span };
      });
    }
    const specifier = names(before(after(kids, "from"), "import"));
    const bindings = splitAt(without(after(kids, "import"), "(", ")"), ",").flatMap((run): ImportBinding[] => {
      const [name] = run;
      if (!name || name.name === "*") return [{ local: "*", imported: "*" }];
      const alias = after(run, "as")[0];
      return [{ local: this.#expressions.textOf(alias ?? name), imported: this.#expressions.textOf(name) }];
    });
    return [{ kind: "import", specifier, bindings, ...span }];
  }
}

/** Is there a `yield` that is the function's own? */
function yields(body: SyntaxNode | undefined): boolean {
  const nodes = body ? childrenOf(body) : [];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    if (node.name === "YieldStatement" || node.name === "YieldExpression") return true;
    if (!/^(?:FunctionDefinition|LambdaExpression|ClassDefinition)$/u.test(node.name)) nodes.push(...childrenOf(node));
  }
  return false;
}

/** Names that assignments in a function body make local. */
function localsOf(body: readonly Stmt[]): string[] {
  const names = new Set<string>();
  const target = (pattern: Pattern): void => {
    if (pattern.kind === "name") names.add(pattern.name);
    else if (pattern.kind === "array") pattern.items.forEach((item) => item && target(item));
  };
  const visit = (statements: readonly Stmt[]): void => {
    for (const statement of statements) {
      if (statement.kind === "expression" && statement.value.kind === "assign" && statement.value.operator === undefined) {
        for (let value: Expr = statement.value; value.kind === "assign"; value = value.value) target(value.target);
      } else if (statement.kind === "declare") target(statement.target);
      else if (statement.kind === "if") [statement.then, statement.otherwise].forEach(visit);
      else if (statement.kind === "loop") {
        if (statement.each) target(statement.each.target);
        [statement.body, statement.otherwise].forEach(visit);
      } else if (statement.kind === "try") {
        [statement.body, statement.otherwise, statement.last, ...statement.catches.map((clause) => clause.body)].forEach(visit);
      } else if (statement.kind === "switch") statement.cases.forEach((item) => visit(item.body));
    }
  };
  visit(body);
  return [...names];
}
