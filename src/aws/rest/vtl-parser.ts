/** The part of the Velocity Template Language that mapping templates use. */
export type Statement =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "output"; readonly reference: Reference }
  | { readonly kind: "set"; readonly target: Reference; readonly value: Expression }
  | { readonly kind: "if"; readonly branches: readonly { readonly condition: Expression | undefined; readonly body: readonly Statement[] }[] }
  | { readonly kind: "foreach"; readonly variable: string; readonly list: Expression; readonly body: readonly Statement[] };

export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "interpolated"; readonly parts: readonly Statement[] }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "not"; readonly operand: Expression }
  | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | Reference;

export type BinaryOperator = "and" | "or" | "eq" | "ne" | "other";

export interface Reference {
  readonly kind: "reference";
  readonly name: string;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: "property"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "index"; readonly index: Expression };

const MAX_LENGTH = 300_000;
const MAX_DEPTH = 40;

/** The template's statements, or `undefined` where it holds something that this reader does not know. */
export function parseVtl(text: string): readonly Statement[] | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  try {
    return new Parser(text).template();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

class Unreadable extends Error {}

const DIRECTIVE = /#(?:\{(?<braced>else|end|stop|break)\}|(?<name>set|if|elseif|else|end|foreach|macro|define|parse|include|evaluate|stop|break)(?![\w-]))/uy;

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  template(): readonly Statement[] {
    const { statements, end } = this.#block();
    if (end !== undefined) throw new Unreadable();
    return statements;
  }

  /** Statements up to the directive that ends them. */
  #block(): { readonly statements: Statement[]; readonly end: string | undefined } {
    if (++this.#depth > MAX_DEPTH) throw new Unreadable();
    const statements: Statement[] = [];
    let start = this.#at;
    const flush = (): void => {
      if (this.#at > start) statements.push({ kind: "text", text: this.#text.slice(start, this.#at) });
    };
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at];
      if (character === "\\" && /[$#\\]/u.test(this.#text[this.#at + 1] ?? "")) {
        this.#at += 2;
      } else if (character === "#" && this.#startsComment()) {
        flush();
        this.#comment();
        start = this.#at;
      } else if (character === "#") {
        const directive = this.#match(DIRECTIVE);
        if (directive === undefined) {
          this.#at++;
          continue;
        }
        flush();
        this.#at += directive[0].length;
        const name = directive.groups?.["braced"] ?? directive.groups?.["name"] ?? "";
        if (name === "end" || name === "else" || name === "elseif") {
          this.#depth--;
          return { statements, end: name };
        }
        statements.push(this.#directive(name));
        start = this.#at;
      } else if (character === "$") {
        const before = this.#at;
        const reference = this.#reference(true);
        const after = this.#at;
        if (reference === undefined) {
          this.#at = before + 1;
          continue;
        }
        this.#at = before;
        flush();
        this.#at = after;
        statements.push({ kind: "output", reference });
        start = after;
      } else {
        this.#at++;
      }
    }
    flush();
    this.#depth--;
    return { statements, end: undefined };
  }

  #startsComment(): boolean {
    const next = this.#text[this.#at + 1];
    return next === "#" || next === "*";
  }

  #comment(): void {
    const isBlock = this.#text[this.#at + 1] === "*";
    const end = this.#text.indexOf(isBlock ? "*#" : "\n", this.#at + 2);
    this.#at = end < 0 ? this.#text.length : end + (isBlock ? 2 : 1);
  }

  #directive(name: string): Statement {
    switch (name) {
      case "set":
        return this.#set();
      case "if":
        return this.#if();
      case "foreach":
        return this.#foreach();
      default:
        throw new Unreadable();
    }
  }

  #set(): Statement {
    this.#expect("(");
    this.#space();
    const target = this.#reference(false);
    if (target === undefined) throw new Unreadable();
    this.#expect("=");
    const value = this.#expression();
    this.#expect(")");
    return { kind: "set", target, value };
  }

  #if(): Statement {
    const branches: { condition: Expression | undefined; body: readonly Statement[] }[] = [];
    let condition: Expression | undefined = this.#condition();
    for (;;) {
      const { statements, end } = this.#block();
      branches.push({ condition, body: statements });
      if (end === "end") return { kind: "if", branches };
      if (end === undefined || condition === undefined) throw new Unreadable();
      condition = end === "elseif" ? this.#condition() : undefined;
    }
  }

  #foreach(): Statement {
    this.#expect("(");
    this.#space();
    const variable = this.#reference(false);
    this.#space();
    if (variable === undefined || variable.steps.length > 0 || this.#match(/in\b/uy) === undefined) throw new Unreadable();
    this.#at += 2;
    const list = this.#expression();
    this.#expect(")");
    const { statements, end } = this.#block();
    if (end !== "end") throw new Unreadable();
    return { kind: "foreach", variable: variable.name, list, body: statements };
  }

  #condition(): Expression {
    this.#expect("(");
    const condition = this.#expression();
    this.#expect(")");
    return condition;
  }

  /** `or` binds weakest, then `and`, then comparison. */
  #expression(): Expression {
    if (++this.#depth > MAX_DEPTH) throw new Unreadable();
    let left = this.#conjunction();
    for (let operator = this.#operator(/\|\||or\b/uy); operator !== undefined; operator = this.#operator(/\|\||or\b/uy)) {
      left = { kind: "binary", operator: "or", left, right: this.#conjunction() };
    }
    this.#depth--;
    return left;
  }

  #conjunction(): Expression {
    let left = this.#comparison();
    while (this.#operator(/&&|and\b/uy) !== undefined) left = { kind: "binary", operator: "and", left, right: this.#comparison() };
    return left;
  }

  #comparison(): Expression {
    let left = this.#operand();
    for (let operator = this.#comparator(); operator !== undefined; operator = this.#comparator()) {
      const kind = operator === "==" || operator === "eq" ? "eq" : operator === "!=" || operator === "ne" ? "ne" : "other";
      left = { kind: "binary", operator: kind, left, right: this.#operand() };
    }
    return left;
  }

  #comparator(): string | undefined {
    return this.#operator(/==|!=|<=|>=|<|>|[+\-*/%]|(?:eq|ne|lt|gt|le|ge)\b/uy);
  }

  #operator(pattern: RegExp): string | undefined {
    this.#space();
    const found = this.#match(pattern)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #operand(): Expression {
    this.#space();
    if (++this.#depth > MAX_DEPTH) throw new Unreadable();
    const operand = this.#atom();
    this.#depth--;
    return operand;
  }

  #atom(): Expression {
    const not = this.#match(/!(?!=)|not\b/uy)?.[0];
    if (not !== undefined) {
      this.#at += not.length;
      return { kind: "not", operand: this.#operand() };
    }
    switch (this.#text[this.#at]) {
      case "(": {
        this.#at++;
        const inner = this.#expression();
        this.#expect(")");
        return inner;
      }
      case "[":
        return this.#list();
      case "'":
      case '"':
        return this.#string();
      case "$": {
        const reference = this.#reference(false);
        if (reference === undefined) throw new Unreadable();
        return reference;
      }
      default:
        return this.#word();
    }
  }

  #word(): Expression {
    const word = this.#match(/-?\d+(?:\.\d+)?|true\b|false\b/uy)?.[0];
    if (word === undefined) throw new Unreadable();
    this.#at += word.length;
    return { kind: "literal", value: word === "true" || word === "false" ? word === "true" : Number(word) };
  }

  #list(): Expression {
    this.#expect("[");
    return { kind: "list", items: this.#items("]") };
  }

  #items(close: string): readonly Expression[] {
    const items: Expression[] = [];
    this.#space();
    while (this.#text[this.#at] !== close) {
      items.push(this.#expression());
      this.#space();
      if (this.#text[this.#at] === ",") this.#at++;
      else if (this.#text[this.#at] !== close) throw new Unreadable();
      this.#space();
    }
    this.#at++;
    return items;
  }

  /** Between double quotes references are replaced; a quote is written twice. */
  #string(): Expression {
    const quote = this.#text[this.#at] ?? '"';
    let end = this.#at + 1;
    for (; this.#text[end] !== quote || this.#text[end + 1] === quote; end += this.#text[end] === quote ? 2 : 1) {
      if (end >= this.#text.length) throw new Unreadable();
    }
    const raw = this.#text.slice(this.#at + 1, end).replaceAll(quote + quote, quote);
    this.#at = end + 1;
    if (quote === "'" || !/[$#]/u.test(raw)) return { kind: "literal", value: raw };
    const inner = new Parser(raw);
    inner.#depth = this.#depth;
    return { kind: "interpolated", parts: inner.template() };
  }

  /** `$name`, `$!name`, `${name}`, with what follows. In running text a full stop may also end a sentence. */
  #reference(isInText: boolean): Reference | undefined {
    const start = this.#match(/\$!?\{?(?<name>[A-Za-z_][\w-]*)/uy);
    if (start === undefined) return undefined;
    const isBraced = start[0].includes("{");
    this.#at += start[0].length;
    const steps: Step[] = [];
    for (let step = this.#step(isInText && !isBraced); step !== undefined; step = this.#step(isInText && !isBraced)) steps.push(step);
    if (isBraced) {
      if (this.#text[this.#at] !== "}") throw new Unreadable();
      this.#at++;
    }
    return { kind: "reference", name: start.groups?.["name"] ?? "", steps };
  }

  #step(isInText: boolean): Step | undefined {
    const property = this.#match(/\.(?<name>[A-Za-z_][\w-]*)/uy);
    if (property !== undefined) {
      this.#at += property[0].length;
      const name = property.groups?.["name"] ?? "";
      if (this.#text[this.#at] !== "(") return { kind: "property", name };
      this.#at++;
      return { kind: "call", name, args: this.#items(")") };
    }
    if (this.#text[this.#at] !== "[" || (isInText && this.#match(/\[(?:\d+\]|['"$])/uy) === undefined)) return undefined;
    this.#at++;
    const index = this.#expression();
    this.#expect("]");
    return { kind: "index", index };
  }

  #space(): void {
    this.#at += this.#match(/\s+/uy)?.[0].length ?? 0;
  }

  #expect(character: string): void {
    this.#space();
    if (this.#text[this.#at] !== character) throw new Unreadable();
    this.#at++;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text) ?? undefined;
  }
}
