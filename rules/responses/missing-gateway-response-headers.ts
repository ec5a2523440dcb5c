import type { AwsCause, RestApi, Route } from "../../src/aws/index.ts";
import type { Response } from "../../src/fetch/index.ts";
import { defineRule, routeList, whereBrowsersCall } from "../../src/linter/index.ts";
import { knownText, type Place } from "../../src/source/index.ts";
import { gatewayResponsesAdded } from "../shared/gateway-fixes.ts";
import { headOf } from "../shared/places.ts";
import { lacksAllowOrigin } from "../shared/responses.ts";

/**
 * What an authorizer, an API key or a validator refuses API Gateway answers itself, without CORS headers unless a gateway response adds them.
 * The browser then hides the 401 that the page waits for to show its login, and the console speaks of CORS.
 */
export default defineRule({
  id: "missing-gateway-response-headers",
  meta: {
    description: "Require Access-Control-Allow-Origin on the errors that API Gateway itself gives to pages",
    severity: "warning",
    set: "recommended",
    category: "responses",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html",
    failureModes: ["F27", "F30", "F33"],
    fix: "unsafe",
    messages: {
      absent: "API Gateway's own errors carry no Access-Control-Allow-Origin: {{errors}} {{look}} like a CORS error to pages that call {{routes}}.",
      half: "The gateway response DEFAULT_4XX carries Access-Control-Allow-Origin, and DEFAULT_5XX does not: a crash or a timeout of {{routes}} looks like a CORS error to the page.",
    },
    help: "Add the gateway responses DEFAULT_4XX and DEFAULT_5XX with `gatewayresponse.header.Access-Control-Allow-Origin` (SAM: `GatewayResponses`).",
  },

  apis: ["rest"],
  *api(api) {
    if (api.kind !== "rest") return;
    const wanted = hiddenErrors(api, (route) => route.refusals?.() ?? route.errorResponses()).filter(({ isForPages }) => isForPages);
    const isHalf = !lacksAllowOrigin(api.gatewayResponse("DEFAULT_4XX")) && api.gatewayResponses.some(({ type }) => type === "DEFAULT_4XX");
    const said = wanted.length > 0 ? wanted : isHalf ? hiddenErrors(api, (route) => route.errorResponses()).filter(({ status }) => status.startsWith("5")) : [];
    const [first] = said;
    if (!first) return;
    const names = [...new Set(said.map(({ type, status }) => `${status} (${type})`))];
    const fix = gatewayResponsesAdded(api);
    const routes = routeList([...new Set(said.map(({ route }) => route))]);
    yield {
      ...(wanted.length > 0 ? { message: "absent", data: { routes, errors: namesInSentence(names), look: names.length > 1 ? "look" : "looks" } } : { message: "half", data: { routes } }),
      at: headOf(api.place),
      related: [...(first.place ? [{ place: headOf(first.place), note: first.what }] : []), ...(whereBrowsersCall(first.route) ?? [])],
      // Advice about the API as a whole: the requests that succeed are none of its business.
      routes: [],
      ...(fix && { fix }),
    };
  },
});

interface HiddenError {
  readonly route: Route;
  readonly type: string;
  readonly status: string;
  readonly what: string;
  readonly place: Place | undefined;
  /** A page has something to do about it: ask for a login, wait, correct the input. */
  readonly isForPages: boolean;
}

/** Errors that pages cannot read for want of a default: where a type has a gateway response of its own, another rule speaks. */
function hiddenErrors(api: RestApi, errorsOf: (route: Route) => readonly Response<AwsCause>[]): readonly HiddenError[] {
  return api.routes.flatMap((route) => (whereBrowsersCall(route) ? errorsOf(route).flatMap((response) => hiddenError(route, response)) : []));
}

function hiddenError(route: Route, response: Response<AwsCause>): readonly HiddenError[] {
  const { cause, status } = response;
  if (cause.kind !== "gateway" || cause.gatewayResponse?.fallback !== undefined || !lacksAllowOrigin(response)) return [];
  const { kind, what, place } = cause.obstacle;
  const type = cause.type ?? "";
  // A request that lacks a required parameter is a mistake in the page, not one that it could help its visitor with.
  const isForPages = (kind === "authorizer" && type !== "AUTHORIZER_FAILURE") || kind === "api-key" || type === "BAD_REQUEST_BODY";
  return [{ route, type, status: knownText(status) ?? "", what, place, isForPages }];
}

function namesInSentence(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
