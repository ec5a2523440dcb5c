import { equals, known, knownText, oneOf, plainFrom, unknown } from "../source/index.ts";
import type { Node, Tri, Value } from "../source/index.ts";
import { attributeValue, mayBeList, referenceValue } from "./attributes.ts";
import type { Facts } from "./facts.ts";
import { findInMap, join, select, split, substitute } from "./functions.ts";
import { getAttTarget, intrinsicOf, MAX_DEPTH, textOf } from "./intrinsics.ts";
import type { Intrinsic } from "./intrinsics.ts";
import { isListType, isSsmType, listMembers } from "./parameters.ts";
import { ABSENT, opaque, scalar, textList, textOfSeen, withDynamicReferences, writtenList } from "./seen.ts";
import type { Seen } from "./seen.ts";

/** A choice of parameters and conditions, see {@link Scenario}. */
export interface Choice {
  readonly parameters: ReadonlyMap<string, string>;
  readonly conditions: ReadonlyMap<string, boolean>;
  readonly unlike?: ReadonlyMap<string, readonly string[]>;
}

/** Nothing chosen: parameters have their defaults. */
export const DEFAULTS: Choice = { parameters: new Map(), conditions: new Map() };

/** Decides an `Fn::Equals` that does not follow from the parameters. */
export type Arbiter = (first: Node, second: Node) => Tri;

const UNDECIDED: Arbiter = () => "maybe";

/** Works out intrinsic functions and conditions under one choice. It never throws, whatever the template holds. */
export class Evaluator {
  readonly facts: Facts;
  readonly #choice: Choice;
  readonly #arbiter: Arbiter;
  readonly #conditions = new Map<string, Tri>();
  /** What the choice was asked for from outside: all that the answers given so far rest on. */
  readonly #askedConditions = new Set<string>();
  readonly #askedParameters = new Set<string>();
  #isDeciding = false;

  constructor(facts: Facts, choice: Choice, arbiter: Arbiter = UNDECIDED) {
    this.facts = facts;
    this.#choice = choice;
    this.#arbiter = arbiter;
  }

  /** Is the condition true? `maybe` where it is not defined, refers to itself, or hangs on something unknown that was not chosen. */
  condition(name: string): Tri {
    if (this.#isDeciding) return this.#decided(name, 0);
    this.#askedConditions.add(name);
    // What a condition rests on shows in its answer alone.
    this.#isDeciding = true;
    const answer = this.#decided(name, 0);
    this.#isDeciding = false;
    return answer;
  }

  /** Does everything that was asked of this one so far have the same answer under the other's choice? */
  agreesWith(other: Evaluator): boolean {
    for (const name of this.#askedConditions) if (this.#decided(name, 0) !== other.#decided(name, 0)) return false;
    for (const name of this.#askedParameters) if (JSON.stringify(this.#valueOf(name)) !== JSON.stringify(other.#valueOf(name))) return false;
    return true;
  }

  #decided(name: string, depth: number): Tri {
    const chosen = this.#choice.conditions.get(name);
    if (chosen !== undefined) return chosen ? "yes" : "no";
    const settled = this.#conditions.get(name);
    if (settled !== undefined) return settled;
    // While it is being worked out it reads as unknown: a condition that refers to itself has no value.
    this.#conditions.set(name, "maybe");
    const node = this.facts.conditions.get(name);
    const answer = node === undefined ? "maybe" : this.holds(node, depth + 1);
    this.#conditions.set(name, answer);
    return answer;
  }

  /** Is the condition expression true? */
  holds(node: Node, depth = 0): Tri {
    if (depth > MAX_DEPTH || node.kind !== "map" || node.size !== 1) return "maybe";
    const [entry] = node.entries();
    if (entry === undefined) return "maybe";
    const { key, value } = entry;
    if (key === "Condition") return this.#decided(textOf(value) ?? "", depth + 1);
    const operands = value.kind === "list" ? value.items : [value];
    switch (key) {
      case "Fn::Not":
        return operands[0] === undefined ? "maybe" : opposite(this.holds(operands[0], depth + 1));
      case "Fn::And":
        return conjunction(operands.map((operand) => this.holds(operand, depth + 1)));
      case "Fn::Or":
        return opposite(conjunction(operands.map((operand) => opposite(this.holds(operand, depth + 1)))));
      case "Fn::Equals":
        return operands[0] === undefined || operands[1] === undefined ? "maybe" : this.#equal(operands[0], operands[1], depth + 1);
      default:
        return "maybe";
    }
  }

  #equal(first: Node, second: Node, depth: number): Tri {
    const [left, right] = [this.text(first, depth), this.text(second, depth)];
    const answer = this.#isUnlike(first, right) || this.#isUnlike(second, left) ? "no" : equalValues(left, right);
    if (answer !== "maybe") return answer;
    return expressionKey(first) === expressionKey(second) ? "yes" : this.#arbiter(first, second);
  }

  #isUnlike(node: Node, other: Value): boolean {
    const name = referenceName(node);
    const text = knownText(other);
    return name !== undefined && text !== undefined && this.#choice.unlike?.get(name)?.includes(text) === true;
  }

  text(node: Node, depth = 0): Value {
    return textOfSeen(this.see(node, depth));
  }

  /** What the node is under this choice. */
  see(node: Node, depth = 0): Seen {
    if (depth > MAX_DEPTH) return opaque(node, "it is nested too deeply");
    if (node.kind === "scalar") return node.value === null ? ABSENT : scalar(node, withDynamicReferences(known(node.text)));
    if (node.kind === "list") return writtenList(node);
    const intrinsic = intrinsicOf(node);
    return intrinsic === undefined ? { kind: "map", node } : this.#call(intrinsic, depth + 1);
  }

  #call(intrinsic: Intrinsic, depth: number): Seen {
    const { name, argument, node } = intrinsic;
    switch (name) {
      case "Ref":
        return this.named(node, textOf(argument) ?? "");
      case "Fn::If":
        return this.#branch(intrinsic, depth);
      case "Fn::Sub":
        return substitute(this, node, argument, depth);
      case "Fn::Join":
        return join(this, node, argument, depth);
      case "Fn::Select":
        return select(this, node, argument, depth);
      case "Fn::Split":
        return split(this, node, argument, depth);
      case "Fn::FindInMap":
        return findInMap(this, node, argument, depth);
      case "Fn::GetAtt": {
        const target = getAttTarget(argument);
        return target === undefined ? opaque(node, "an attribute that is not known") : this.attribute(node, target.id, target.attribute);
      }
      case "Fn::Base64":
        return scalar(node, unknown("a text in Base64"));
      case "Fn::ImportValue":
        return scalar(node, unknown("a value that another stack exports"));
      case "Fn::GetStackOutput":
        return scalar(node, unknown("an output of another stack"));
      case "Fn::Length": {
        const list = this.see(argument, depth);
        return scalar(node, list.kind === "list" ? known(String(this.present(list, depth).length)) : unknown("the length of a list"));
      }
      case "Fn::ToJsonString":
        return scalar(node, unknown("a text in JSON"));
      case "Fn::GetAZs":
        return opaque(node, "the availability zones");
      case "Fn::Cidr":
        return opaque(node, "a list of address blocks");
      case "Fn::Transform":
        return opaque(node, "what a macro makes of it");
      default:
        return opaque(node, `the function ${name}`);
    }
  }

  /** The items that are there under this choice. */
  present(list: Seen & { kind: "list" }, depth: number): readonly { readonly seen: Seen; readonly item: Node }[] {
    return list.items
      .map(({ node, text }) => ({ item: node, seen: text === undefined ? this.see(node, depth + 1) : scalar(node, text) }))
      .filter(({ seen }) => seen.kind !== "absent");
  }

  #branch({ argument, node }: Intrinsic, depth: number): Seen {
    if (argument.kind !== "list") return opaque(node, "an Fn::If without branches");
    const [condition, whenTrue, whenFalse] = argument.items;
    const name = textOf(condition) ?? "";
    const answer = this.condition(name);
    const take = (branch: Node | undefined): Seen => (branch === undefined ? ABSENT : this.see(branch, depth));
    if (answer === "yes") return take(whenTrue);
    if (answer === "no") return take(whenFalse);
    const branches = [take(whenTrue), take(whenFalse)];
    const reason = `the condition ${name} is not known`;
    return opaque(node, reason, branches.every(({ kind }) => kind === "scalar") ? oneOf(branches.map(textOfSeen)) : unknown(reason));
  }

  /** `Ref`, and a name in `Fn::Sub`: a parameter, a pseudo parameter or a resource. */
  named(node: Node, name: string): Seen {
    if (name === "AWS::NoValue") return ABSENT;
    const parameter = this.facts.parameters.get(name);
    if (parameter !== undefined) {
      const value = this.parameterValue(name);
      if (!isListType(parameter.type)) return scalar(node, value);
      return value.kind === "known" ? textList(node, listMembers(value.text).map(known)) : opaque(node, value.kind === "unknown" ? value.reason : `the parameter ${name}`);
    }
    if (name === "AWS::NotificationARNs") return opaque(node, "the notification topics of the stack");
    if (name.startsWith("AWS::")) return scalar(node, this.parameterValue(name));
    const resource = this.facts.resources.get(name);
    return resource === undefined ? opaque(node, `${name}, which the template does not define`) : scalar(node, referenceValue(resource));
  }

  attribute(node: Node, id: string, attribute: string | undefined): Seen {
    const resource = this.facts.resources.get(id);
    if (resource === undefined) return opaque(node, `an attribute of ${id}, which the template does not define`);
    const value = attributeValue(resource, attribute);
    return mayBeList(resource, attribute) ? opaque(node, value.kind === "unknown" ? value.reason : `an attribute of ${id}`, value) : scalar(node, value);
  }

  /** What a parameter or a pseudo parameter is. */
  parameterValue(name: string): Value {
    if (!this.#isDeciding) this.#askedParameters.add(name);
    return this.#valueOf(name);
  }

  #valueOf(name: string): Value {
    const parameter = this.facts.parameters.get(name);
    if (parameter === undefined) return name.startsWith("AWS::") ? this.#pseudo(name) : unknown(`the parameter ${name}`);
    const chosen = this.#choice.parameters.get(name);
    if (chosen !== undefined) return withDynamicReferences(known(chosen));
    const others = this.#choice.unlike?.get(name);
    if (others !== undefined) return unknown(`the parameter ${name} is something other than ${others.map((other) => JSON.stringify(other)).join(", ")}`);
    // An empty default says that the parameter goes with some choices only; who makes another choice than the template's fills it in.
    if (parameter.value === "" && !parameter.given && this.#departs()) return unknown(`the parameter ${name} is empty by default, and these are not the defaults`);
    if (parameter.value !== undefined) return withDynamicReferences(known(parameter.value));
    if (isSsmType(parameter.type)) return unknown(`the parameter ${name} is read from the SSM parameter store`);
    if (this.facts.noEcho.has(name)) return unknown(`the parameter ${name} is a secret`);
    if (parameter.allowedValues !== undefined) return oneOf(parameter.allowedValues.map(known));
    return unknown(`the parameter ${name} has no default`);
  }

  /** Is some parameter chosen to be other than its default? Where there is no default, every deployment chooses. */
  #departs(): boolean {
    const { parameters, unlike } = this.#choice;
    const isOther = (name: string, differs: (value: string) => boolean): boolean => {
      const parameter = this.facts.parameters.get(name);
      return parameter?.value !== undefined && !parameter.given && differs(parameter.value);
    };
    for (const [name, chosen] of parameters) if (isOther(name, (value) => value !== chosen)) return true;
    for (const [name, others] of unlike ?? []) if (isOther(name, (value) => others.includes(value))) return true;
    return false;
  }

  #pseudo(name: string): Value {
    const chosen = this.#choice.parameters.get(name);
    return chosen === undefined ? unknown(PSEUDO_PARAMETERS.get(name) ?? `the pseudo parameter ${name}`) : known(chosen);
  }
}

const PSEUDO_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ["AWS::Region", "the region of the stack"],
  ["AWS::AccountId", "the account of the stack"],
  ["AWS::Partition", "the partition of the stack"],
  ["AWS::URLSuffix", "the domain of the AWS partition"],
  ["AWS::StackName", "the name of the stack"],
  ["AWS::StackId", "the id of the stack"],
]);

/** The name of a `Ref`, if that is what the node is. */
export function referenceName(node: Node): string | undefined {
  const intrinsic = intrinsicOf(node);
  return intrinsic?.name === "Ref" ? textOf(intrinsic.argument) : undefined;
}

/** Equal expressions have equal values, whatever those are. */
export function expressionKey(node: Node): string {
  const key = expressionKeys.get(node) ?? JSON.stringify(plainFrom(node));
  expressionKeys.set(node, key);
  return key;
}

const expressionKeys = new WeakMap<Node, string>();

function equalValues(left: Value, right: Value): Tri {
  const [leftText, rightText] = [knownText(left), knownText(right)];
  if (rightText !== undefined) return equals(left, rightText);
  return leftText === undefined ? "maybe" : equals(right, leftText);
}

function opposite(answer: Tri): Tri {
  return answer === "maybe" ? "maybe" : answer === "yes" ? "no" : "yes";
}

function conjunction(answers: readonly Tri[]): Tri {
  if (answers.includes("no")) return "no";
  return answers.length === 0 || answers.includes("maybe") ? "maybe" : "yes";
}
