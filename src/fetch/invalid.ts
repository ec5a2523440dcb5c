import { urlFrom } from "../source/index.ts";
import { isForbiddenMethod, isMethod, normalizeMethod } from "./methods.ts";
import { isHeaderName, isHeaderValue } from "./request-headers.ts";
import { normalizeHeaderValue } from "./bytes.ts";
import { isSerializedOrigin } from "./origin.ts";
import type { FetchRequest } from "./types.ts";

/**
 * Why `fetch` would throw before anything is sent, as a sentence; `undefined` for a call that is all right. Fetch, "new Request(input,
 * init)" and "validate a header". Also for an origin, target or path that no browser could have.
 */
export function invalidReason(request: FetchRequest): string | undefined {
  const { method, origin, target, path } = request;
  if (!isMethod(method)) return `"${method}" is not a valid HTTP method.`;
  if (isForbiddenMethod(method)) return `The method ${method} is forbidden in browsers.`;
  const badName = request.headers.find(([name]) => !isHeaderName(name));
  if (badName) return `"${badName[0]}" is not a valid header name.`;
  const badValue = request.headers.find(([, value]) => !isHeaderValue(normalizeHeaderValue(value)));
  if (badValue) return `The value of the header ${badValue[0]} is not valid: ${JSON.stringify(badValue[1])}.`;
  if (request.body && ["GET", "HEAD"].includes(normalizeMethod(method))) return `A ${normalizeMethod(method)} request cannot have a body.`;
  if (!isSerializedOrigin(origin)) return `"${origin}" is not an origin as browsers send it: scheme://host[:port], or null.`;
  if (!/^https?:/u.test(target) || !isSerializedOrigin(target)) return `"${target}" is not the origin of an API: http(s)://host[:port].`;
  if (!path.startsWith("/") || !urlFrom(target + path)) return `"${path}" is not a path: it has to begin with "/".`;
  return undefined;
}
