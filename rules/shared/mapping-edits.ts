import type { Api, ApiDocument, HeaderMapping, MappedResponse, Route } from "../../src/aws/index.ts";
import { knownText, type Edit, type Place, type Value } from "../../src/source/index.ts";
import { isWrittenAt } from "./literals.ts";
import { isMistakenOrigin } from "./origins.ts";
import { entryOf, writtenNode, writtenResource } from "./written-resources.ts";

/** What the key of a mapped header begins with. */
export const PREFIX = "method.response.header.";

/** The properties of SAM's `Cors`, by the header that each becomes. */
const SAM: ReadonlyMap<string, string> = new Map([
  ["access-control-allow-methods", "AllowMethods"],
  ["access-control-allow-headers", "AllowHeaders"],
  ["access-control-allow-credentials", "AllowCredentials"],
]);

/** The origin that the mappings of the API allow, if each of them writes the same one as a plain text, and as browsers write it. */
export function agreedOrigin(api: Api): string | undefined {
  const origins = new Set<string | undefined>();
  for (const setting of api.settings) {
    const { property, mapping, role } = setting;
    if (property !== "allow-origin" || !mapping || role === "error") continue;
    const isPlain = mapping.expression === "static" && isWrittenAt(mapping.valuePlace, mapping.written) && !isMistakenOrigin(setting);
    origins.add(isPlain ? knownText(mapping.value) : undefined);
  }
  const [only] = origins;
  return origins.size === 1 ? only : undefined;
}

/** Maps the header to a fixed text; `undefined` where the place for it is not clear. */
export function mappingAdded(response: MappedResponse, header: string, text: string): readonly Edit[] | undefined {
  const key = PREFIX + header;
  const beside = response.mappings.find((mapping) => mapping.keyPlace.segment === mapping.key)?.keyPlace.parent;
  if (beside) return isThere(response, beside, key) ? undefined : [{ kind: "add-entry", place: beside, key, value: `'${text}'` }];
  const cors = response.mappings.find(({ keyPlace }) => keyPlace.segment === "AllowOrigin" && keyPlace.parent?.segment === "Cors")?.keyPlace.parent;
  const property = SAM.get(header.toLowerCase());
  if (cors && property !== undefined) return [{ kind: "add-entry", place: cors, key: property, value: samValue(property, text) }];
  const short = response.mappings.find(({ keyPlace, valuePlace, written }) => keyPlace.segment === "Cors" && isWrittenAt(valuePlace, written));
  // The short form of `Cors` is an origin alone.
  if (short && property !== undefined) return [{ kind: "put", place: short.keyPlace, value: { AllowOrigin: knownText(short.written), [property]: samValue(property, text) } }];
  if (response.mappings.length > 0) return undefined;
  const isItem = typeof response.place.segment === "number";
  return [{ kind: "add-entry", place: response.place, key: isItem ? "ResponseParameters" : "responseParameters", value: { [key]: `'${text}'` } }];
}

function samValue(property: string, text: string): unknown {
  return property === "AllowCredentials" ? true : `'${text}'`;
}

/** Declares the header in the method response of the same status; nothing where that has been done, `undefined` where it is not clear how. */
export function declarationAdded(mapped: MappedResponse, header: string): readonly Edit[] | undefined {
  const { declarations, methodResponsePlace, hasMethodResponse, method, status } = mapped;
  const key = PREFIX + header;
  if (declarations.some(({ name }) => name.toLowerCase() === header.toLowerCase())) return [];
  const [beside] = declarations;
  const { document } = method.route.api;
  const described = document && describedHeader(document.version);
  if (beside) {
    const map = beside.place.parent;
    if (map && [key, header].some((name) => isThere(mapped, map, name))) return undefined;
    if (map && String(beside.place.segment).startsWith(PREFIX)) return [{ kind: "add-entry", place: map, key, value: true }];
    return map && described && beside.place.segment === beside.name ? [{ kind: "add-entry", place: map, key: header, value: described }] : undefined;
  }
  if (!methodResponsePlace) return hasMethodResponse === "no" ? methodResponseAdded(method.route, status, header) : undefined;
  if (typeof methodResponsePlace.segment === "number") return [{ kind: "add-entry", place: methodResponsePlace, key: "ResponseParameters", value: { [key]: true } }];
  return described && [{ kind: "add-entry", place: methodResponsePlace, key: "headers", value: { [header]: described } }];
}

/** A condition takes it away in some scenario (`Fn::If` with `AWS::NoValue`), and it is written all the same. */
function isThere({ method }: MappedResponse, map: Place, key: string): boolean {
  return entryOf(writtenNode(method.route.api, map), key) !== undefined;
}

/** A method response of a status that has none. */
function methodResponseAdded({ api, place }: Route, status: Value, header: string): readonly Edit[] | undefined {
  const code = knownText(status);
  const properties = writtenResource(api, place.path[1])?.get("Properties");
  if (code === undefined) return undefined;
  if (place.part === "key" && api.document) return [{ kind: "add-entry", place, key: "responses", value: { [code]: { description: `Response ${code}`, headers: { [header]: describedHeader(api.document.version) } } } }];
  if (properties?.kind !== "map" || place.parent?.id !== properties.place.id) return undefined;
  const response = { StatusCode: code, ResponseParameters: { [PREFIX + header]: true } };
  const there = properties.get("MethodResponses");
  return there?.kind === "list" ? [{ kind: "add-item", place: there.place, value: response }] : there ? undefined : [{ kind: "add-entry", place: properties.place, key: "MethodResponses", value: [response] }];
}

/** A header of a response as a document of this version describes it. */
export function describedHeader(version: ApiDocument["version"]): object {
  return version === "swagger-2" ? { type: "string" } : { schema: { type: "string" } };
}

/** Maps the header and declares it; `undefined` where one of both is not clear. */
export function headerMapped(response: MappedResponse, header: string, text: string): readonly Edit[] | undefined {
  const mapped = mappingAdded(response, header, text);
  const isOfSam = mapped?.some(({ place }) => place.segment === "Cors") === true;
  const declared = isOfSam ? [] : declarationAdded(response, header);
  return mapped && declared && [...mapped, ...declared];
}

/** Takes the header out, its declaration included; `undefined` where it is not written as a mapping (SAM's `Cors` makes mappings of its own). */
export function mappingRemoved({ response, keyPlace, key, header }: HeaderMapping): readonly Edit[] | undefined {
  if (keyPlace.segment !== key) return undefined;
  const declared = "declarations" in response ? response.declarations.filter(({ name }) => name.toLowerCase() === header?.toLowerCase()) : [];
  if (declared.some(({ place, name }) => place.segment !== key && place.segment !== name)) return undefined;
  return [keyPlace, ...declared.map(({ place }) => place)].map((place) => ({ kind: "remove", place }));
}
