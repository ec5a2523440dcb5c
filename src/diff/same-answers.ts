import type { Api, AwsCause } from "../aws/index.ts";
import { corsUnsafeRequestHeaderNames, type FetchRequest, type HttpRequest, type Response } from "../fetch/index.ts";
import type { Call } from "./calls.ts";

/**
 * Whether both versions give the same answers to a call and to its preflight: then a browser decides the same, and need not be asked. It
 * costs a tenth of two predictions, and most calls of most changes are as they were.
 */
export function hasSameAnswers(call: Call, before: Api, after: Api): boolean {
  if ((call.before.route === undefined) !== (call.after.route === undefined)) return false;
  if (JSON.stringify(call.before.request.headers) !== JSON.stringify(call.after.request.headers)) return false;
  return requestsOf(call.before.request).every((request) => isSame(before.server.respond(request), after.server.respond(request)));
}

/** The request as it is sent, and its preflight, whether it needs one or not. */
function requestsOf({ method, path, origin, headers }: FetchRequest): readonly HttpRequest[] {
  const names = corsUnsafeRequestHeaderNames(headers);
  const asked = names.length === 0 ? [] : [["access-control-request-headers", names.join(",")] as const];
  return [
    { method, path, headers: [["origin", origin], ...headers.map(([name, value]) => [name.toLowerCase(), value] as const)] },
    { method: "OPTIONS", path, headers: [["accept", "*/*"], ["origin", origin], ["access-control-request-method", method], ...asked] },
  ];
}

function isSame(before: readonly Response<AwsCause>[], after: readonly Response<AwsCause>[]): boolean {
  return before.length === after.length && before.every((response, index) => signatureOf(response) === signatureOf(after[index]));
}

function signatureOf(response: Response<AwsCause> | undefined): string {
  return JSON.stringify([response?.status, response?.unlisted, response?.cause.kind, response?.headers.map(({ name, value, presence }) => [name, value, presence])]);
}
