import type { RawAlias, RawDocument, RawList, RawMap, RawNode, RawScalar } from "./raw.ts";
import { MAX_DEPTH, rawList, rawMap, scalar, TOO_DEEP } from "./raw.ts";
import { blockScalar } from "./yaml-block-scalar.ts";
import type { Properties } from "./yaml-cursor.ts";
import { Cursor, isFlowEnd, UNSURE, unsure, withProperties } from "./yaml-cursor.ts";
import { plainScalar, quotedScalar } from "./yaml-scalars.ts";

/**
 * Reads the YAML that templates are written in, some thirty times faster than the `yaml` package. `undefined` where it is not sure:
 * directives, several documents, tabs, `? ` keys, properties of keys, and whatever looks wrong. Like PyYAML, and unlike the
 * package, it does not ask how lines inside quotes and brackets are indented.
 */
export function readFast(text: string): RawDocument | undefined {
  // PyYAML and the package differ about these characters: line breaks for the one, or refused.
  if (/\r(?!\n)|[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]/u.test(text)) return undefined;
  try {
    const reader = new FastReader(text);
    const root = reader.document();
    return { root, issues: [], repaired: reader.repaired, documents: 1 };
  } catch (error) {
    if (error === UNSURE) return undefined;
    if (error instanceof TooDeep) return { root: undefined, issues: [{ message: TOO_DEEP, span: { start: error.at, end: error.at + 1 } }], repaired: [], documents: 1 };
    throw error;
  }
}

/** No plain scalar begins with these (YAML 1.1, section 9.1.3). */
const INDICATORS: ReadonlySet<number> = new Set(Array.from(" \t\r\n,[]{}#&*!|>'\"%@`", (character) => character.charCodeAt(0)));

class TooDeep extends Error {
  readonly at: number;

  constructor(at: number) {
    super(TOO_DEEP);
    this.at = at;
  }
}

class FastReader {
  readonly #c: Cursor;
  readonly #anchors = new Map<string, RawNode>();

  constructor(text: string) {
    this.#c = new Cursor(text);
  }

  get repaired(): RawDocument["repaired"] {
    return this.#c.repaired;
  }

  document(): RawNode {
    const c = this.#c;
    if (c.nextToken() < 0) {
      if (c.unit() !== 0x2d) unsure();
      c.at += 3;
      if (!c.atLineEnd() || c.nextToken() < 0) unsure();
    }
    if (c.unit() === 0x25) unsure();
    const root = this.#node(-1, "start", 0);
    if (c.nextToken() >= 0 || c.at < c.text.length) unsure();
    return root;
  }

  /** The node after a colon, a dash or at the start, for which lines indented more than `indent` are its own. */
  #node(indent: number, after: "colon" | "dash" | "start", depth: number): RawNode {
    const c = this.#c;
    if (depth > MAX_DEPTH) throw new TooDeep(c.at);
    let mayBeCollection = after !== "colon";
    let properties: Properties | undefined;
    const before = c.at;
    c.skipSpaces();
    for (;;) {
      if (c.atProperty()) {
        if (properties) unsure();
        properties = c.properties(false);
        mayBeCollection = false;
      }
      if (!c.atLineEnd()) break;
      c.skipSpaces();
      const lineEnd = c.at;
      const column = c.nextToken();
      const isListOfKey = after === "colon" && column === indent && c.unit() === 0x2d && c.isBlank(1);
      if (column <= indent && !isListOfKey) return after === "start" ? unsure() : this.#nothing(after === "colon" && !properties ? this.#keyEnd(before) : lineEnd, properties);
      mayBeCollection = true;
      if (!c.atProperty()) break;
    }
    return this.#content(indent, mayBeCollection, properties, depth);
  }

  /** An empty value stands where its key ends; an empty item, or what has properties only, where its line ends. */
  #nothing(at: number, properties: Properties | undefined): RawScalar {
    return this.#anchored(scalar("plain", "", at, at), properties);
  }

  /** Before the colon and the spaces in front of it. */
  #keyEnd(afterColon: number): number {
    let at = afterColon - 1;
    while (this.#c.text.charCodeAt(at - 1) === 0x20) at--;
    return at;
  }

  #content(indent: number, mayBeCollection: boolean, properties: Properties | undefined, depth: number): RawNode {
    const c = this.#c;
    const column = c.column;
    const unit = c.unit();
    if (unit === 0x2d && c.isBlank(1)) return mayBeCollection ? this.#list(column, properties, depth) : unsure();
    if (unit === 0x7c || unit === 0x3e) return this.#anchored(blockScalar(c, indent), properties);
    if (unit === 0x5b || unit === 0x7b) return this.#ended(this.#flow(indent, properties, depth));
    if (unit === 0x2a) return properties ? unsure() : this.#ended(this.#alias(false));
    const line = c.lineStart;
    const found = this.#scalar(indent, false);
    if (c.unit() === 0x3a || (found.style !== "plain" && this.#isBeforeColon())) {
      if (!mayBeCollection || c.lineStart !== line) unsure();
      return this.#map(column, found, properties, depth);
    }
    return this.#anchored(this.#ended(found), properties);
  }

  /** A quoted or plain scalar. */
  #scalar(indent: number, inFlow: boolean): RawScalar {
    const c = this.#c;
    const unit = c.unit();
    if (unit === 0x22 || unit === 0x27) return quotedScalar(c, indent);
    if (!this.#startsPlain(unit, inFlow)) unsure();
    return plainScalar(c, indent, inFlow);
  }

  #startsPlain(unit: number, inFlow: boolean): boolean {
    if (unit === 0x2d || unit === 0x3f || unit === 0x3a) return !this.#c.isBlank(1) && (unit === 0x2d ? !inFlow || !isFlowEnd(this.#c.unit(1)) : !inFlow);
    return !INDICATORS.has(unit) && !Number.isNaN(unit);
  }

  #isBeforeColon(): boolean {
    const c = this.#c;
    let offset = 0;
    while (c.unit(offset) === 0x20) offset++;
    if (c.unit(offset) !== 0x3a) return false;
    c.at += offset;
    return true;
  }

  #ended<Raw extends RawNode>(raw: Raw): Raw {
    return this.#c.atLineEnd() ? raw : unsure();
  }

  #anchored<Raw extends RawNode>(raw: Raw, properties: Properties | undefined): Raw {
    if (properties?.anchor !== undefined) this.#anchors.set(properties.anchor, raw);
    return withProperties(raw, properties);
  }

  #alias(inFlow: boolean): RawAlias {
    const c = this.#c;
    const name = /^[A-Za-z0-9_-]+/u.exec(c.text.slice(c.at + 1, c.at + 200))?.[0] ?? unsure();
    const start = c.at;
    c.at += 1 + name.length;
    if (!c.isBlank(0) && !(inFlow && isFlowEnd(c.unit()))) unsure();
    return { kind: "alias", name, target: this.#anchors.get(name), start, end: c.at, from: start, tag: undefined, anchor: undefined };
  }

  #list(column: number, properties: Properties | undefined, depth: number): RawList {
    const c = this.#c;
    const list = this.#anchored(rawList(c.at, false), properties);
    for (;;) {
      c.at++;
      list.items.push(this.#node(column, "dash", depth + 1));
      const next = c.nextToken();
      if (next > column) unsure();
      // What stands in this column and is no item is the next key of the map around the list.
      if (next < column || c.unit() !== 0x2d || !c.isBlank(1)) break;
    }
    list.end = list.items.at(-1)?.end ?? list.end;
    return list;
  }

  #map(column: number, firstKey: RawScalar, properties: Properties | undefined, depth: number): RawMap {
    const c = this.#c;
    const map = this.#anchored(rawMap(firstKey.start, false), properties);
    for (let key = firstKey; ; key = this.#key(column)) {
      if (c.at - key.start > 1000) unsure();
      c.at++;
      if (!c.isBlank(0)) unsure();
      const value = this.#node(column, "colon", depth + 1);
      map.pairs.push({ key, value });
      map.end = Math.max(key.end, value.end);
      const next = c.nextToken();
      if (next > column) unsure();
      if (next < column) return map;
    }
  }

  #key(indent: number): RawScalar {
    const c = this.#c;
    const line = c.lineStart;
    const key = this.#scalar(indent, false);
    if (c.lineStart !== line || !(c.unit() === 0x3a || this.#isBeforeColon())) unsure();
    return key;
  }

  #flow(indent: number, properties: Properties | undefined, depth: number): RawNode {
    const c = this.#c;
    if (depth > MAX_DEPTH) throw new TooDeep(c.at);
    const isList = c.unit() === 0x5b;
    const raw = this.#anchored(isList ? rawList(c.at, true) : rawMap(c.at, true), properties);
    const closing = isList ? 0x5d : 0x7d;
    c.at++;
    while (this.#flowToken(indent) !== closing) {
      if (isFlowEnd(c.unit())) unsure();
      if (raw.kind === "list") raw.items.push(this.#flowItem(indent, depth + 1));
      else raw.pairs.push(this.#flowPair(this.#flowNode(indent, depth + 1), indent, depth + 1));
      const unit = this.#flowToken(indent);
      if (unit === 0x2c) c.at++;
      else if (unit !== closing) unsure();
    }
    raw.end = ++c.at;
    return raw;
  }

  /** `[a: b]` is a list of a map. */
  #flowItem(indent: number, depth: number): RawNode {
    const line = this.#c.lineStart;
    const item = this.#flowNode(indent, depth);
    if (this.#flowToken(indent) !== 0x3a) return item;
    if (this.#c.lineStart !== line) unsure();
    const pair = this.#flowPair(item, indent, depth);
    const map = rawMap(item.from, true);
    map.pairs.push(pair);
    map.end = Math.max(item.end, pair.value.end);
    return map;
  }

  #flowPair(key: RawNode, indent: number, depth: number): { key: RawNode; value: RawNode } {
    const nothing = scalar("plain", "", key.end, key.end);
    if (this.#flowToken(indent) !== 0x3a) return { key, value: nothing };
    this.#c.at++;
    return { key, value: isFlowEnd(this.#flowToken(indent)) ? nothing : this.#flowNode(indent, depth) };
  }

  #flowNode(indent: number, depth: number): RawNode {
    const c = this.#c;
    const properties = c.atProperty() ? c.properties(true) : undefined;
    const unit = this.#flowToken(indent);
    if (properties && (isFlowEnd(unit) || unit === 0x3a)) unsure();
    if (unit === 0x5b || unit === 0x7b) return this.#flow(indent, properties, depth);
    if (unit === 0x2a) return properties ? unsure() : this.#alias(true);
    return this.#anchored(this.#scalar(indent, true), properties);
  }

  /** The next token inside brackets. How it is indented matters to strict parsers only. */
  #flowToken(indent: number): number {
    const c = this.#c;
    const line = c.lineStart;
    if (c.nextToken() < 0) unsure();
    if (c.lineStart !== line && c.column <= indent) c.repaired.push({ what: "A line inside brackets stands too far left", span: { start: c.lineStart, end: c.at + 1 } });
    return c.unit();
  }
}
