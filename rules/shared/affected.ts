import type { Api, AwsCause, CorsBlock, CorsSetting, GatewayResponse, HeaderMapping, MappedResponse, Route } from "../../src/aws/index.ts";
import type { Response } from "../../src/fetch/index.ts";
import type { RuleContext } from "../../src/linter/index.ts";

/** What a piece of a template contributes to: the answer whose headers it decides. */
export type AnswerSource = MappedResponse | GatewayResponse | CorsBlock;

const indexes = new WeakMap<RuleContext, Map<Api, Map<AnswerSource, Route[]>>>();

/** The routes of which some browser request is blocked by an answer that comes from here. */
export function routesBlockedBy(source: AnswerSource, api: Api, context: RuleContext): readonly Route[] {
  const byApi = indexes.get(context) ?? new Map<Api, Map<AnswerSource, Route[]>>();
  indexes.set(context, byApi);
  const index = byApi.get(api) ?? indexOf(api, context);
  byApi.set(api, index);
  return index.get(source) ?? [];
}

/** The same for a CORS setting, wherever it is written. */
export function routesBlockedBySetting(setting: CorsSetting, context: RuleContext): readonly Route[] {
  const source = setting.mapping?.response ?? setting.block;
  if (source) return routesBlockedBy(source, setting.api, context);
  return setting.route ? [setting.route] : [];
}

function indexOf(api: Api, context: RuleContext): Map<AnswerSource, Route[]> {
  const index = new Map<AnswerSource, Route[]>();
  for (const route of api.routes) {
    for (const { verdict } of context.blocked(route)) {
      const source = sourceOf(verdict.response);
      if (!source) continue;
      const routes = index.get(source) ?? [];
      if (routes.at(-1) !== route) routes.push(route);
      index.set(source, routes);
    }
  }
  return index;
}

function sourceOf({ cause }: Response<AwsCause>): AnswerSource | undefined {
  switch (cause.kind) {
    case "mapped-response":
      return cause.response;
    case "cors-configuration":
      return cause.block;
    case "gateway":
      return cause.gatewayResponse;
    case "function":
    case "backend":
    case "unknown":
      return undefined;
  }
}

/** The route that a mapping belongs to, with OPTIONS every route of its path, and those that it blocks. */
export function affectedRoutes(mapping: HeaderMapping, context: RuleContext): readonly Route[] {
  const { response } = mapping;
  if (!("method" in response)) return [];
  const { route } = response.method;
  return [...(route.isOptions ? routesAt(route.api, route.path) : [route]), ...routesBlockedBy(response, route.api, context)];
}

const paths = new WeakMap<Api, ReadonlyMap<string, readonly Route[]>>();

/** The routes of one path; looked up, since large APIs have many. */
export function routesAt(api: Api, path: string): readonly Route[] {
  let index = paths.get(api);
  if (!index) {
    const made = new Map<string, Route[]>();
    for (const route of api.routes) made.set(route.path, [...(made.get(route.path) ?? []), route]);
    paths.set(api, (index = made));
  }
  return index.get(path) ?? [];
}
