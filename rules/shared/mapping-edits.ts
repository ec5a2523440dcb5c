import type { Api, HeaderMapping, MappedResponse } from "../../src/aws/index.ts";
import { knownText, type Edit } from "../../src/source/index.ts";
import { isWrittenAt } from "./literals.ts";

const PREFIX = "method.response.header.";

/** The origin that the mappings of the API allow, if each of them writes the same one as a plain text. */
export function agreedOrigin(api: Api): string | undefined {
  const origins = new Set<string | undefined>();
  for (const { property, mapping, role } of api.settings) {
    if (property !== "allow-origin" || !mapping || role === "error") continue;
    const isPlain = mapping.expression === "static" && isWrittenAt(mapping.valuePlace, mapping.written);
    origins.add(isPlain ? knownText(mapping.value) : undefined);
  }
  const [only] = origins;
  return origins.size === 1 ? only : undefined;
}

/** Maps the header to a fixed text; `undefined` where the place for it is not clear. */
export function mappingAdded(response: MappedResponse, header: string, text: string): readonly Edit[] | undefined {
  const key = PREFIX + header;
  const beside = response.mappings.find((mapping) => mapping.keyPlace.segment === mapping.key)?.keyPlace.parent;
  if (beside) return [{ kind: "add-entry", place: beside, key, value: `'${text}'` }];
  if (response.mappings.length > 0) return undefined;
  const isItem = typeof response.place.segment === "number";
  return [{ kind: "add-entry", place: response.place, key: isItem ? "ResponseParameters" : "responseParameters", value: { [key]: `'${text}'` } }];
}

/** Declares the header in the method response of the same status; nothing where that has been done, `undefined` where it is not clear how. */
export function declarationAdded({ declarations, methodResponsePlace }: MappedResponse, header: string): readonly Edit[] | undefined {
  const key = PREFIX + header;
  if (declarations.some(({ name }) => name.toLowerCase() === header.toLowerCase())) return [];
  const [beside] = declarations;
  if (beside) {
    const map = beside.place.parent;
    return map && String(beside.place.segment).startsWith(PREFIX) ? [{ kind: "add-entry", place: map, key, value: true }] : undefined;
  }
  const isItem = typeof methodResponsePlace?.segment === "number";
  return methodResponsePlace && isItem ? [{ kind: "add-entry", place: methodResponsePlace, key: "ResponseParameters", value: { [key]: true } }] : undefined;
}

/** Takes the header out, its declaration included; `undefined` where it is not written as a mapping (SAM's `Cors` makes mappings of its own). */
export function mappingRemoved({ response, keyPlace, key, header }: HeaderMapping): readonly Edit[] | undefined {
  if (keyPlace.segment !== key) return undefined;
  const declared = "declarations" in response ? response.declarations.filter(({ name }) => name.toLowerCase() === header?.toLowerCase()) : [];
  if (declared.some(({ place, name }) => place.segment !== key && place.segment !== name)) return undefined;
  return [keyPlace, ...declared.map(({ place }) => place)].map((place) => ({ kind: "remove", place }));
}
