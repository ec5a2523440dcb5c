import type { RawDocument, RawList, RawMap, RawNode, RawPair, RawScalar } from "./raw.ts";
import { MAX_DEPTH, rawList, rawMap, scalar, TOO_DEEP } from "./raw.ts";

/**
 * Reads JSON (RFC 8259) with offsets, in one pass. `JSON.parse` is faster and runs first; this one tells where things stand, where
 * a key stands twice, and where the text stops being JSON. `isJson` says that `JSON.parse` took the text, so what strings hold need not be checked again.
 */
export function scanJson(text: string, isJson = false): RawDocument {
  try {
    return { root: new Scanner(text, isJson).document(), issues: [], repaired: [], documents: 1 };
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const { start, end, message } = error;
    return { root: undefined, issues: [{ message, span: { start, end } }], repaired: [], documents: 1 };
  }
}

function found(index: number, otherwise: number): number {
  return index < 0 ? otherwise : index;
}

class NotJson extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.start = start;
    this.end = end;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/uy;
const WORD = /true|false|null/uy;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/uy;

/** A string without escapes. Its text is cut out when someone asks: of thousands most only have to be passed. */
class PlainString implements RawScalar {
  readonly kind = "scalar";
  readonly style = "double";
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly tag = undefined;
  readonly anchor = undefined;
  private readonly document: string;

  constructor(document: string, start: number, end: number) {
    this.document = document;
    this.start = start;
    this.end = end;
    this.from = start;
  }

  get text(): string {
    return this.document.slice(this.start + 1, this.end - 1);
  }
}

class Scanner {
  readonly #text: string;
  readonly #isJson: boolean;
  #at = 0;
  /** The first backslash that is not behind us. */
  #backslash = -1;

  constructor(text: string, isJson: boolean) {
    this.#text = text;
    this.#isJson = isJson;
  }

  document(): RawNode {
    const root = this.#value(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#unexpected("the end of the document");
    return root;
  }

  #value(depth: number): RawNode {
    const unit = this.#skipSpace();
    if (unit === 0x7b) return this.#map(depth);
    if (unit === 0x5b) return this.#list(depth);
    if (unit === QUOTE) return this.#string();
    return this.#word(unit === 0x2d || (unit >= 0x30 && unit <= 0x39) ? NUMBER : WORD);
  }

  #map(depth: number): RawMap {
    const map = rawMap(this.#open(depth), true);
    if (this.#skipSpace() !== 0x7d) {
      for (;;) {
        map.pairs.push(this.#pair(depth));
        const unit = this.#skipSpace();
        if (unit === 0x7d) break;
        if (unit !== 0x2c) throw this.#unexpected("a comma or a closing brace");
        this.#at++;
      }
    }
    map.end = ++this.#at;
    return map;
  }

  #pair(depth: number): RawPair {
    if (this.#skipSpace() !== QUOTE) throw this.#unexpected("a key in double quotes");
    const key = this.#string();
    if (this.#skipSpace() !== 0x3a) throw this.#unexpected("a colon");
    this.#at++;
    return { key, value: this.#value(depth + 1) };
  }

  #list(depth: number): RawList {
    const list = rawList(this.#open(depth), true);
    if (this.#skipSpace() !== 0x5d) {
      for (;;) {
        list.items.push(this.#value(depth + 1));
        const unit = this.#skipSpace();
        if (unit === 0x5d) break;
        if (unit !== 0x2c) throw this.#unexpected("a comma or a closing bracket");
        this.#at++;
      }
    }
    list.end = ++this.#at;
    return list;
  }

  #open(depth: number): number {
    if (depth >= MAX_DEPTH) throw new NotJson(TOO_DEEP, this.#at, this.#at + 1);
    return this.#at++;
  }

  #string(): RawScalar {
    const text = this.#text;
    const start = this.#at;
    if (this.#backslash < start) this.#backslash = found(text.indexOf("\\", start), text.length);
    const close = found(text.indexOf('"', start + 1), text.length);
    if (!this.#isJson || this.#backslash < close || close === text.length) return this.#escapedString();
    this.#at = close + 1;
    return new PlainString(text, start, close + 1);
  }

  #escapedString(): RawScalar {
    const text = this.#text;
    const start = this.#at;
    let at = start + 1;
    let escaped = false;
    for (let unit = text.charCodeAt(at); unit !== QUOTE; unit = text.charCodeAt(at)) {
      if (unit === BACKSLASH) {
        escaped = true;
        ESCAPE.lastIndex = at;
        const [escape] = ESCAPE.exec(text) ?? [];
        if (escape === undefined) throw new NotJson("A backslash in JSON begins an escape, and this is none", at, at + 2);
        at += escape.length;
      } else if (unit >= 0x20) at++;
      else throw new NotJson(Number.isNaN(unit) ? "The string has no closing quote" : "A string in JSON ends on the line it begins", start, at);
    }
    const end = (this.#at = at + 1);
    // What stands between checked quotes with checked escapes is a string.
    return scalar("double", escaped ? (JSON.parse(text.slice(start, end)) as string) : text.slice(start + 1, end - 1), start, end);
  }

  #word(pattern: RegExp): RawScalar {
    const start = this.#at;
    pattern.lastIndex = start;
    const [word] = pattern.exec(this.#text) ?? [];
    if (word === undefined) throw this.#unexpected("a value");
    this.#at += word.length;
    return scalar("plain", word, start, this.#at);
  }

  #skipSpace(): number {
    const text = this.#text;
    let at = this.#at;
    let unit = text.charCodeAt(at);
    while (unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09) unit = text.charCodeAt(++at);
    this.#at = at;
    return unit;
  }

  #unexpected(wanted: string): NotJson {
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) return new NotJson(`Expected ${wanted}, found the end of the document`, this.#at, this.#at);
    const character = String.fromCodePoint(code);
    return new NotJson(`Expected ${wanted}, found ${JSON.stringify(character)}`, this.#at, this.#at + character.length);
  }
}
