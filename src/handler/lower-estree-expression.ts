import { child, children, flag, isNode, nodesOf, part, spanOf, textOf, typeText, unwrapped, type EstreeNode } from "./estree.ts";
import type { Argument, ClassIr, ClassMember, Expr, FunctionIr, GetExpr, ObjectEntry, Parameter, Pattern, Stmt } from "./ir.ts";

/** How deep a tree is followed. Deeper parts are opaque, so hostile nesting cannot exhaust the stack. */
const MAX_DEPTH = 160;

/** Lowers expressions and patterns of one file. Statements come from `lowerBody`, so that the two halves can live in two modules. */
export class EstreeExpressions {
  readonly text: string;
  readonly #lowerBody: (statements: readonly EstreeNode[]) => Stmt[];
  #depth = 0;

  constructor(text: string, lowerBody: (statements: readonly EstreeNode[]) => Stmt[]) {
    this.text = text;
    this.#lowerBody = lowerBody;
  }

  optional(node: EstreeNode | undefined): Expr | undefined {
    return node && this.expression(node);
  }

  expression(wrapped: EstreeNode): Expr {
    const node = unwrapped(wrapped);
    const span = spanOf(node);
    if (this.#depth > MAX_DEPTH) return { kind: "opaque", reason: "nested too deeply", parts: [], ...span };
    this.#depth++;
    try {
      return this.#lower(node, span);
    } finally {
      this.#depth--;
    }
  }

  #lower(node: EstreeNode, span: { start: number; end: number }): Expr {
    const at = (name: string): Expr => this.#required(node, name);
    switch (node.type) {
      case "Literal":
        return this.#literal(node, span);
      case "TemplateLiteral":
        return { kind: "template", parts: this.#templateParts(node), ...span };
      case "Identifier":
        return textOf(node, "name") === "undefined" ? { kind: "const", value: undefined, ...span } : { kind: "name", name: textOf(node, "name") ?? "", ...span };
      case "ThisExpression":
        return { kind: "name", name: "this", ...span };
      case "Super":
        return { kind: "name", name: "super", ...span };
      case "ObjectExpression":
        return { kind: "object", entries: nodesOf(node, "properties").filter((property) => textOf(property, "kind") !== "set").map((property) => this.#entry(property)), ...span };
      case "ArrayExpression":
        return { kind: "array", items: nodesOf(node, "elements").map((item) => ({ value: this.#spreadable(item), spread: item.type === "SpreadElement" })), ...span };
      case "MemberExpression":
        return this.member(node);
      case "CallExpression":
      case "NewExpression":
        return { kind: "call", callee: at("callee"), args: this.#arguments(node), isNew: node.type === "NewExpression", ...span };
      case "ImportExpression":
        return { kind: "call", callee: { kind: "name", name: "require", ...span }, args: [{ value: at("source"), spread: false }], isNew: false, ...span };
      case "FunctionExpression":
      case "ArrowFunctionExpression":
      case "FunctionDeclaration":
        return { kind: "function", fn: this.functionOf(node), ...span };
      case "ClassExpression":
      case "ClassDeclaration":
        return { kind: "class", cls: this.classOf(node), ...span };
      case "ConditionalExpression":
        return { kind: "conditional", test: at("test"), then: at("consequent"), otherwise: at("alternate"), ...span };
      case "LogicalExpression":
        return { kind: "logical", operator: logicalOperator(textOf(node, "operator")), left: at("left"), right: at("right"), ...span };
      case "BinaryExpression":
        return { kind: "binary", operator: textOf(node, "operator") ?? "", left: at("left"), right: at("right"), ...span };
      case "UnaryExpression":
        return this.#unary(node, span);
      case "AssignmentExpression":
        return this.#assignment(node, span);
      case "SequenceExpression":
        return { kind: "sequence", parts: nodesOf(node, "expressions").map((item) => this.expression(item)), ...span };
      default: {
        const inner = ["argument", "expression", "tag", "quasi"].map((name) => child(node, name)).filter((item) => item !== undefined);
        return { kind: "opaque", reason: `${node.type} is not followed`, parts: inner.map((item) => this.expression(item)), ...span };
      }
    }
  }

  #required(node: EstreeNode, name: string): Expr {
    const found = child(node, name);
    return found ? this.expression(found) : { kind: "opaque", reason: "a part is missing", parts: [], ...spanOf(node) };
  }

  #literal(node: EstreeNode, span: { start: number; end: number }): Expr {
    const value = part(node, "value");
    if (part(node, "regex") !== undefined && part(node, "regex") !== null) {
      return { kind: "call", callee: { kind: "name", name: "RegExp", ...span }, args: [{ value: { kind: "const", value: this.text.slice(span.start, span.end), ...span }, spread: false }], isNew: true, ...span };
    }
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null) return { kind: "const", value, ...span };
    return { kind: "opaque", reason: "a literal of another type", parts: [], ...span };
  }

  #templateParts(node: EstreeNode): (string | Expr)[] {
    const expressions = nodesOf(node, "expressions");
    return nodesOf(node, "quasis").flatMap((quasi, index): (string | Expr)[] => {
      const value = part(quasi, "value");
      const cooked = typeof value === "object" && value !== null && "cooked" in value && typeof value.cooked === "string" ? value.cooked : "";
      const next = expressions[index];
      return next ? [cooked, this.expression(next)] : [cooked];
    });
  }

  #spreadable(node: EstreeNode): Expr {
    return node.type === "SpreadElement" ? this.#required(node, "argument") : this.expression(node);
  }

  #arguments(node: EstreeNode): Argument[] {
    return nodesOf(node, "arguments").map((argument) => ({ value: this.#spreadable(argument), spread: argument.type === "SpreadElement" }));
  }

  #entry(property: EstreeNode): ObjectEntry {
    if (property.type === "SpreadElement" || property.type === "ExperimentalSpreadProperty") return { kind: "spread", value: this.#required(property, "argument") };
    if (textOf(property, "kind") === "get") return { kind: "property", key: this.key(property), value: this.#required(property, "value"), isGetter: true };
    return { kind: "property", key: this.key(property), value: this.#required(property, "value") };
  }

  /** The key of a property or member: a constant, unless it is computed. */
  key(node: EstreeNode, name = "key"): Expr {
    const key = child(node, name);
    if (key === undefined) return { kind: "opaque", reason: "a key is missing", parts: [], ...spanOf(node) };
    if (!flag(node, "computed") && (key.type === "Identifier" || key.type === "PrivateIdentifier")) {
      return { kind: "const", value: textOf(key, "name") ?? "", ...spanOf(key) };
    }
    return this.expression(key);
  }

  member(node: EstreeNode): GetExpr {
    return { kind: "get", object: this.#required(node, "object"), key: this.key(node, "property"), ...spanOf(node) };
  }

  #unary(node: EstreeNode, span: { start: number; end: number }): Expr {
    const value = this.#required(node, "argument");
    const operator = textOf(node, "operator");
    if (operator === "!") return { kind: "not", value, ...span };
    if (operator === "void") return { kind: "const", value: undefined, ...span };
    if (operator === "-" && value.kind === "const" && typeof value.value === "number") return { kind: "const", value: -value.value, ...span };
    if (operator === "delete" && value.kind === "get") return { kind: "call", callee: { kind: "name", name: "%delete", ...span }, args: [{ value: value.object, spread: false }, { value: value.key, spread: false }], isNew: false, ...span };
    return { kind: "opaque", reason: `the operator ${operator ?? "?"}`, parts: [value], ...span };
  }

  #assignment(node: EstreeNode, span: { start: number; end: number }): Expr {
    const left = child(node, "left");
    const target = left ? this.pattern(left) : ({ kind: "ignored" } as const);
    const operator = textOf(node, "operator") ?? "=";
    const value = this.#required(node, "right");
    return operator === "=" ? { kind: "assign", target, value, ...span } : { kind: "assign", target, operator: operator.slice(0, -1), value, ...span };
  }

  pattern(wrapped: EstreeNode): Pattern {
    const node = unwrapped(wrapped);
    if (this.#depth > MAX_DEPTH) return { kind: "ignored" };
    this.#depth++;
    try {
      return this.#pattern(node);
    } finally {
      this.#depth--;
    }
  }

  #pattern(node: EstreeNode): Pattern {
    switch (node.type) {
      case "Identifier":
        return { kind: "name", name: textOf(node, "name") ?? "", ...spanOf(node) };
      case "MemberExpression":
        return { kind: "get", target: this.member(node) };
      case "AssignmentPattern": {
        const target = child(node, "left");
        return { kind: "default", target: target ? this.pattern(target) : { kind: "ignored" }, fallback: this.#required(node, "right") };
      }
      case "ObjectPattern": {
        const properties = nodesOf(node, "properties");
        const rest = properties.find((property) => property.type === "RestElement");
        const restTarget = rest && child(rest, "argument");
        return {
          kind: "object",
          properties: properties.filter((property) => property !== rest).map((property) => this.#patternProperty(property)),
          ...(restTarget ? { rest: this.pattern(restTarget) } : {}),
        };
      }
      case "ArrayPattern": {
        const items = children(node, "elements");
        const last = items.at(-1);
        const restTarget = last?.type === "RestElement" ? child(last, "argument") : undefined;
        return { kind: "array", items: items.filter((item) => item === undefined || item.type !== "RestElement").map((item) => item && this.pattern(item)), ...(restTarget ? { rest: this.pattern(restTarget) } : {}) };
      }
      default:
        return { kind: "ignored" };
    }
  }

  #patternProperty(property: EstreeNode): { key: Expr; target: Pattern; fallback?: Expr } {
    const value = child(property, "value");
    if (value?.type === "AssignmentPattern") {
      const target = child(value, "left");
      return { key: this.key(property), target: target ? this.pattern(target) : { kind: "ignored" }, fallback: this.#required(value, "right") };
    }
    return { key: this.key(property), target: value ? this.pattern(value) : { kind: "ignored" } };
  }

  functionOf(node: EstreeNode, type?: string): FunctionIr {
    const body = child(node, "body");
    const statements = body === undefined ? [] : body.type === "BlockStatement" ? this.#lowerBody(nodesOf(body, "body")) : [{ kind: "return" as const, value: this.expression(body), ...spanOf(body) }];
    const returnType = typeText(child(node, "returnType"), this.text) ?? type;
    const id = child(node, "id");
    return {
      name: id && textOf(id, "name"),
      params: nodesOf(node, "params").map((parameter) => this.#parameter(parameter)),
      body: statements,
      isAsync: flag(node, "async"),
      isGenerator: flag(node, "generator"),
      isArrow: node.type === "ArrowFunctionExpression",
      decorators: nodesOf(node, "decorators").map((decorator) => this.#required(decorator, "expression")),
      ...(returnType === undefined ? {} : { type: returnType }),
      locals: [],
      ...spanOf(node),
    };
  }

  #parameter(node: EstreeNode): Parameter {
    const inner = node.type === "TSParameterProperty" ? (child(node, "parameter") ?? node) : node;
    const type = typeText(child(inner.type === "AssignmentPattern" ? (child(inner, "left") ?? inner) : inner, "typeAnnotation"), this.text);
    const typed = type === undefined ? {} : { type };
    if (inner.type === "RestElement") {
      const target = child(inner, "argument");
      return { target: target ? this.pattern(target) : { kind: "ignored" }, rest: "positional", ...typed };
    }
    if (inner.type === "AssignmentPattern") {
      const target = child(inner, "left");
      return { target: target ? this.pattern(target) : { kind: "ignored" }, fallback: this.#required(inner, "right"), ...typed };
    }
    return { target: this.pattern(inner), ...typed };
  }

  classOf(node: EstreeNode): ClassIr {
    const body = child(node, "body");
    const id = child(node, "id");
    const members = body ? nodesOf(body, "body").flatMap((member) => this.#classMember(member)) : [];
    return { name: id && textOf(id, "name"), base: this.optional(child(node, "superClass")), members, ...spanOf(node) };
  }

  #classMember(node: EstreeNode): ClassMember[] {
    const key = this.key(node);
    if (key.kind !== "const" || !isNode(part(node, "key"))) return [];
    const name = String(key.value);
    const isStatic = flag(node, "static");
    if (node.type === "MethodDefinition") {
      const value = child(node, "value");
      if (value === undefined || child(value, "body") === undefined) return [];
      const decorators = nodesOf(node, "decorators").map((decorator) => this.#required(decorator, "expression"));
      const fn: FunctionIr = { ...this.functionOf(value), name, decorators };
      const kind = textOf(node, "kind") === "get" ? "getter" : "method";
      if (textOf(node, "kind") === "set") return [];
      const parameters = nodesOf(value, "params").filter((parameter) => parameter.type === "TSParameterProperty");
      const withProperties = parameters.length > 0 ? { ...fn, body: [...parameters.flatMap((parameter) => this.#parameterProperty(parameter)), ...fn.body] } : fn;
      return [{ name, isStatic, kind, value: { kind: "function", fn: withProperties, ...spanOf(value) } }];
    }
    if (node.type === "PropertyDefinition" || node.type === "ClassProperty") {
      const value = child(node, "value");
      return [{ name, isStatic, kind: "field", value: value ? this.expression(value) : { kind: "const", value: undefined, ...spanOf(node) } }];
    }
    return [];
  }

  /** `constructor(private x)` assigns `this.x`. */
  #parameterProperty(node: EstreeNode): Stmt[] {
    const inner = child(node, "parameter");
    const id = inner?.type === "AssignmentPattern" ? child(inner, "left") : inner;
    const name = id && textOf(id, "name");
    if (name === undefined) return [];
    const span = spanOf(node);
    const target: GetExpr = { kind: "get", object: { kind: "name", name: "this", ...span }, key: { kind: "const", value: name, ...span }, ...span };
    return [{ kind: "expression", value: { kind: "assign", target: { kind: "get", target }, value: { kind: "name", name, ...span }, ...span }, ...span }];
  }
}

function logicalOperator(operator: string | undefined): "and" | "or" | "coalesce" {
  if (operator === "&&") return "and";
  return operator === "||" ? "or" : "coalesce";
}
