import type { AwsCause, MappedResponse } from "../../src/aws/index.ts";
import type { HeaderField, Response } from "../../src/fetch/index.ts";
import { knownText, type Value } from "../../src/source/index.ts";

/** A header of this name that the response sends or may send. */
export function sentHeader(response: Response<AwsCause>, name: string): HeaderField | undefined {
  return response.headers.find((field) => field.name.toLowerCase() === name.toLowerCase());
}

/** The header is written about in this response, even if not so that it would be sent. */
export function mentionsHeader(response: MappedResponse, name: string): boolean {
  const wanted = name.toLowerCase();
  return response.declarations.some((declaration) => declaration.name.toLowerCase() === wanted) || response.mappings.some((mapping) => mapping.key.toLowerCase().endsWith(`.${wanted}`));
}

/** The list names it, but not as browsers read it (`put`, `'PUT'`, `ANY`, or a star where credentials are sent): other rules say how. */
export function namesMethodInOtherWords(list: Value, method: string): boolean {
  const items = (knownText(list) ?? "").split(",").map((item) => item.trim().replace(/^'|'$/gu, "").toUpperCase());
  return items.some((item) => item === method.toUpperCase() || item === "ANY" || item === "*");
}

/** A property of the CORS object that the service does not know, and that was meant to hold what the answer lacks. */
export function hasMisnamedProperty({ cause }: Response<AwsCause>, property: string): boolean {
  return cause.kind === "cors-configuration" && cause.block.unknownProperties.some(({ nearest }) => nearest?.toLowerCase() === property.toLowerCase());
}

/** Is it sure that the answer does not have Access-Control-Allow-Origin? */
export function lacksAllowOrigin(response: Response<AwsCause>): boolean {
  return response.unlisted === "absent" && !sentHeader(response, "Access-Control-Allow-Origin");
}
