import type { RawScalar, ScalarStyle } from "./raw.ts";
import { scalar } from "./raw.ts";
import { typeOf } from "./yaml-types.ts";

/** How a document is written, as far as one can tell from it. */
export interface Manner {
  readonly json: boolean;
  readonly newline: "\n" | "\r\n";
  /** Columns from one level of indentation to the next. */
  readonly step: number;
  /** Are functions written by their tags, `!Ref Api`? */
  readonly tags: boolean;
  /** Do the dashes of a list stand in the column of its key? */
  readonly flush: boolean;
  /** Of JSON: what one level is indented by, and which small parts stand on one line. */
  readonly spread: { readonly unit: string; readonly blank: string; readonly lists: boolean; readonly objects: boolean };
}

export function mannerOf(text: string, json: boolean): Manner {
  const { column, dash } = (json ? undefined : /\n(?<column> *)[^\s#-][^\n]*:[^\S\n]*\r?\n(?<dash> *)- /u.exec(text)?.groups) ?? {};
  const indented = /\n( +)\S/u.exec(text)?.[1]?.length ?? 2;
  const object = json ? /\{(?<blank> ?)"[^"\n]*"\s*:\s*"[^"\n]*" ?\}/u.exec(text) : undefined;
  const spread = { unit: /\n\t/u.test(text) ? "\t" : " ".repeat(indented > 8 ? 2 : indented), blank: object?.groups?.["blank"] ?? " ", lists: json && /\[ ?"[^"\n]*"[^[\]\n]*\]/u.test(text), objects: Boolean(object) };
  return { json, newline: /\r?\n/u.exec(text)?.[0] === "\r\n" ? "\r\n" : "\n", step: indented > 8 ? 2 : indented, tags: !json && /\s!(?:Ref|GetAtt)\s/u.test(text), flush: dash !== undefined && dash === column, spread };
}

/** May the text stand without quotes, anywhere in YAML, and still be this text? */
function isSafePlain(text: string): boolean {
  if (!/^[A-Za-z0-9_/.$(^][^,[\]{}?\p{C}\p{Zl}\p{Zp}]*$/u.test(text) || /:\s|\s#|[:\s]$|^\.\.\./u.test(text)) return false;
  return typeOf(scalar("plain", text, 0, 0)).value === text;
}

/** A text as a scalar of the given style, or of one that can hold it. */
export function writtenText(text: string, style: ScalarStyle, manner: Manner): string {
  if (manner.json || style === "double" || /[^\P{C}]|[\p{Zl}\p{Zp}\r\n\t]/u.test(text)) return JSON.stringify(text);
  if (style !== "single" && isSafePlain(text)) return text;
  // Mapping values have quotes of their own, and `"'*'"` is how people write them.
  if (style !== "single" && text.includes("'") && !/["\\]/u.test(text)) return JSON.stringify(text);
  return `'${text.replaceAll("'", "''")}'`;
}

/** A piece of a scalar's text as it stands within a scalar of that style. */
export function writtenPiece(text: string, style: ScalarStyle): string {
  if (style === "double") return JSON.stringify(text).slice(1, -1);
  return style === "single" ? text.replaceAll("'", "''") : text;
}

/** May the whole text stand in the style it already has? */
export function canStand(text: string, raw: RawScalar): boolean {
  if (raw.style === "double") return true;
  if (/[\r\n\t]|[^\P{C}]/u.test(text)) return false;
  return raw.style === "single" || (raw.style === "plain" && isSafePlain(text));
}

/** `!Ref Api`, `!GetAtt Api.RootResourceId`, where the file writes functions so. */
function byTag(value: unknown, manner: Manner): string | undefined {
  if (!manner.tags || !isFilledObject(value)) return undefined;
  const [[name, of] = ["", undefined], ...others] = Object.entries(value);
  const parts: readonly unknown[] = name === "Ref" ? [of] : name === "Fn::GetAtt" && Array.isArray(of) && of.length === 2 ? of : [];
  if (others.length > 0 || parts.length === 0 || !parts.every((part) => typeof part === "string" && /^[\w:]+$/u.test(part))) return undefined;
  return `${name === "Ref" ? "!Ref" : "!GetAtt"} ${parts.join(".")}`;
}

/** Plain data on one line: JSON, or YAML in flow style. */
export function writtenInline(value: unknown, manner: Manner): string {
  const tagged = byTag(value, manner);
  if (tagged !== undefined) return tagged;
  if (Array.isArray(value)) return `[${value.map((item) => writtenInline(item, manner)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const pairs = Object.entries(value).map(([key, item]) => `${writtenText(key, "plain", manner)}: ${writtenInline(item, manner)}`);
    return pairs.length === 0 ? "{}" : manner.json ? `{${manner.spread.blank}${pairs.join(", ")}${manner.spread.blank}}` : `{${pairs.join(", ")}}`;
  }
  return typeof value === "string" ? writtenText(value, "plain", manner) : String(value);
}

/** JSON over several lines, the first of which is indented so; small parts on one line, where others of the file are. */
export function writtenSpread(value: unknown, indent: string, manner: Manner): string {
  const { unit, lists, objects } = manner.spread;
  const lines = (open: string, parts: readonly string[], close: string): string => `${open}${manner.newline}${parts.map((part) => `${indent}${unit}${part}`).join(`,${manner.newline}`)}${manner.newline}${indent}${close}`;
  if (Array.isArray(value) && value.length > 0 && !(lists && value.every(isScalar))) return lines("[", value.map((item) => writtenSpread(item, indent + unit, manner)), "]");
  if (!isFilledObject(value)) return writtenInline(value, manner);
  const entries = Object.entries(value);
  if (objects && entries.length === 1 && entries.every(([, item]) => isScalar(item))) return writtenInline(value, manner);
  return lines("{", entries.map(([key, item]) => `${JSON.stringify(key)}: ${writtenSpread(item, indent + unit, manner)}`), "}");
}

function isScalar(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

/** What follows `key:` in block style, below a map whose keys stand in `column`. */
export function writtenBelow(value: unknown, column: number, manner: Manner): string {
  const inner = column + manner.step;
  const dashes = manner.flush ? column : inner;
  const line = (at: number): string => `${manner.newline}${" ".repeat(at)}`;
  if (Array.isArray(value) && value.length > 0) return value.map((item) => `${line(dashes)}- ${writtenItem(item, dashes, manner)}`).join("");
  if (isFilledObject(value) && byTag(value, manner) === undefined) return Object.entries(value).map(([key, item]) => `${line(inner)}${writtenEntry(key, item, inner, manner)}`).join("");
  return ` ${writtenInline(value, manner)}`;
}

/** `key: value` in block style, the key in `column`. */
export function writtenEntry(key: string, value: unknown, column: number, manner: Manner): string {
  return `${writtenText(key, "plain", manner)}:${writtenBelow(value, column, manner)}`;
}

/** What follows `- ` in block style, the dash in `column`. */
export function writtenItem(value: unknown, column: number, manner: Manner): string {
  if (!isFilledObject(value) || byTag(value, manner) !== undefined) return writtenInline(value, manner);
  return Object.entries(value)
    .map(([key, item]) => writtenEntry(key, item, column + 2, manner))
    .join(`${manner.newline}${" ".repeat(column + 2)}`);
}

function isFilledObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}
