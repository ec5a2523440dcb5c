import { plainBehind, plainFrom, type Node } from "../../source/index.ts";
import { pathParametersOf, type ReadMethod } from "./method.ts";

/**
 * Tells methods apart by what is written of them: two of the same number answer the same request alike, but for the names and places in their
 * answers. CDK writes hundreds that differ in their path only.
 */
export class Likenesses {
  readonly #byText = new Map<string, number>();
  readonly #known = new Map<ReadMethod, number | undefined>();

  /** `undefined`: more than what is written decides. */
  of(method: ReadMethod): number | undefined {
    if (this.#known.has(method)) return this.#known.get(method);
    const text = writtenOf(method);
    // Where a redirect leads may depend on the path.
    const number = /location/iu.test(text) ? undefined : (this.#byText.get(text) ?? this.#byText.size);
    if (number !== undefined) this.#byText.set(text, number);
    this.#known.set(method, number);
    return number;
  }
}

/** All that an answer is made from, whatever the API has for all its methods. */
function writtenOf({ spec }: ReadMethod): string {
  const texts = [...pathParametersOf(spec)];
  for (const { node, place } of spec.written) {
    // References to other files start from here.
    texts.push(place.file.name);
    const plain = node && plainBehind(node);
    if (node?.kind !== "map") texts.push(node === undefined ? "" : textOf(node));
    else if (plain) texts.push(JSON.stringify({ ...plain, ResourceId: undefined }));
    else for (const { key, value } of node.entries()) if (key !== "ResourceId") texts.push(key, textOf(value));
  }
  return texts.join("\n");
}

function textOf(node: Node): string {
  return JSON.stringify(plainBehind(node) ?? plainFrom(node));
}
