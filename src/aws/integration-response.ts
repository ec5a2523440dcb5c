import type { Response } from "../fetch/index.ts";
import { unknown } from "../source/index.ts";
import { unknownResponse } from "./cors-answer.ts";
import type { AwsCause, Route } from "./model.ts";

/** What the integration behind a route sends by itself: not known, except that AWS services send no CORS headers (H12). */
export function integrationResponse(route: Route): Response<AwsCause> {
  const { integration } = route;
  const { place, functionId } = integration;
  switch (integration.kind) {
    case "proxy-function": {
      const who = functionId === undefined ? `the function behind ${route.method} ${route.path}` : `the function ${functionId}`;
      return { ...unknownResponse(`what ${who} returns is not known`, who, place), cause: { kind: "function", route, functionId } };
    }
    case "proxy-http": {
      const who = `the back end of ${route.method} ${route.path}`;
      return { ...unknownResponse(`what ${who} returns is not known`, who, place), cause: { kind: "backend", route } };
    }
    case "custom": {
      const status = unknown(`the status that ${integration.target} answers with is not known`);
      return { status, headers: [], unlisted: "absent", answeredBy: integration.target, cause: { kind: "backend", route }, place };
    }
    case "missing":
      return unknownResponse(`${route.method} ${route.path} has no integration`, "API Gateway", place);
    case "mock":
    case "unknown":
      return unknownResponse(`the integration of ${route.method} ${route.path} is out of view`, "API Gateway", place);
  }
}
