import { type Environment, withEnvironment } from "../../handler/index.ts";
import type { World } from "../../template/index.ts";
import type { Api, HandlerUse, Route } from "../model.ts";
import { sourceOf } from "./source.ts";

export type FoundHandler = Omit<HandlerUse, "routes"> | { readonly unknown: string };

const found = new WeakMap<World, Map<string, FoundHandler>>();

/** The source of a function in one scenario, with the values of its environment variables there; or why it is not known. */
export function handlerOf(world: World, functionId: string): FoundHandler {
  const settled = found.get(world) ?? new Map<string, FoundHandler>();
  found.set(world, settled);
  const handler = settled.get(functionId) ?? readHandler(world, functionId);
  settled.set(functionId, handler);
  return handler;
}

function readHandler(world: World, functionId: string): FoundHandler {
  const source = sourceOf(world, functionId);
  if ("unknown" in source) return source;
  const environment = environmentOf(world, functionId);
  return { functionId, name: `the function ${functionId}`, analysis: withEnvironment(source.analysis, environment), environment, placeOf: source.placeOf, without: source.without };
}

/** Variables that Lambda sets, and those that are set outside of the template (`NODE_ENV`). */
const GIVEN_BY_LAMBDA = /^(?:AWS_|_?LAMBDA_|_HANDLER$|_X_AMZN|TZ$|LANG|PATH$|HOME$|PYTHON|NODE_|LD_)/u;

function environmentOf(world: World, functionId: string): Environment {
  const resource = world.resources.get(functionId);
  const variables = resource?.properties.get("Environment").get("Variables");
  const isHidden = !resource || variables?.kind === "opaque" || world.template.opaque.some((opaque) => opaque.resource === undefined || opaque.resource === functionId);
  return (name) => {
    if (GIVEN_BY_LAMBDA.test(name)) return undefined;
    const variable = variables?.get(name);
    if (variable && variable.kind !== "absent") return variable.kind === "scalar" ? variable.text() : undefined;
    return isHidden ? undefined : "absent";
  };
}

const uses = new WeakMap<Api, readonly HandlerUse[]>();

/** The functions behind the routes of an API whose source is in view, with the routes that reach each. Routes for services are left out. */
export function handlersOf(api: Api): readonly HandlerUse[] {
  const settled = uses.get(api) ?? readUses(api);
  uses.set(api, settled);
  return settled;
}

function readUses(api: Api): readonly HandlerUse[] {
  const byFunction = new Map<string, Route[]>();
  for (const route of api.routes) {
    const { functionId, kind } = route.integration;
    if (functionId === undefined || kind !== "proxy-function" || route.intent.kind === "service") continue;
    const routes = byFunction.get(functionId);
    if (routes) routes.push(route);
    else byFunction.set(functionId, [route]);
  }
  return [...byFunction].flatMap(([functionId, routes]) => {
    const handler = handlerOf(api.world, functionId);
    return "unknown" in handler ? [] : [{ ...handler, routes }];
  });
}
