import { known, knownText, unknown } from "../../source/index.ts";
import type { Tri } from "../../source/index.ts";
import type { HeaderField, HttpRequest } from "../../fetch/index.ts";
import type { View } from "../../template/index.ts";
import type { HeaderMapping, MappingProblem } from "../model.ts";
import { expressionOf, type Holder } from "./mapping-expression.ts";
import { mappingKey } from "./mapping-key.ts";

/** A mapping, and what its value refers to (`method.request.header.Origin`). */
export interface ReadMapping extends HeaderMapping {
  readonly reference: string | undefined;
  /** The value stands there as a plain text, so that parts of it have places. */
  readonly isLiteral: boolean;
}

/** The mappings of one `ResponseParameters`. `declared`: does the method response declare the header? */
export function mappingsOf(parameters: View, holder: Holder, response: HeaderMapping["response"], declared: (header: string) => Tri): readonly ReadMapping[] {
  return parameters.entries().map(({ key, keyPlace, value }) => {
    const { header, isValid, problem } = mappingKey(key, keyPlace, holder);
    const isText = value.kind !== "list" && value.kind !== "map";
    const written = isText ? value.text() : joined(value);
    const { expression, value: sent, problem: misquoted, reference } = expressionOf(written, holder);
    const problems: MappingProblem[] = [];
    if (problem) problems.push(problem);
    else if (isValid && header !== undefined && declared(header) === "no") problems.push({ kind: "undeclared" });
    if (misquoted) problems.push(misquoted);
    const isLiteral = value.node?.kind === "scalar" && value.node.text === knownText(written);
    return { isLiteral, holder, response, keyPlace, valuePlace: value.place, key, header, written, value: sent, expression, problems, reference };
  });
}

/** A list where a text must stand, as SAM hands it through: nobody joins it. */
function joined(list: View): ReturnType<View["text"]> {
  const items = list.items().map((item) => item.known());
  return list.kind === "list" && items.every((item) => item !== undefined) ? known(items.join(",")) : unknown("it is not a text");
}

/** The header that a mapping puts on an answer to `request`. One that is refused at deployment is nowhere sent: nothing is known of it. */
export function fieldOf(mapping: ReadMapping, request: HttpRequest | undefined): HeaderField | undefined {
  const { header: name, valuePlace: place } = mapping;
  if (name === undefined) return undefined;
  if (mapping.problems.length > 0) return { name, value: unknown(`the mapping of ${name} is refused at deployment`), presence: "maybe", place };
  if (mapping.expression === "static") return { name, value: mapping.value, presence: knownText(mapping.value) === "" ? "maybe" : "present", place };
  const origin = request?.headers.find(([header]) => header === "origin")?.[1];
  if (origin !== undefined && isOriginReference(mapping.reference)) return { name, value: known(origin), presence: "maybe", place };
  return { name, value: mapping.value, presence: "maybe", place };
}

/** Does a mapping send back the `Origin` of the request? Whether the case of the name matters there is not confirmed (G5). */
export function isOriginReference(reference: string | undefined): boolean {
  return /^method\.request\.(?:multivalue)?header\.origin$/iu.test(reference ?? "");
}
