import type { Edit } from "./edit.ts";
import { readFast } from "./fast-yaml.ts";
import type { SourceFile, Span } from "./file.ts";
import { scanJson } from "./json-scan.ts";
import type { Plan, Splice } from "./planned-edits.ts";
import { outlineOf, planOf, Refusal, splicedText, staysTyped } from "./planned-edits.ts";
import type { RawDocument, RawList, RawMap, RawNode, RawPair, RawScalar } from "./raw.ts";
import { RawLayout } from "./raw-layout.ts";
import { spanInScalar } from "./scalar-image.ts";
import type { Manner } from "./write-value.ts";
import { canStand, mannerOf, writtenBelow, writtenEntry, writtenInline, writtenItem, writtenPiece, writtenSpread, writtenText } from "./write-value.ts";
import { readWithLibrary } from "./yaml-library.ts";

/**
 * Carries out edits as the smallest changes of text: comments, quotes, order, line ends, indentation, block and flow style stay.
 * The result is read again; where it does not say exactly what the edits ask for, nothing is changed and the reason is given.
 * All edits mean the document as it was. Adding an entry that is there, and removing one that is not, change nothing.
 */
export function applyEdits(file: SourceFile, edits: readonly Edit[]): { text: string } | { refused: string } {
  const changes = textChanges(file, edits);
  return "refused" in changes ? changes : { text: changes.text };
}

/** One change of a text: what stands in the span gives way to `text`. */
export interface TextChange extends Span {
  readonly text: string;
}

/** {@link applyEdits}, and the changes of text that lead there, in order; none of them touches another. */
export function textChanges(file: SourceFile, edits: readonly Edit[]): { readonly text: string; readonly changes: readonly TextChange[] } | { readonly refused: string } {
  try {
    return edited(file.text, edits);
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message };
    throw error;
  }
}

function edited(text: string, edits: readonly Edit[]): { text: string; changes: readonly TextChange[] } {
  const splices = splicesOf(edits);
  if (splices) return { text: textWith(text, splices), changes: splices };
  const document = new EditedDocument(text);
  const changes = document.changes(edits);
  return { text: document.checked(edits, changes), changes };
}

/** A document that edits are worked out for, each by itself or several at once. It is read once; each check reads what became of it. */
export class EditedDocument {
  readonly #text: string;
  readonly #json: boolean;
  readonly #root: RawNode;
  readonly #layout: RawLayout;
  readonly #writer: Writer;

  /** Throws {@link Refusal} where the document itself cannot be read. */
  constructor(text: string) {
    this.#text = text;
    this.#json = scanJson(text).root !== undefined;
    const { root, issues, documents } = read(text, this.#json);
    if (!root || issues.length > 0 || documents !== 1) throw new Refusal("The document cannot be read without mistakes");
    this.#root = root;
    this.#layout = new RawLayout(text, root);
    this.#writer = new Writer(text, mannerOf(text, this.#json));
  }

  /** The changes of text that carry out the edits, in order. */
  changes(edits: readonly Edit[]): readonly TextChange[] {
    return [...this.#writer.changes(planOf(edits, this.#layout)), ...cuts(edits)].sort((a, b) => a.start - b.start || a.end - b.end);
  }

  /** The text after the changes. Throws {@link Refusal} where that does not say exactly what the edits ask for. */
  checked(edits: readonly Edit[], changes: readonly TextChange[]): string {
    const result = textWith(this.#text, changes);
    const after = read(result, this.#json);
    if (!after.root || after.issues.length > 0) throw new Refusal("The changed document could not be read");
    if (JSON.stringify(outlineOf(after.root)) !== JSON.stringify(outlineOf(this.#root, planOf(edits, this.#layout)))) throw new Refusal("The change cannot be written into this text");
    return result;
  }
}

/** Edits of a program ({@link Place.ofSpan}), which has no tree to compare; `undefined` where one means a document. */
function splicesOf(edits: readonly Edit[]): readonly TextChange[] | undefined {
  const splices: TextChange[] = [];
  for (const edit of edits) {
    const { slice, path } = edit.place;
    if (edit.kind !== "replace" || !slice || path.length > 0) return undefined;
    if (!splices.some((other) => other.start === slice.start && other.end === slice.end && other.text === edit.text)) splices.push({ ...slice, text: edit.text });
  }
  return splices.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Each span once, however many edits name it. */
function cuts(edits: readonly Edit[]): readonly TextChange[] {
  const spans = new Map<string, TextChange>();
  for (const { kind, place } of edits) {
    if (kind === "cut" && place.slice) spans.set(`${place.slice.start}-${place.slice.end}`, { ...place.slice, text: "" });
  }
  return [...spans.values()];
}

function read(text: string, json: boolean): RawDocument {
  return json ? scanJson(text) : (readFast(text) ?? readWithLibrary(text));
}

function textWith(text: string, changes: readonly TextChange[]): string {
  let result = "";
  let at = 0;
  for (const change of changes) {
    if (change.start < at) throw new Refusal("Two changes touch the same text");
    result += text.slice(at, change.start) + change.text;
    at = change.end;
  }
  return result + text.slice(at);
}

/** Where the pairs or items of a map or list stand. */
type Spans = readonly { readonly start: number; readonly end: number }[];

class Writer {
  readonly #text: string;
  readonly #manner: Manner;

  constructor(text: string, manner: Manner) {
    this.#text = text;
    this.#manner = manner;
  }

  changes(plan: Plan): TextChange[] {
    return [
      ...[...plan.replaced].map(([node, { text, pair }]) => this.#replacement(node, text, pair)),
      ...[...plan.put].map(([node, given]) => this.#put(node, given)),
      ...[...plan.spliced].flatMap(([node, splices]) => this.#splices(node, splices)),
      ...[...plan.renamed].map(([{ key }, name]) => ({ start: key.start, end: key.end, text: writtenText(name, key.kind === "scalar" ? key.style : "plain", this.#manner) })),
      ...[...plan.removedPairs].flatMap(([map, pairs]) => this.#removals(map, this.#pairSpans(map), map.pairs.map((pair) => pairs.has(pair)), "{}")),
      ...[...plan.removedItems].flatMap(([list, items]) => this.#removals(list, this.#itemSpans(list), list.items.map((item) => items.has(item)), "[]")),
      ...this.#additions(plan),
    ];
  }

  /** What ends on the same line gets its additions from the inside out: the innermost container starts last. */
  #additions(plan: Plan): TextChange[] {
    const additions = [
      ...[...plan.addedEntries].map(([map, entries]) => ({ from: map.start, change: this.#entries(map, entries) })),
      ...[...plan.addedItems].map(([list, items]) => ({ from: list.start, change: this.#items(list, items) })),
      ...[...plan.listed].map(([node, items]) => ({ from: node.start, change: this.#listed(node, items) })),
    ];
    return additions.sort((a, b) => b.from - a.from).map(({ change }) => change);
  }

  #replacement(node: RawNode, text: string, pair: RawPair | undefined): TextChange {
    const style = node.kind === "scalar" ? node.style : "plain";
    const written = staysTyped(node, text) && (!this.#manner.json || isJsonWord(text)) ? text : writtenText(text, style, this.#manner);
    if (pair && node.from === node.end) {
      const colon = this.#text.indexOf(":", pair.key.end);
      return { start: colon + 1, end: colon + 1, text: ` ${written}` };
    }
    // An anchor stays, since aliases may name it; a tag belongs to what is replaced.
    return { start: node.from, end: node.end, text: node.anchor === undefined ? written : `&${node.anchor} ${written}` };
  }

  /** In block style below the key, in flow style where the scalar stands. */
  #put({ from, end }: RawScalar, { value, pair, inFlow }: { readonly value: unknown; readonly pair: RawPair; readonly inFlow: boolean }): TextChange {
    const indent = this.#text.slice(this.#lineStart(pair.key.from), pair.key.from);
    if (this.#manner.json && indent.trim() === "") return { start: from, end, text: writtenSpread(value, indent, this.#manner) };
    if (inFlow || this.#manner.json) return { start: from, end, text: writtenInline(value, this.#manner) };
    const column = pair.key.from - this.#lineStart(pair.key.from);
    return { start: this.#text.indexOf(":", pair.key.end) + 1, end, text: writtenBelow(value, column, this.#manner) };
  }

  #splices(node: RawScalar, splices: readonly Splice[]): TextChange[] {
    const whole = splicedText(node.text, splices);
    const spans = splices.map((splice) => ({ span: spanInScalar(this.#text, node, splice), splice }));
    const isBlock = node.style === "literal" || node.style === "folded";
    const typed = staysTyped(node, whole) && (!this.#manner.json || isJsonWord(whole));
    const stands = canStand(whole, node) && !(this.#manner.json && node.style === "plain");
    const fits = isBlock ? splices.every(({ text }) => !/[\r\n]/u.test(text)) : typed || stands;
    if (!fits || spans.some(({ span }) => !span)) return [{ start: node.start, end: node.end, text: writtenText(whole, node.style, this.#manner) }];
    return spans.flatMap(({ span, splice: { text } }) => (span ? [{ ...span, text: writtenPiece(text, node.style) }] : []));
  }

  #pairSpans(map: RawMap): Spans {
    return map.pairs.map(({ key, value }) => ({ start: key.from, end: Math.max(key.end, value.end) }));
  }

  #itemSpans(list: RawList): Spans {
    if (list.flow) return list.items.map(({ from, end }) => ({ start: from, end }));
    return list.items.map(({ from, end }, index) => ({ start: index === 0 ? list.start : this.#text.lastIndexOf("-", from - 1), end }));
  }

  #removals(container: RawList | RawMap, spans: Spans, removed: readonly boolean[], empty: string): TextChange[] {
    if (removed.every(Boolean)) return [this.#emptied(container, empty)];
    return spans.flatMap((span, index) => (removed[index] ? [container.flow ? this.#flowRemoval(spans, removed, index) : this.#blockRemoval(spans, index)] : []));
  }

  /** `[]` or `{}` instead of everything: behind the colon, where nothing but a line break stands in between. */
  #emptied({ start, end, flow }: RawList | RawMap, empty: string): TextChange {
    const before = this.#text.slice(0, start).trimEnd();
    if (flow || !before.endsWith(":") || this.#text.slice(this.#lineStart(before.length), before.length).includes("#")) return { start, end, text: empty };
    return { start: before.length, end, text: ` ${empty}` };
  }

  /** The part and the comma next to it: the one behind, or at the end of the list the one in front. */
  #flowRemoval(spans: Spans, removed: readonly boolean[], index: number): TextChange {
    const { start, end } = spans[index] ?? { start: 0, end: 0 };
    const next = spans[index + 1];
    const restIsRemoved = removed.slice(index).every(Boolean);
    if (!restIsRemoved) return { start, end: next?.start ?? end, text: "" };
    return { start: spans[index - 1]?.end ?? start, end, text: "" };
  }

  /** Whole lines, or the part of the line behind a dash up to the next key. */
  #blockRemoval(spans: Spans, index: number): TextChange {
    const { start, end } = spans[index] ?? { start: 0, end: 0 };
    const lineStart = this.#lineStart(start);
    if (this.#text.slice(lineStart, start).trim() !== "") return { start, end: spans[index + 1]?.start ?? end, text: "" };
    const lineEnd = this.#lineEnd(end);
    if (lineEnd < this.#text.length) return { start: lineStart, end: this.#text.indexOf("\n", lineEnd) + 1, text: "" };
    return { start: Math.max(0, this.#lineEnd(lineStart - 2)), end: lineEnd, text: "" };
  }

  #entries(map: RawMap, entries: ReadonlyMap<string, unknown>): TextChange {
    if (map.flow) return this.#flowAddition(map, this.#pairSpans(map), (written) => [...entries].map(([key, value]) => `${writtenText(key, "plain", this.#manner)}: ${written(value)}`), ["{", "}"]);
    const column = map.start - this.#lineStart(map.start);
    return this.#blockAddition(map, column, [...entries].map(([key, value]) => writtenEntry(key, value, column, this.#manner)));
  }

  #items(list: RawList, items: readonly unknown[]): TextChange {
    if (list.flow) return this.#flowAddition(list, this.#itemSpans(list), (written) => items.map(written), ["[", "]"]);
    const column = list.start - this.#lineStart(list.start);
    return this.#blockAddition(list, column, items.map((item) => `- ${writtenItem(item, column, this.#manner)}`));
  }

  #listed({ start, end }: RawScalar, items: readonly unknown[]): TextChange {
    const written = [this.#text.slice(start, end), ...items.map((item) => writtenInline(item, this.#manner))];
    return { start, end, text: `[${written.join(", ")}]` };
  }

  /** On lines of their own where the last part has one; what is added to an empty container stands on its line. */
  #flowAddition(container: RawList | RawMap, spans: Spans, partsBy: (written: (value: unknown) => string) => readonly string[], [open, close]: readonly [string, string]): TextChange {
    const last = spans.at(-1);
    const inline = (value: unknown): string => writtenInline(value, this.#manner);
    if (!last) return { start: container.start, end: container.end, text: `${open}${partsBy(inline).join(", ")}${close}` };
    const indent = this.#text.slice(this.#lineStart(last.start), last.start);
    const isSpread = indent.trim() === "";
    const parts = partsBy(isSpread && this.#manner.json ? (value) => writtenSpread(value, indent, this.#manner) : inline);
    const separator = isSpread ? `,${this.#manner.newline}${indent}` : ", ";
    return { start: last.end, end: last.end, text: parts.map((part) => `${separator}${part}`).join("") };
  }

  #blockAddition(container: RawList | RawMap, column: number, parts: readonly string[]): TextChange {
    const at = this.#lineEnd(container.end);
    return { start: at, end: at, text: parts.map((part) => `${this.#manner.newline}${" ".repeat(column)}${part}`).join("") };
  }

  #lineStart(at: number): number {
    return at <= 0 ? 0 : this.#text.lastIndexOf("\n", at - 1) + 1;
  }

  /** Before the line break. */
  #lineEnd(at: number): number {
    const lf = this.#text.indexOf("\n", Math.max(0, at));
    if (lf < 0) return this.#text.length;
    return this.#text.charAt(lf - 1) === "\r" ? lf - 1 : lf;
  }
}

function isJsonWord(text: string): boolean {
  return /^(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)$/u.test(text);
}
