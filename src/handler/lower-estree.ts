import { child, flag, nodesOf, spanOf, textOf, typeText, unwrapped, type EstreeNode } from "./estree.ts";
import type { CatchClause, Expr, HandlerLanguage, ImportBinding, ModuleIr, ObjectEntry, Pattern, Stmt } from "./ir.ts";
import { EstreeExpressions } from "./lower-estree-expression.ts";

const MAX_BLOCKS = 120;

/**
 * Lowers an ESTree or TS-ESTree program, whoever parsed it: oxc in the CLI, the user's parser inside ESLint. Never throws; what it does
 * not know becomes opaque.
 */
export function lowerEstree(program: EstreeNode, file: string, text: string, language: HandlerLanguage): ModuleIr {
  return { file, text, language, body: new Statements(text).body(nodesOf(program, "body")) };
}

class Statements {
  readonly #expressions: EstreeExpressions;
  readonly #text: string;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#expressions = new EstreeExpressions(text, (statements) => this.body(statements));
  }

  /** Function declarations come first, as they are hoisted. */
  body(statements: readonly EstreeNode[]): Stmt[] {
    if (this.#depth > MAX_BLOCKS) return [];
    this.#depth++;
    try {
      const isHoisted = (node: EstreeNode): boolean => node.type === "FunctionDeclaration" || (node.type === "ExportNamedDeclaration" && child(node, "declaration")?.type === "FunctionDeclaration");
      const ordered = [...statements.filter(isHoisted), ...statements.filter((node) => !isHoisted(node))];
      return ordered.flatMap((node) => this.#statement(node));
    } finally {
      this.#depth--;
    }
  }

  #blockOf(node: EstreeNode | undefined): Stmt[] {
    if (node === undefined) return [];
    return node.type === "BlockStatement" ? [{ kind: "block", body: this.body(nodesOf(node, "body")), ...spanOf(node) }] : this.body([node]);
  }

  #expression(node: EstreeNode, name: string): Expr {
    const found = child(node, name);
    return found ? this.#expressions.expression(found) : { kind: "opaque", reason: "a part is missing", parts: [], ...spanOf(node) };
  }

  #statement(node: EstreeNode): Stmt[] {
    const span = spanOf(node);
    const optional = (name: string): Expr | undefined => this.#expressions.optional(child(node, name));
    switch (node.type) {
      case "ExpressionStatement": {
        const expression = child(node, "expression");
        if (expression && unwrapped(expression).type === "SequenceExpression") {
          return nodesOf(unwrapped(expression), "expressions").map((item) => ({ kind: "expression", value: this.#expressions.expression(item), ...span }));
        }
        return [{ kind: "expression", value: this.#expression(node, "expression"), ...span }];
      }
      case "VariableDeclaration":
        return this.#declarations(node);
      case "FunctionDeclaration":
      case "ClassDeclaration":
        return this.#named(node);
      case "TSEnumDeclaration":
        return this.#enum(node);
      case "ReturnStatement":
        return [{ kind: "return", value: optional("argument"), ...span }];
      case "ThrowStatement":
        return [{ kind: "throw", value: optional("argument"), ...span }];
      case "IfStatement":
        return [{ kind: "if", test: this.#expression(node, "test"), then: this.#blockOf(child(node, "consequent")), otherwise: this.#blockOf(child(node, "alternate")), ...span }];
      case "ForStatement":
      case "WhileStatement":
      case "DoWhileStatement":
      case "ForInStatement":
      case "ForOfStatement":
        return [this.#loop(node)];
      case "SwitchStatement":
        return [
          {
            kind: "switch",
            subject: this.#expression(node, "discriminant"),
            cases: nodesOf(node, "cases").map((item) => {
              const test = child(item, "test");
              return { tests: test ? [this.#expressions.expression(test)] : ("default" as const), body: this.body(nodesOf(item, "consequent")) };
            }),
            fallsThrough: true,
            ...span,
          },
        ];
      case "TryStatement": {
        const handler = child(node, "handler");
        const param = handler && child(handler, "param");
        const catches: CatchClause[] = handler ? [{ param: param && this.#expressions.pattern(param), body: this.#blockOf(child(handler, "body")) }] : [];
        return [{ kind: "try", body: this.#blockOf(child(node, "block")), catches, otherwise: [], last: this.#blockOf(child(node, "finalizer")), ...span }];
      }
      case "BreakStatement":
        return [{ kind: "break", ...span }];
      case "ContinueStatement":
        return [{ kind: "continue", ...span }];
      case "BlockStatement":
      case "StaticBlock":
        return [{ kind: "block", body: this.body(nodesOf(node, "body")), ...span }];
      case "LabeledStatement":
        return this.#blockOf(child(node, "body"));
      default:
        return this.#moduleStatement(node);
    }
  }

  #loop(node: EstreeNode): Stmt {
    const span = spanOf(node);
    const body = this.#blockOf(child(node, "body"));
    const left = child(node, "left");
    if (left !== undefined) {
      const first = nodesOf(left, "declarations")[0];
      const id = first ? child(first, "id") : left;
      const declares: Stmt[] = left.type === "VariableDeclaration" ? this.#declarations(left) : [];
      const right = this.#expression(node, "right");
      const each = { target: id ? this.#expressions.pattern(id) : ({ kind: "ignored" } as const), of: node.type === "ForInStatement" ? keysOf(right) : right };
      return { kind: "loop", each, test: undefined, update: undefined, init: declares, body, runsOnce: false, otherwise: [], ...span };
    }
    const init = child(node, "init");
    const start: Stmt[] = init === undefined ? [] : init.type === "VariableDeclaration" ? this.#declarations(init) : [{ kind: "expression", value: this.#expressions.expression(init), ...spanOf(init) }];
    const test = this.#expressions.optional(child(node, "test"));
    const update = this.#expressions.optional(child(node, "update"));
    return { kind: "loop", each: undefined, test, update, init: start, body, runsOnce: node.type === "DoWhileStatement", otherwise: [], ...span };
  }

  #declarations(node: EstreeNode): Stmt[] {
    const kind = textOf(node, "kind");
    return nodesOf(node, "declarations").map((declarator): Stmt => {
      const id = child(declarator, "id");
      const init = child(declarator, "init");
      const type = id && typeText(child(id, "typeAnnotation"), this.#text);
      const scope = kind === "var" ? "function" : "block";
      const target = id ? this.#expressions.pattern(id) : ({ kind: "ignored" } as const);
      return { kind: "declare", target, value: init && this.#typed(init, type), scope, constant: kind === "const", ...spanOf(declarator) };
    });
  }

  /** A function takes the type of the variable it is assigned to: `const handler: APIGatewayProxyHandler = …`. */
  #typed(node: EstreeNode, type: string | undefined): Expr {
    const inner = unwrapped(node);
    const isFunction = inner.type === "ArrowFunctionExpression" || inner.type === "FunctionExpression";
    if (!isFunction || type === undefined) return this.#expressions.expression(node);
    return { kind: "function", fn: this.#expressions.functionOf(inner, type), ...spanOf(inner) };
  }

  #named(node: EstreeNode): Stmt[] {
    const id = child(node, "id");
    const name = id && textOf(id, "name");
    const span = spanOf(node);
    if (name === undefined || flag(node, "declare")) return [];
    if (node.type === "FunctionDeclaration" && child(node, "body") === undefined) return [];
    return [{ kind: "declare", target: { kind: "name", name, ...span }, value: this.#expressions.expression(node), scope: "block", constant: true, ...span }];
  }

  /** An enum is an object; a member without a value is one more than the one before it. */
  #enum(node: EstreeNode): Stmt[] {
    const id = child(node, "id");
    const name = id && textOf(id, "name");
    const span = spanOf(node);
    if (name === undefined || flag(node, "declare")) return [];
    let next: number | undefined = 0;
    const entries = nodesOf(child(node, "body") ?? node, "members").map((member): ObjectEntry => {
      const given = this.#expressions.optional(child(member, "initializer"));
      const value: Expr = given ?? (next === undefined ? { kind: "opaque", reason: "a member of an enum", parts: [], ...spanOf(member) } : { kind: "const", value: next, ...spanOf(member) });
      next = value.kind === "const" && typeof value.value === "number" ? value.value + 1 : undefined;
      return { kind: "property", key: { kind: "const", value: nameOf(child(member, "id")), ...spanOf(member) }, value };
    });
    return [{ kind: "declare", target: { kind: "name", name, ...span }, value: { kind: "object", entries, ...span }, scope: "block", constant: true, ...span }];
  }

  #moduleStatement(node: EstreeNode): Stmt[] {
    const span = spanOf(node);
    switch (node.type) {
      case "ImportDeclaration":
        return textOf(node, "importKind") === "type" ? [] : [{ kind: "import", specifier: specifierOf(node), bindings: nodesOf(node, "specifiers").map(importBinding), ...span }];
      case "ExportDefaultDeclaration": {
        const declaration = child(node, "declaration");
        if (declaration === undefined) return [];
        const named = child(declaration, "id") ? this.#named(declaration) : [];
        const value = named.length > 0 ? ({ kind: "name", name: nameOf(child(declaration, "id")), ...span } as const) : this.#expressions.expression(declaration);
        return [...named, { kind: "export", name: "default", value, ...span }];
      }
      case "ExportNamedDeclaration":
        return this.#exportNamed(node);
      case "ExportAllDeclaration": {
        const exported = child(node, "exported");
        const names = exported ? [{ imported: "*", exported: nameOf(exported) }] : ("all" as const);
        return [{ kind: "re-export", specifier: specifierOf(node), names, ...span }];
      }
      case "TSExportAssignment":
        return [{ kind: "export", name: "*", value: this.#expression(node, "expression"), ...span }];
      default:
        return [];
    }
  }

  #exportNamed(node: EstreeNode): Stmt[] {
    const span = spanOf(node);
    const declaration = child(node, "declaration");
    if (declaration !== undefined) {
      const statements = this.#statement(declaration);
      const names = statements.flatMap((statement) => (statement.kind === "declare" ? namesOf(statement.target) : []));
      return [...statements, ...names.map(({ name, start, end }): Stmt => ({ kind: "export", name, value: { kind: "name", name, start, end }, start, end }))];
    }
    const pairs = nodesOf(node, "specifiers").map((specifier) => ({ imported: nameOf(child(specifier, "local")), exported: nameOf(child(specifier, "exported")) }));
    if (child(node, "source") !== undefined) return [{ kind: "re-export", specifier: specifierOf(node), names: pairs, ...span }];
    return pairs.map(({ imported, exported }): Stmt => ({ kind: "export", name: exported, value: { kind: "name", name: imported, ...span }, ...span }));
  }
}

/** `for (const key in object)` goes through the object's keys. */
function keysOf(object: Expr): Expr {
  const span = { start: object.start, end: object.end };
  const callee: Expr = { kind: "get", object: { kind: "name", name: "Object", ...span }, key: { kind: "const", value: "keys", ...span }, ...span };
  return { kind: "call", callee, args: [{ value: object, spread: false }], isNew: false, ...span };
}

function specifierOf(node: EstreeNode): string {
  const source = child(node, "source");
  return (source && textOf(source, "value")) ?? "";
}

/** The name of an identifier, or the text of a string that stands in its place. */
function nameOf(node: EstreeNode | undefined): string {
  return (node && (textOf(node, "name") ?? textOf(node, "value"))) ?? "";
}

function importBinding(specifier: EstreeNode): ImportBinding {
  const local = nameOf(child(specifier, "local"));
  if (specifier.type === "ImportSpecifier") return { local, imported: nameOf(child(specifier, "imported")) };
  return { local, imported: specifier.type === "ImportDefaultSpecifier" ? "default" : "*" };
}

type NamedPattern = { readonly name: string; readonly start: number; readonly end: number };

function namesOf(pattern: Pattern): NamedPattern[] {
  switch (pattern.kind) {
    case "name":
      return [pattern];
    case "object":
      return pattern.properties.flatMap((property) => namesOf(property.target));
    case "array":
      return pattern.items.flatMap((item) => (item ? namesOf(item) : []));
    case "default":
      return namesOf(pattern.target);
    case "get":
    case "ignored":
      return [];
  }
}
