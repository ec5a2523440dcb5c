import { includes, known, knownText } from "../../source/index.ts";
import type { Place, Value } from "../../source/index.ts";
import type { HeaderField } from "../../fetch/index.ts";
import type { CorsProperty, CorsSetting, RestApi, Route, SettingItem } from "../model.ts";
import { isSuccess } from "./answers.ts";
import { echoOf } from "./echo.ts";
import type { ReadGatewayResponse } from "./gateway-responses.ts";
import { isOriginReference, type ReadMapping } from "./mappings.ts";
import type { ReadMethod, ReadResponse } from "./method.ts";

const PROPERTIES: ReadonlyMap<string, CorsProperty> = new Map([
  ["access-control-allow-origin", "allow-origin"],
  ["access-control-allow-methods", "allow-methods"],
  ["access-control-allow-headers", "allow-headers"],
  ["access-control-allow-credentials", "allow-credentials"],
  ["access-control-expose-headers", "expose-headers"],
  ["access-control-max-age", "max-age"],
]);

/** Everything that an API's mappings and templates say about CORS. */
export function settingsOf(api: RestApi, methods: readonly ReadMethod[], gatewayResponses: readonly ReadGatewayResponse[]): readonly CorsSetting[] {
  const settings: CorsSetting[] = [];
  for (const { route, responses, isMapped } of methods) {
    if (!isMapped) continue;
    for (const response of responses) {
      const role = roleOf(route, response);
      for (const mapping of response.mappings) push(settings, settingOfMapping(api, route, role, mapping));
      for (const field of response.overrides ?? []) push(settings, settingOfOverride(api, route, role, field, response));
    }
  }
  for (const { mappings } of gatewayResponses) {
    for (const mapping of mappings) push(settings, settingOfMapping(api, undefined, "error", mapping));
  }
  return settings;
}

function push(settings: CorsSetting[], setting: CorsSetting | undefined): void {
  if (setting) settings.push(setting);
}

/** `ANY` answers preflights and requests alike. */
function roleOf(route: Route, response: ReadResponse): CorsSetting["role"] {
  if (!isSuccess(response)) return "error";
  if (route.isOptions) return "preflight";
  return route.method === "ANY" ? "all" : "response";
}

function settingOfMapping(api: RestApi, route: Route | undefined, role: CorsSetting["role"], mapping: ReadMapping): CorsSetting | undefined {
  const property = PROPERTIES.get(mapping.header?.toLowerCase() ?? "");
  if (property === undefined) return undefined;
  const { value, valuePlace: place } = mapping;
  const echoes = property === "allow-origin" && isOriginReference(mapping.reference) ? "any-origin" : undefined;
  return { property, form: "header", items: itemsOf(property, value, insideQuotes(mapping)), value, place, role, api, route, originWildcards: "none", mapping, block: undefined, response: mapping.response, echoes };
}

function settingOfOverride(api: RestApi, route: Route, role: CorsSetting["role"], field: HeaderField, response: ReadResponse): CorsSetting | undefined {
  const property = PROPERTIES.get(field.name.toLowerCase());
  if (property === undefined) return undefined;
  const place = field.place ?? response.place;
  const echo = property === "allow-origin" ? echoOf(response) : undefined;
  // Each page that the template names is one of those that are meant to call.
  const items = echo && echo.origins.length > 0 ? echo.origins.map((origin) => ({ value: known(origin), place })) : itemsOf(property, field.value, () => place);
  return { property, form: "header", items, value: field.value, place, role, api, route, originWildcards: "none", mapping: undefined, block: undefined, response, echoes: echo?.echoes };
}

/**
 * Slices of the mapping's value. They are known where the value is a literal; in what a parameter or an intrinsic function gives, the
 * whole value is the smallest place.
 */
function insideQuotes({ valuePlace, written, value, isLiteral }: ReadMapping): (start: number, end: number) => Place {
  const [whole, inner] = [knownText(written), knownText(value)];
  const offset = !isLiteral || whole === undefined || inner === undefined ? -1 : whole.indexOf(inner);
  if (offset < 0) return () => valuePlace;
  return (start, end) => valuePlace.at(offset + start, offset + end);
}

/** An origin header is one text; the others are lists. */
function itemsOf(property: CorsProperty, value: Value, slice: (start: number, end: number) => Place): readonly SettingItem[] {
  const isWhole = property === "allow-origin" || property === "allow-credentials" || property === "max-age";
  const text = knownText(value);
  if (text === undefined) return isWhole || includes(value, ",") !== "yes" ? [{ value, place: slice(0, 0) }] : partsOf(value).map((part) => ({ value: part, place: slice(0, 0) }));
  if (isWhole) return [{ value, place: slice(0, text.length) }];
  const items: SettingItem[] = [];
  let start = 0;
  for (const part of text.split(",")) {
    const trimmed = part.trim();
    const at = start + part.indexOf(trimmed);
    if (trimmed !== "") items.push({ value: known(trimmed), place: slice(at, at + trimmed.length) });
    start += part.length + 1;
  }
  return items;
}

/** The items of a list with unknown parts: `Content-Type,${Extra}`. */
function partsOf(value: Value): readonly Value[] {
  if (value.kind !== "pattern") return [value];
  const items: (string | (typeof value.parts)[number])[][] = [[]];
  for (const part of value.parts) {
    if (typeof part !== "string") items.at(-1)?.push(part);
    else part.split(",").forEach((piece, index) => (index === 0 ? items.at(-1)?.push(piece) : items.push([piece])));
  }
  return items.flatMap((pieces): Value[] => {
    const parts = pieces.filter((piece) => typeof piece !== "string" || piece.trim() !== "").map((piece) => (typeof piece === "string" ? piece.trim() : piece));
    const [only] = parts;
    if (only === undefined) return [];
    if (parts.length === 1) return [typeof only === "string" ? known(only) : only];
    return [{ kind: "pattern", parts }];
  });
}
