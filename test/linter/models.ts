import type { Api, ApiOutline, AwsCause, BrowserRequest, Intent, Route } from "../../src/aws/index.ts";
import type { Blocked, Verdict } from "../../src/fetch/index.ts";
import type { Engine } from "../../src/linter/engine.ts";
import { type Place, known } from "../../src/source/index.ts";
import { loadTemplate } from "../../src/template/load.ts";
import type { Template, World } from "../../src/template/types.ts";

/** A template from its text, as `template.yaml`. */
export function templateFrom(text: string, parameters: Readonly<Record<string, string>> = {}): Template {
  const template = loadTemplate({ name: "template.yaml", bytes: new TextEncoder().encode(text) }, { parameters: new Map(Object.entries(parameters)) });
  if ("notATemplate" in template) throw new Error(template.notATemplate);
  return template;
}

export function placeOf(template: Template, ...path: readonly (string | number)[]): Place {
  return path.reduce<Place>((place, segment) => place.child(segment), template.root.place);
}

export interface RouteModel {
  readonly method: string;
  readonly path: string;
  readonly intent?: Intent["kind"];
  /** What a browser decides about each of its requests; one allowed request where nothing is said. */
  readonly verdicts?: readonly (readonly [BrowserRequest["kind"], Verdict<AwsCause>])[];
}

export interface ApiModel {
  readonly id: string;
  readonly kind?: "rest" | "http";
  /** The routes in a world; `undefined` where the API does not exist there. */
  readonly routes: (world: World) => readonly RouteModel[] | undefined;
}

/** An engine whose APIs and verdicts are what the test says, and which counts its predictions. */
export function engineOf(models: readonly ApiModel[]): Engine & { readonly predictions: () => number } {
  const verdicts = new Map<object, Verdict<AwsCause>>();
  let predictions = 0;
  return {
    apisOf: (template) => models.map((model) => outlineOf(model, template, verdicts)),
    predictFetch: (_server, request) => {
      predictions++;
      return verdicts.get(request) ?? ALLOWED;
    },
    laterRefusals: () => [],
    predictions: () => predictions,
  };
}

export const ALLOWED: Verdict<AwsCause> = { outcome: "allowed", response: undefined as never, responseType: "cors", trace: [] }; // Nothing here reads the response.

export function blocked(error: Blocked["error"], more: Partial<Blocked<AwsCause>> = {}): Blocked<AwsCause> {
  return {
    outcome: "blocked",
    exchange: error.startsWith("Preflight") ? "preflight" : "actual",
    step: error.startsWith("Preflight") ? "preflight-cors-check" : "cors-check",
    error,
    browserMessage: `Access to fetch at 'https://api.example.net/users' has been blocked by CORS policy: ${error}.`,
    response: { status: known("403"), headers: [], unlisted: "absent", answeredBy: "the API Users", cause: { kind: "unknown", reason: "a test" } },
    evidence: [],
    trace: [],
    ...more,
  };
}

function outlineOf(model: ApiModel, template: Template, verdicts: Map<object, Verdict<AwsCause>>): ApiOutline {
  const { id, kind = "rest" } = model;
  return {
    kind,
    id,
    template,
    members: [...template.resources.keys()],
    build: (world) => {
      const routes = model.routes(world);
      return routes && apiOf(id, kind, world, routes, verdicts);
    },
  };
}

function apiOf(id: string, kind: "rest" | "http", world: World, models: readonly RouteModel[], verdicts: Map<object, Verdict<AwsCause>>): Api {
  const place = placeOf(world.template, "Resources", id).key;
  const routes: Route[] = [];
  // Only what the run and the rules of these tests read; a full model is the business of test/aws.
  const api = { kind, id, name: id, world, place, constructPath: undefined, routes, server: { respond: () => [] }, outOfView: [], settings: [], corsBlocks: [], mappings: [], methods: [] } as unknown as Api;
  for (const { method, path, intent = "browser", verdicts: said = [] } of models) {
    const browserRequests = said.map(([requestKind, verdict]): BrowserRequest => {
      const request = { origin: "https://app.example.com", target: "https://api.example.net", method, path, headers: [], credentials: "same-origin" } as const;
      verdicts.set(request, verdict);
      return { kind: requestKind, request };
    });
    routes.push({ api, method, path, examplePath: path, place, constructPath: undefined, isOptions: method === "OPTIONS", browserRequests, intent: { kind: intent, score: 0, evidence: [] } } as unknown as Route);
  }
  return api;
}
