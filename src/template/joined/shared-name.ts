import { knownText } from "../../source/index.ts";
import type { MapNode, Node } from "../../source/index.ts";
import { conditionsOf } from "../conditions.ts";
import { DEFAULTS, Evaluator } from "../evaluate.ts";
import { intrinsicOf, MAX_DEPTH, subArguments, subPieces, textOf } from "../intrinsics.ts";
import { parametersOf } from "../parameters.ts";
import type { Parameter } from "../types.ts";

/** A part of a name that only a deployment fills in. */
export interface Hole {
  /** `other`: what cannot be compared with anything. */
  readonly kind: "parameter" | "stack-name" | "other";
  readonly name: string;
}

/** The name of an export, where it is given or where it is asked for. */
export interface SharedName {
  /** With what was given for parameters, and nothing else, put in; no two texts in a row. */
  readonly parts: readonly (string | Hole)[];
  /** With defaults too; `undefined` where that is no one text. */
  readonly text: string | undefined;
}

/** Names of one template. */
export class NameReader {
  readonly #parameters: ReadonlyMap<string, Parameter>;
  readonly #evaluator: Evaluator;
  readonly #stackName: string | undefined;

  constructor(root: MapNode, given: ReadonlyMap<string, string>, stackName: string | undefined) {
    const mappings = root.get("Mappings");
    const facts = { ...parametersOf(root, given), mappings: mappings?.kind === "map" ? mappings : undefined, conditions: conditionsOf(root), resources: new Map() };
    this.#parameters = facts.parameters;
    this.#evaluator = new Evaluator(facts, DEFAULTS);
    this.#stackName = stackName;
  }

  nameOf(node: Node): SharedName {
    const parts = joined(this.#partsOf(node, 0));
    const [only] = parts;
    if (typeof only === "string" && parts.length === 1) return { parts, text: only };
    const isOpen = parts.some((part) => typeof part !== "string" && part.kind === "parameter" && this.#isChoice(part.name));
    return { parts, text: isOpen ? undefined : knownText(this.#evaluator.text(node)) };
  }

  /** A parameter with several values: its default is only one of the worlds. */
  #isChoice(name: string): boolean {
    const parameter = this.#parameters.get(name);
    return parameter?.allowedValues !== undefined && parameter.allowedValues.length > 1;
  }

  #partsOf(node: Node, depth: number): readonly (string | Hole)[] {
    const other: Hole = { kind: "other", name: "" };
    if (depth > MAX_DEPTH) return [other];
    const text = textOf(node);
    if (text !== undefined) return [text];
    const intrinsic = intrinsicOf(node);
    switch (intrinsic?.name) {
      case "Ref":
        return [this.#named(textOf(intrinsic.argument) ?? "")];
      case "Fn::Sub": {
        const args = subArguments(intrinsic.argument);
        return subPieces(textOf(args?.template) ?? "").flatMap((piece) => {
          if ("literal" in piece) return [piece.literal];
          const variable = args?.variables?.get(piece.name);
          return variable === undefined ? [this.#named(piece.name)] : this.#partsOf(variable, depth + 1);
        });
      }
      case "Fn::Join": {
        const [between, items] = intrinsic.argument.kind === "list" ? intrinsic.argument.items : [];
        const glue = textOf(between);
        if (glue === undefined || items?.kind !== "list") return [other];
        return items.items.flatMap((item, index) => [...(index === 0 ? [] : [glue]), ...this.#partsOf(item, depth + 1)]);
      }
      default:
        return [other];
    }
  }

  #named(name: string): string | Hole {
    if (name === "AWS::StackName") return this.#stackName ?? { kind: "stack-name", name };
    // Exports are of one account and one region: these are the same for both sides.
    if (SAME_FOR_ALL.has(name)) return `\${${name}}`;
    const parameter = this.#parameters.get(name);
    if (parameter === undefined) return { kind: "other", name };
    return parameter.given && parameter.value !== undefined ? parameter.value : { kind: "parameter", name };
  }
}

const SAME_FOR_ALL: ReadonlySet<string> = new Set(["AWS::Region", "AWS::AccountId", "AWS::Partition", "AWS::URLSuffix"]);

function joined(parts: readonly (string | Hole)[]): readonly (string | Hole)[] {
  const made: (string | Hole)[] = [];
  for (const part of parts) {
    const last = made.at(-1);
    if (part === "") continue;
    if (typeof part === "string" && typeof last === "string") made[made.length - 1] = last + part;
    else made.push(part);
  }
  return made;
}

/**
 * Whether an export and an import are sure to mean each other: they are one text, or written alike with holes that a deployment fills in
 * alike. `rival`: with the right values they would. Two stacks never have one name.
 */
export function meeting(exported: SharedName, imported: SharedName): "same" | "rival" | "different" {
  const [left, right] = [exported.parts, imported.parts];
  if (exported.text !== undefined && exported.text === imported.text) return "same";
  const pairs = left.length === right.length ? left.map((part, index) => [part, right[index]] as const) : [];
  const isAlike = pairs.length > 0 && pairs.every(([one, other]) => (typeof one === "string" ? one === other : typeof other === "object"));
  const differs = exported.text !== undefined && imported.text !== undefined;
  if (!isAlike) return !differs && mayMeet(left, right) ? "rival" : "different";
  const holes = pairs.flatMap(([one, other]) => (typeof one === "object" && typeof other === "object" ? [{ one, other }] : []));
  if (holes.some(({ one, other }) => one.kind === "stack-name" && other.kind === "stack-name")) return "different";
  if (!left.some((part) => typeof part === "string" && /[a-z\d]/iu.test(part))) return "different";
  if (holes.some(({ one, other }) => one.kind === "other" || other.kind === "other")) return "rival";
  if (!isOneToOne(holes)) return "rival";
  // By default they differ: only where both call the part by one name is it one choice.
  return differs && holes.some(({ one, other }) => one.name !== other.name) ? "rival" : "same";
}

function isOneToOne(holes: readonly { readonly one: Hole; readonly other: Hole }[]): boolean {
  const [there, back] = [new Map<string, string>(), new Map<string, string>()];
  return holes.every(({ one, other }) => {
    const isNew = !there.has(one.name) && !back.has(other.name);
    if (isNew) {
      there.set(one.name, other.name);
      back.set(other.name, one.name);
    }
    return there.get(one.name) === other.name && back.get(other.name) === one.name;
  });
}

/** One of them is a whole text, which fits the other. A name without any text of its own fits all, and tells nothing. */
function mayMeet(left: readonly (string | Hole)[], right: readonly (string | Hole)[]): boolean {
  const [one, other] = [wholeText(left), wholeText(right)];
  if (one !== undefined) return other === undefined && fits(one, right);
  return other !== undefined && fits(other, left);
}

function wholeText(parts: readonly (string | Hole)[]): string | undefined {
  const [only] = parts;
  return typeof only === "string" && parts.length === 1 ? only : undefined;
}

function fits(text: string, parts: readonly (string | Hole)[]): boolean {
  const [first, last] = [parts[0], parts.at(-1)];
  if (!parts.some((part) => typeof part === "string")) return false;
  if (typeof first === "string" && !text.startsWith(first)) return false;
  if (typeof last === "string" && !text.endsWith(last)) return false;
  let from = 0;
  for (const part of parts) {
    if (typeof part !== "string") continue;
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}
