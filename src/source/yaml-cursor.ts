import type { RawNode, Repair } from "./raw.ts";
import { STANDARD_TAG } from "./yaml-types.ts";

/** The fast reader is not sure of what stands here: the whole document goes to the `yaml` package. */
export const UNSURE = Symbol("unsure");

export function unsure(): never {
  // Thrown at most once for each document and always caught by `readFast`; a stack would cost more than all the rest.
  throw UNSURE;
}

export interface Properties {
  readonly from: number;
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
}

const PROPERTY = /&(?<anchor>[A-Za-z0-9_-]+)|!!(?<standard>[a-z]+)|(?<local>!(?:[A-Za-z0-9_:.-]*[A-Za-z0-9])?)/uy;

/** A place in the text, and the small questions that YAML's grammar asks there. */
export class Cursor {
  readonly text: string;
  readonly repaired: Repair[] = [];
  at = 0;
  lineStart = 0;

  constructor(text: string) {
    this.text = text;
  }

  get column(): number {
    return this.at - this.lineStart;
  }

  unit(offset = 0): number {
    return this.text.charCodeAt(this.at + offset);
  }

  /** Is there white space, a line break or the end at this offset from here? */
  isBlank(offset: number): boolean {
    const unit = this.text.charCodeAt(this.at + offset);
    return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09 || Number.isNaN(unit);
  }

  skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === 0x20) this.at++;
  }

  /** Does nothing but spaces and a comment follow on this line? */
  atLineEnd(): boolean {
    let at = this.at;
    while (this.text.charCodeAt(at) === 0x20) at++;
    const unit = this.text.charCodeAt(at);
    if (unit === 0x0a || unit === 0x0d || Number.isNaN(unit)) return true;
    return unit === 0x23 && (at === this.lineStart || this.text.charCodeAt(at - 1) === 0x20);
  }

  /** Goes to the next token, over line breaks and comments, and gives its column; -1 at the end of the document. */
  nextToken(): number {
    for (;;) {
      this.skipSpaces();
      const unit = this.unit();
      if (Number.isNaN(unit)) return -1;
      if (unit === 0x09) unsure();
      if (unit === 0x23) {
        if (this.at > this.lineStart && this.unit(-1) !== 0x20) unsure();
        this.#skipLine();
      } else if (unit === 0x0a || unit === 0x0d) this.#skipLine();
      else return this.isMarker(this.at) ? -1 : this.column;
    }
  }

  /** `---` or `...` at the beginning of a line. */
  isMarker(at: number): boolean {
    const unit = this.text.charCodeAt(at);
    if (unit !== 0x2d && unit !== 0x2e) return false;
    const before = this.text.charCodeAt(at - 1);
    if (at > 0 && before !== 0x0a) return false;
    return this.text.charCodeAt(at + 1) === unit && this.text.charCodeAt(at + 2) === unit && /^\s?$/u.test(this.text.charAt(at + 3));
  }

  atProperty(): boolean {
    const unit = this.unit();
    return unit === 0x21 || unit === 0x26;
  }

  /** A tag, an anchor, or both, each at most once, and the spaces behind them. */
  properties(inFlow: boolean): Properties {
    const from = this.at;
    let tag: string | undefined;
    let anchor: string | undefined;
    while (this.atProperty()) {
      PROPERTY.lastIndex = this.at;
      const found = PROPERTY.exec(this.text) ?? unsure();
      const { anchor: name, standard, local } = found.groups ?? {};
      if (name !== undefined) anchor = anchor === undefined ? name : unsure();
      else tag = tag === undefined ? (local ?? `${STANDARD_TAG}${standard}`) : unsure();
      this.at += found[0].length;
      if (!this.isBlank(0) && !(inFlow && isFlowEnd(this.unit()))) unsure();
      this.skipSpaces();
    }
    return { from, tag, anchor };
  }

  #skipLine(): void {
    const end = this.text.indexOf("\n", this.at);
    this.at = this.lineStart = end < 0 ? this.text.length : end + 1;
  }
}

/** `,` `]` `}` */
export function isFlowEnd(unit: number): boolean {
  return unit === 0x2c || unit === 0x5d || unit === 0x7d;
}

export function withProperties<Raw extends RawNode>(raw: Raw, properties: Properties | undefined): Raw {
  if (!properties) return raw;
  raw.from = properties.from;
  raw.tag = properties.tag;
  raw.anchor = properties.anchor;
  return raw;
}
