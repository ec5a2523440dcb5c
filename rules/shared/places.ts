import type { AwsCause, CorsBlock, MappedResponse } from "../../src/aws/index.ts";
import type { Response } from "../../src/fetch/index.ts";
import type { Place } from "../../src/source/index.ts";

/** The place, or its key where it goes over several lines or stands below its key: one line says enough of what it is. */
export function headOf(place: Place): Place {
  if (typeof place.segment !== "string" || place.part !== "value" || place.slice) return place;
  return place.key.range.start.line === place.range.end.line ? place : place.key;
}

/** Where a header that an integration response lacks has to be added: beside the others, if there are some. */
export function placeOfHeaders(response: MappedResponse): Place {
  const beside = response.mappings.find(({ key, keyPlace }) => keyPlace.segment === key)?.keyPlace.parent;
  return beside ? beside.key : headOf(response.place);
}

/** The name of a CORS object: what it lacks belongs below. */
export function placeOfBlock({ place, view }: CorsBlock): Place {
  return view.kind === "map" && typeof place.segment === "string" ? place.key : headOf(place);
}

/** Where a header that an answer to a preflight lacks has to be added. */
export function placeToAdd({ cause, place }: Response<AwsCause>): Place | undefined {
  if (cause.kind === "mapped-response") return placeOfHeaders(cause.response);
  return cause.kind === "cors-configuration" ? placeOfBlock(cause.block) : place && headOf(place);
}
