import type { Node, Place } from "../../source/index.ts";
import { get, MAX_DEPTH } from "./editable.ts";

/**
 * SAM's refusal of a template, in SAM's words. Thrown inside the expansion only, and caught there: for one resource the rest goes on; a
 * `fatal` one is the only one that AWS would report.
 */
export class SamRefusal extends Error {
  readonly place: Place;
  readonly fatal: boolean;
  /** The event that is at fault; SAM wraps its sentence in that of the function. */
  readonly isEvent: boolean;

  constructor(message: string, place: Place, how: { fatal?: boolean; isEvent?: boolean } = {}) {
    super(message);
    this.place = place;
    this.fatal = how.fatal ?? false;
    this.isEvent = how.isEvent ?? false;
  }
}

export function refuseResource(id: string, sentence: string, place: Place): never {
  throw new SamRefusal(`Resource with id [${id}] is invalid. ${sentence}`, place);
}

export function refuseEvent(id: string, sentence: string, place: Place): never {
  throw new SamRefusal(`Event with id [${id}] is invalid. ${sentence}`, place, { isEvent: true });
}

/** A refusal after which AWS reports nothing else. */
export function refuseDocument(sentence: string, place: Place): never {
  throw new SamRefusal(`Structure of the SAM template is invalid. ${sentence}`, place, { fatal: true });
}

export function refuseTemplate(sentence: string, place: Place): never {
  throw new SamRefusal(`Structure of the SAM template is invalid. ${sentence}`, place);
}

export type Expected = "map" | "list" | "string" | "integer" | "boolean";

export function isA(node: Node | undefined, expected: Expected): boolean {
  if (node === undefined) return false;
  if (node.kind !== "scalar") return node.kind === expected;
  switch (expected) {
    case "string":
    case "boolean":
      return typeof node.value === expected;
    case "integer":
      // Python's booleans are integers, and SAM's checks let them through.
      return typeof node.value === "boolean" || (typeof node.value === "number" && Number.isInteger(node.value));
    case "map":
    case "list":
      return false;
  }
}

/** How a node's refusal is worded: whose property it is. */
export interface Owner {
  readonly kind: "resource" | "event" | "attribute";
  readonly id: string;
  /** Where to point when the value itself is absent. */
  readonly place: Place;
}

/** Refuses a value of another type with SAM's `Property 'X' should be a map.` (or `sentence`). */
export function expect(node: Node | undefined, owner: Owner, path: string, expected: Expected, sentence?: string): Node {
  if (node !== undefined && isA(node, expected)) return node;
  const place = node?.place ?? owner.place;
  const noun = owner.kind === "attribute" ? "Attribute" : "Property";
  const words = sentence ?? `${noun} '${path}' should be a ${expected}.`;
  return owner.kind === "event" ? refuseEvent(owner.id, words, place) : refuseResource(owner.id, words, place);
}

/** The node as Python prints it in SAM's sentences. */
export function pythonText(node: Node | undefined): string {
  if (node?.kind === "scalar" && typeof node.value === "string") return node.value;
  return pythonRepr(node, 0);
}

function pythonRepr(node: Node | undefined, depth: number): string {
  if (node === undefined) return "None";
  if (depth > MAX_DEPTH) return "...";
  switch (node.kind) {
    case "scalar":
      if (node.value === null) return "None";
      if (typeof node.value === "boolean") return node.value ? "True" : "False";
      return typeof node.value === "number" ? String(node.value) : quoted(node.value);
    case "list":
      return `[${node.items.map((item) => pythonRepr(item, depth + 1)).join(", ")}]`;
    case "map":
      return `{${Array.from(node.entries(), ({ key, value }) => `${quoted(key)}: ${pythonRepr(value, depth + 1)}`).join(", ")}}`;
  }
}

function quoted(text: string): string {
  return text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
}

export function pythonTypeName(node: Node): string {
  if (node.kind === "map") return "dict";
  if (node.kind === "list") return "list";
  if (node.value === null) return "NoneType";
  if (typeof node.value === "string") return "str";
  if (typeof node.value === "boolean") return "bool";
  return Number.isInteger(node.value) ? "int" : "float";
}

/** A value deep in a map; what stands in the way and is no map is named. */
export function deepGet(node: Node | undefined, path: readonly string[]): { readonly value: Node | undefined } | { readonly wrong: string } {
  let at = node;
  for (const [index, key] of path.entries()) {
    if (at === undefined || (at.kind === "scalar" && at.value === null)) return { value: undefined };
    if (at.kind !== "map") return { wrong: notAMap(path.slice(0, index).join(".")) };
    at = get(at, key);
  }
  return { value: at };
}

export function notAMap(path: string): string {
  return path === "" ? "It should be a map" : `The value of '${path}' should be a map`;
}
