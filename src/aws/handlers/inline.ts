import type { Place, Span } from "../../source/index.ts";
import type { View } from "../../template/index.ts";

/** Code that stands in the template itself. */
export interface InlineSource {
  /** Offsets are those of the text as it is written in the template. */
  readonly text: string;
  placeOf(span: Span): Place;
  /** The place of all of a span; `undefined` where it stands in several places. */
  wholePlaceOf(span: Span): Place | undefined;
}

/** `ZipFile` or `InlineCode`: a text, a text with `${…}` that `Fn::Sub` fills in, or lines that `Fn::Join` puts together. */
export function inlineSource(view: View): InlineSource | undefined {
  const { node } = view;
  if (node?.kind === "scalar") return inOnePlace(node.text, node.place);
  if (node?.kind !== "map") return undefined;
  const sub = node.get("Fn::Sub");
  const template = sub?.kind === "list" ? sub.items[0] : sub;
  if (template?.kind === "scalar") return inOnePlace(filledIn(template.text), template.place);
  const join = node.get("Fn::Join");
  const [separator, lines] = join?.kind === "list" ? join.items : [];
  if (separator?.kind === "scalar" && lines?.kind === "list") return joined(separator.text, view, lines.items.map((item) => (item.kind === "scalar" ? item : undefined)));
  return undefined;
}

/**
 * Says the code itself that other code takes its place (`# Placeholder - deploy actual code via CI/CD`)? Then what it returns is nothing that anybody gets. Only where it is short: a long
 * program does its work, whatever it says of a part of it.
 */
export function isPlaceholder({ text }: InlineSource): boolean {
  return PLACEHOLDER.test(text) && text.split("\n").filter((line) => line.trim() !== "").length <= LINES_OF_A_PLACEHOLDER;
}

/** Not the attribute of HTML (`placeholder=`), and not CSS (`::placeholder`). */
const PLACEHOLDER = /(?<![:-])\bplaceholder\b(?!\s*=)|\b(?:actual|real) (?:[a-z]+ ){0,2}code\b|\bwill be (?:replaced|overwritten)\b/iu;

const LINES_OF_A_PLACEHOLDER = 20;

function inOnePlace(text: string, place: Place): InlineSource {
  const placeOf = ({ start, end }: Span): Place => place.at(start, end);
  return { text, placeOf, wholePlaceOf: placeOf };
}

/** What the template puts in is some text; of as many letters, so that what stands behind keeps its place. `${!x}` is JavaScript's own `${x}`. */
function filledIn(text: string): string {
  return text.replace(/\$\{([^}]*)\}/gu, (whole, name: string) => (name.startsWith("!") ? `\${ ${name.slice(1)}}` : HOLE.repeat(whole.length)));
}

/** A letter that no program has in its names: a text with it holds something that the template puts in. */
export const HOLE = "\uE000";

function joined(separator: string, view: View, items: readonly ({ readonly text: string; readonly place: Place } | undefined)[]): InlineSource {
  const starts: number[] = [];
  let text = "";
  for (const [index, item] of items.entries()) {
    if (index > 0) text += separator;
    starts.push(text.length);
    text += item?.text ?? HOLE;
  }
  const itemAt = (offset: number): { readonly from: number; readonly item: (typeof items)[number] } => {
    const index = starts.findLastIndex((from) => from <= offset);
    return { from: starts[index] ?? 0, item: items[index] };
  };
  return {
    text,
    placeOf: ({ start, end }) => {
      const { from, item } = itemAt(start);
      return item ? item.place.at(start - from, Math.min(end - from, item.text.length)) : view.place;
    },
    wholePlaceOf: ({ start, end }) => {
      const { from, item } = itemAt(start);
      return item && end - from <= item.text.length ? item.place.at(start - from, end - from) : undefined;
    },
  };
}
