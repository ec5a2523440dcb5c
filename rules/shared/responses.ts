import type { AwsCause, MappedResponse } from "../../src/aws/index.ts";
import type { HeaderField, Response } from "../../src/fetch/index.ts";

/** A header of this name that the response sends or may send. */
export function sentHeader(response: Response<AwsCause>, name: string): HeaderField | undefined {
  return response.headers.find((field) => field.name.toLowerCase() === name.toLowerCase());
}

/** The header is written about in this response, even if not so that it would be sent. */
export function mentionsHeader(response: MappedResponse, name: string): boolean {
  const wanted = name.toLowerCase();
  return response.declarations.some((declaration) => declaration.name.toLowerCase() === wanted) || response.mappings.some((mapping) => mapping.key.toLowerCase().endsWith(`.${wanted}`));
}
