import type { Entry, MapNode, Node, Place } from "../source/index.ts";

/** A map with the one key that names an intrinsic function, or the key `Ref` or `Condition`. */
export interface Intrinsic {
  readonly name: string;
  readonly argument: Node;
  readonly node: MapNode;
}

export function intrinsicOf(node: Node): Intrinsic | undefined {
  if (node.kind !== "map" || node.size !== 1) return undefined;
  const [name] = node.keys();
  const argument = name !== undefined && isFunctionName(name) ? node.get(name) : undefined;
  return name === undefined || argument === undefined ? undefined : { name, argument, node };
}

export function isFunctionName(key: string): boolean {
  return key === "Ref" || (key.startsWith("Fn::") && !key.startsWith(FOR_EACH));
}

export const FOR_EACH = "Fn::ForEach::";

/** What is written in a map but is not an entry of it until it is expanded: `Fn::Transform`, `Fn::ForEach::X`. */
export function unexpandedEntry(node: MapNode): Entry | undefined {
  const transform = node.entry("Fn::Transform");
  if (transform !== undefined) return transform;
  for (const key of node.keys()) if (key.startsWith(FOR_EACH)) return node.entry(key);
  return undefined;
}

export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? node.text : undefined;
}

/** A piece of the text of `Fn::Sub`: literal text, or a name to put in. `start` and `end` are offsets in the written text. */
export type SubPiece = { readonly literal: string } | { readonly name: string; readonly start: number; readonly end: number };

/**
 * `${Name}` is replaced, `${!Name}` is the text `${Name}`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
 */
export function subPieces(text: string): SubPiece[] {
  const pieces: SubPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(/\$\{(?<escaped>!?)(?<name>[^${}]*)\}/gu)) {
    const { escaped = "", name = "" } = match.groups ?? {};
    if (match.index > from) pieces.push({ literal: text.slice(from, match.index) });
    from = match.index + match[0].length;
    if (escaped === "!") pieces.push({ literal: `\${${name}}` });
    else pieces.push({ name: name.trim(), start: match.index, end: from });
  }
  if (from < text.length) pieces.push({ literal: text.slice(from) });
  return pieces;
}

export interface SubArguments {
  readonly template: Node;
  readonly variables: MapNode | undefined;
}

/** `Fn::Sub: text`, or `Fn::Sub: [text, {Name: value}]`. */
export function subArguments(argument: Node): SubArguments | undefined {
  if (argument.kind === "scalar") return { template: argument, variables: undefined };
  if (argument.kind !== "list") return undefined;
  const [template, variables] = argument.items;
  if (template === undefined) return undefined;
  return { template, variables: variables?.kind === "map" ? variables : undefined };
}

/** Logical id and attribute of `Fn::GetAtt`, in both its forms; the attribute may itself be an intrinsic and is then not known. */
export function getAttTarget(argument: Node): { readonly id: string; readonly attribute: string | undefined; readonly place: Place } | undefined {
  if (argument.kind === "scalar") {
    const dot = argument.text.indexOf(".");
    return { id: dot < 0 ? argument.text : argument.text.slice(0, dot), attribute: dot < 0 ? undefined : argument.text.slice(dot + 1), place: argument.place };
  }
  if (argument.kind !== "list") return undefined;
  const [id, ...rest] = argument.items;
  const idText = textOf(id);
  if (id === undefined || idText === undefined) return undefined;
  const attributes = rest.map(textOf);
  return { id: idText, attribute: attributes.includes(undefined) || attributes.length === 0 ? undefined : attributes.join("."), place: id.place };
}

/** `Name.Attribute` of a `${…}` in `Fn::Sub`. */
export function subTarget(name: string): { readonly id: string; readonly attribute: string | undefined } {
  const dot = name.indexOf(".");
  return dot < 0 ? { id: name, attribute: undefined } : { id: name.slice(0, dot), attribute: name.slice(dot + 1) };
}

/** A name that an intrinsic mentions: a parameter, a pseudo parameter or a resource. */
export interface Mention {
  readonly via: "Ref" | "GetAtt" | "Sub";
  readonly id: string;
  readonly attribute: string | undefined;
  readonly place: Place;
}

/** What this one intrinsic mentions by itself; its arguments are not looked into, except for the text of `Fn::Sub`. */
export function mentionsOf(intrinsic: Intrinsic): readonly Mention[] {
  const { name, argument } = intrinsic;
  if (name === "Ref") {
    const id = textOf(argument);
    return id === undefined ? [] : [{ via: "Ref", id, attribute: undefined, place: argument.place }];
  }
  if (name === "Fn::GetAtt") {
    const target = getAttTarget(argument);
    return target === undefined ? [] : [{ via: "GetAtt", ...target }];
  }
  if (name !== "Fn::Sub") return [];
  const args = subArguments(argument);
  const text = textOf(args?.template);
  if (args === undefined || text === undefined) return [];
  return subPieces(text).flatMap((piece) => {
    if ("literal" in piece || args.variables?.has(piece.name) === true) return [];
    return [{ via: "Sub" as const, ...subTarget(piece.name), place: args.template.place.at(piece.start, piece.end) }];
  });
}

/** Nothing in a template is followed deeper than this; real ones stay below 60. */
export const MAX_DEPTH = 300;
