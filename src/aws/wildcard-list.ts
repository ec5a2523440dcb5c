import { possibilities, type Place, type Tri, type Value } from "../source/index.ts";
import { patternMatches } from "./cors-answer.ts";
import type { CorsList } from "./cors-block.ts";
import { matchesGlob } from "./glob.ts";

/** What a list with wildcards says of a text, and the item that says so. */
export interface ListMatch {
  readonly answer: Tri;
  /** Every item that matches for sure is the lone `*`; it is not known where {@link answer} is `maybe`. */
  readonly byWildcard: boolean;
  /** Some item that matches for sure is the lone `*`. */
  readonly hasWildcard: boolean;
  readonly place: Place;
}

/** Matches a text against items in which `*` stands for any text (SB2). */
export function listMatch(list: CorsList, text: string): ListMatch {
  const matches = list.items.map(({ value, place }) => ({ answer: itemMatches(value, text), isStar: value.kind === "known" && value.text === "*", place }));
  const certain = matches.filter(({ answer }) => answer === "yes");
  const [first] = certain;
  if (first) return { answer: "yes", byWildcard: certain.every(({ isStar }) => isStar), hasWildcard: certain.some(({ isStar }) => isStar), place: first.place };
  const open = matches.find(({ answer }) => answer === "maybe");
  return { answer: open || list.hidden !== undefined ? "maybe" : "no", byWildcard: false, hasWildcard: false, place: open?.place ?? list.place };
}

function itemMatches(value: Value, text: string): Tri {
  const answers = possibilities(value).map((possibility): Tri => {
    switch (possibility.kind) {
      case "unknown":
        return "maybe";
      case "known":
        return possibility.text.includes("?") ? (possibility.text === text ? "yes" : "no") : matchesGlob(possibility.text, text) ? "yes" : "no";
      case "pattern":
        return patternMatches(possibility.parts.flatMap((part) => (typeof part === "string" ? part.split("*").flatMap((piece, index) => (index === 0 ? [piece] : [undefined, piece])) : [undefined])), text);
    }
  });
  const [first = "no"] = answers;
  return answers.every((answer) => answer === first) ? first : "maybe";
}
