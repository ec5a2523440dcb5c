/**
 * What is known of a text that a template or a program writes. Unknown is never wrong: a statement about a value is `yes` or `no`
 * only where every possibility agrees.
 */
export type Value = Known | Pattern | OneOf | Unknown;

export interface Known {
  readonly kind: "known";
  readonly text: string;
}

/** A text with unknown parts: `https://${Domain}/` is well formed up to its last slash whatever the domain is. */
export interface Pattern {
  readonly kind: "pattern";
  /** Texts and holes; at least one hole, no two texts in a row, no empty text. */
  readonly parts: readonly (string | Unknown)[];
}

/** One of several, and it is not known which. At least two, none of them a `OneOf`. */
export interface OneOf {
  readonly kind: "one-of";
  readonly values: readonly (Known | Pattern | Unknown)[];
}

/** Nothing is known, and why: a phrase that completes "cannot tell: …" (`the parameter Origin has no default`). */
export interface Unknown {
  readonly kind: "unknown";
  readonly reason: string;
  /** It is (a part of) a host name: letters, digits, hyphens and dots, so no scheme, path, port, comma or quote can hide in it. */
  readonly host?: true;
}

/** What can be said of something partly known. */
export type Tri = "yes" | "no" | "maybe";

export function known(text: string): Known {
  return { kind: "known", text };
}

export function unknown(reason: string): Unknown {
  return { kind: "unknown", reason };
}

/** Nothing is known but that it is a host name, or a part of one: the domain name of a distribution. */
export function unknownHost(reason: string): Unknown {
  return { kind: "unknown", reason, host: true };
}

/** The parts written one after the other; unknown where that is longer than anything AWS takes, so that texts that double come to an end. */
export function concat(values: readonly Value[]): Value {
  const choice = values.find((value) => value.kind === "one-of");
  if (choice?.kind === "one-of") {
    const product = values.reduce((size, value) => size * (value.kind === "one-of" ? value.values.length : 1), 1);
    if (product > MAX_CHOICES) return concat(values.map((value) => (value.kind === "one-of" ? unknown("too many possibilities") : value)));
    const index = values.indexOf(choice);
    return oneOf(choice.values.map((value) => concat(values.with(index, value))));
  }
  const parts: (string | Unknown)[] = [];
  let length = 0;
  const add = (part: string | Unknown): void => {
    const last = parts.at(-1);
    if (part === "") return;
    length += typeof part === "string" ? part.length : 1;
    if (length > MAX_LENGTH) return;
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else parts.push(part);
  };
  for (const value of values) {
    if (value.kind === "known") add(value.text);
    else if (value.kind === "pattern") value.parts.forEach(add);
    else if (value.kind === "unknown") add(value);
  }
  return length > MAX_LENGTH ? unknown("the text is too long") : fromParts(parts);
}

const MAX_CHOICES = 64;
const MAX_LENGTH = 4_000_000;

function fromParts(parts: readonly (string | Unknown)[]): Known | Pattern | Unknown {
  const [first] = parts;
  if (first === undefined) return known("");
  if (parts.length === 1) return typeof first === "string" ? known(first) : first;
  return parts.every((part) => typeof part === "string") ? known(parts.join("")) : { kind: "pattern", parts };
}

/** One of the given values; equal ones count once. */
export function oneOf(values: readonly Value[]): Value {
  const flat = values.flatMap((value) => (value.kind === "one-of" ? value.values : [value]));
  const seen = new Map(flat.map((value) => [JSON.stringify(value), value]));
  const distinct = [...seen.values()];
  const [only] = distinct;
  if (only === undefined) return unknown("there is no possibility");
  return distinct.length === 1 ? only : { kind: "one-of", values: distinct };
}

/** Every possibility by itself. */
export function possibilities(value: Value): readonly (Known | Pattern | Unknown)[] {
  return value.kind === "one-of" ? value.values : [value];
}

/** `ask` of each possibility, as one answer. */
export function ofAll(value: Value, ask: (possibility: Known | Pattern | Unknown) => Tri): Tri {
  return agree(possibilities(value).map(ask));
}

/** `yes` or `no` where all say so, else `maybe`. */
export function agree(answers: readonly Tri[]): Tri {
  const [first = "maybe"] = answers;
  return answers.every((answer) => answer === first) ? first : "maybe";
}

export function equals(value: Value, text: string): Tri {
  return ofAll(value, (possibility) => {
    if (possibility.kind === "known") return possibility.text === text ? "yes" : "no";
    return couldBe(possibility, text) ? "maybe" : "no";
  });
}

export function startsWith(value: Value, prefix: string): Tri {
  if (prefix === "") return "yes";
  return ofAll(value, (possibility) => {
    if (lacks(possibility, delimitersOf(prefix))) return "no";
    const first = possibility.kind === "known" ? possibility.text : possibility.kind === "pattern" ? possibility.parts[0] : undefined;
    if (typeof first !== "string") return "maybe";
    if (first.startsWith(prefix)) return "yes";
    return possibility.kind === "pattern" && prefix.startsWith(first) ? "maybe" : "no";
  });
}

export function endsWith(value: Value, suffix: string): Tri {
  if (suffix === "") return "yes";
  return ofAll(value, (possibility) => {
    const last = possibility.kind === "known" ? possibility.text : possibility.kind === "pattern" ? possibility.parts.at(-1) : undefined;
    if (typeof last !== "string") return "maybe";
    if (last.endsWith(suffix)) return "yes";
    return possibility.kind === "pattern" && suffix.endsWith(last) ? "maybe" : "no";
  });
}

/** Is `part` somewhere in the text? A hole can hide one, unless it is a host name and `part` has what no host name has. */
export function includes(value: Value, part: string): Tri {
  if (part === "") return "yes";
  return ofAll(value, (possibility) => {
    if (possibility.kind === "known") return possibility.text.includes(part) ? "yes" : "no";
    if (lacks(possibility, delimitersOf(part))) return "no";
    if (possibility.kind === "unknown") return "maybe";
    return possibility.parts.some((piece) => typeof piece === "string" && piece.includes(part)) ? "yes" : "maybe";
  });
}

/** `transform` of each text that is wholly known; patterns and unknowns stay as they are. */
export function mapKnown(value: Value, transform: (text: string) => string): Value {
  return oneOf(possibilities(value).map((possibility) => (possibility.kind === "known" ? known(transform(possibility.text)) : possibility)));
}

/** The one text it must be, if that is known. */
export function knownText(value: Value): string | undefined {
  return value.kind === "known" ? value.text : undefined;
}

/** Why it is not known exactly: the reasons of its holes, each once; none for a text that is known. */
export function reasonsOf(value: Value): readonly string[] {
  const reasons = possibilities(value).flatMap((possibility) => {
    switch (possibility.kind) {
      case "known":
        return [];
      case "unknown":
        return [possibility.reason];
      case "pattern":
        return possibility.parts.flatMap((part) => (typeof part === "string" ? [] : [part.reason]));
    }
  });
  return [...new Set(reasons)];
}

/** As a person reads it: `https://${…}/`, `"a" or "b"`, or the reason why it is unknown. */
export function describe(value: Value): string {
  switch (value.kind) {
    case "known":
      return value.text;
    case "pattern":
      return value.parts.map((part) => (typeof part === "string" ? part : "${…}")).join("");
    case "one-of":
      return value.values.map(describe).join(" or ");
    case "unknown":
      return `unknown (${value.reason})`;
  }
}

/** Could the holes be filled so that it reads `text`? */
function couldBe(value: Pattern | Unknown, text: string): boolean {
  if (isOfHosts(value) && delimitersOf(text) !== delimitersIn(value)) return false;
  if (value.kind === "unknown") return true;
  const first = value.parts[0];
  const last = value.parts.at(-1);
  if (typeof first === "string" && !text.startsWith(first)) return false;
  if (typeof last === "string" && !text.endsWith(last)) return false;
  let from = 0;
  for (const part of value.parts) {
    if (typeof part !== "string") continue;
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return true;
}

/** Are all of its holes host names? */
function isOfHosts(value: Pattern | Unknown): boolean {
  return value.kind === "unknown" ? value.host === true : value.parts.every((part) => typeof part === "string" || part.host === true);
}

/** What no host name has, in order: of `https://a.example:8080` it is `://:`. */
function delimitersOf(text: string): string {
  return text.replace(/[a-z0-9.-]/giu, "");
}

function delimitersIn(value: Pattern | Unknown): string {
  return value.kind === "unknown" ? "" : delimitersOf(value.parts.filter((part) => typeof part === "string").join(""));
}

/** Is it sure that these delimiters stand nowhere in it? */
function lacks(value: Known | Pattern | Unknown, delimiters: string): boolean {
  return value.kind !== "known" && delimiters !== "" && isOfHosts(value) && !delimitersIn(value).includes(delimiters);
}
