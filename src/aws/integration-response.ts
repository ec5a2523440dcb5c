import type { Response } from "../fetch/index.ts";
import { unknown } from "../source/index.ts";
import { unknownResponse } from "./cors-answer.ts";
import { functionAnswers } from "./handlers/index.ts";
import type { AwsCause, Route } from "./model.ts";

type Answer = Response<AwsCause>;

/**
 * What the integration behind a route may send by itself to a request with this method: what the source of a function shows; of AWS services,
 * that they send no CORS headers (H12).
 */
export function integrationResponses(route: Route, method: string): readonly [Answer, ...Answer[]] {
  return route.integration.kind === "proxy-function" ? functionAnswers(route, method) : [responseOfOthers(route)];
}

function responseOfOthers(route: Route): Answer {
  const { integration } = route;
  const { place } = integration;
  switch (integration.kind) {
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
    case "proxy-function":
    case "unknown":
      return unknownResponse(`the integration of ${route.method} ${route.path} is out of view`, "API Gateway", place);
  }
}
