import { listNode, scalarNode } from "../../source/index.ts";
import type { MapNode, Node, ScalarValue } from "../../source/index.ts";
import { EditableMap, intrinsicOf, MAX_DEPTH, scalar, stringOf } from "./editable.ts";
import { pythonText, refuseDocument } from "./refusal.ts";

/** A reference in the text of an `Fn::Sub`. */
const REFERENCE = /\$\{([A-Za-z0-9.]+|AWS::[A-Z][A-Za-z]*)\}/gu;

/**
 * The parameters as SAM sees them. SAM writes their values into what it makes; the expansion keeps the reference, so that no scenario is
 * lost, and asks here only where SAM looks at a value.
 */
export class Parameters {
  /** A default keeps the type that it is written with, as it does for SAM; what is given is a text. */
  readonly #values = new Map<string, { readonly value: ScalarValue; readonly text: string }>();
  /** Defaults that are lists or maps, which no text can hold. */
  readonly #structures = new Map<string, Node>();
  /** The parameters of the template and their types. */
  readonly #declared = new Map<string, string>();

  constructor(root: MapNode, given: ReadonlyMap<string, string>) {
    const section = root.get("Parameters");
    for (const { key, value } of section?.kind === "map" ? section.entries() : []) {
      this.#declared.set(key, (value.kind === "map" ? stringOf(value.get("Type")) : undefined) ?? "");
      const standard = value.kind === "map" ? value.get("Default") : undefined;
      if (standard?.kind === "scalar") this.#values.set(key, standard);
      else if (standard !== undefined && !given.has(key)) this.#structures.set(key, standard);
    }
    for (const [name, text] of given) if (this.#values.get(name)?.text !== text) this.#values.set(name, { value: text, text });
  }

  /** The node, or the value of the parameter that it refers to where that is known. */
  look(node: Node | undefined): Node | undefined {
    const found = intrinsicOf(node);
    const name = found?.name === "Ref" ? stringOf(found.argument) : undefined;
    const value = name === undefined ? undefined : this.#values.get(name);
    return node === undefined || value === undefined ? node : scalarNode(node.place, value.value, value.text);
  }

  /** It refers to a parameter of the template: at deployment it is a text (or a list of texts), whatever is known of it now. */
  isParameter(node: Node | undefined): boolean {
    const found = intrinsicOf(node);
    const name = found?.name === "Ref" ? stringOf(found.argument) : undefined;
    return name !== undefined && (this.#declared.has(name) || this.#values.has(name));
  }

  /** It refers to a parameter that is a list at deployment. */
  isList(node: Node | undefined): boolean {
    const found = intrinsicOf(node);
    const name = found?.name === "Ref" ? stringOf(found.argument) : undefined;
    return name !== undefined && /^CommaDelimitedList$|List</u.test(this.#declared.get(name) ?? "");
  }

  /** Refuses a text that is to hold the value of a parameter whose default is a list or a map, where SAM writes parameters in. */
  checkSubstitutions(node: Node | undefined, depth = 0): void {
    if (this.#structures.size === 0 || node === undefined || node.kind === "scalar" || depth > MAX_DEPTH) return;
    const found = intrinsicOf(node);
    const argument = found?.name === "Fn::Sub" ? found.argument : undefined;
    const text = argument?.kind === "list" ? argument.items[0] : argument;
    for (const [, name = ""] of (stringOf(text) ?? "").matchAll(REFERENCE)) {
      const value = this.#structures.get(name);
      if (value !== undefined) refuseDocument(`Invalid Fn::Sub variable value ${pythonText(value)}. Fn::Sub expects all variables to be strings.`, node.place);
    }
    for (const part of node.kind === "list" ? node.items : Array.from(node.entries(), ({ value }) => value)) this.checkSubstitutions(part, depth + 1);
  }

  /** The node with every known parameter written in, as SAM hashes it. */
  resolve(node: Node, depth = 0): Node {
    const looked = this.look(node) ?? node;
    if (looked !== node || depth > MAX_DEPTH) return looked;
    switch (node.kind) {
      case "scalar":
        return node;
      case "list":
        return listNode(node.place, node.items.map((item) => this.resolve(item, depth + 1)));
      case "map":
        return new EditableMap(
          node.place,
          Array.from(node.entries(), ({ key, keyPlace, value }) => ({ key, keyPlace, value: key === "Fn::Sub" ? this.#substitute(value, depth) : this.resolve(value, depth + 1) })),
        );
    }
  }

  #substitute(node: Node, depth: number): Node {
    if (node.kind === "list") return listNode(node.place, node.items.map((item, i) => (i === 0 ? this.#substitute(item, depth) : this.resolve(item, depth + 1))));
    const text = stringOf(node);
    return text === undefined ? node : scalar(node.place, text.replace(REFERENCE, (all, name: string) => this.#values.get(name)?.text ?? all));
  }
}
